/**
 * Execution alone, without a network: how much longer it takes than parsing the API's bodies and
 * writing the answer, which no executor can leave out. `node bench/executor.ts [part of a shape's name]`.
 *
 * One process and no sockets make this the least noisy of the benches: for a change of the hot path.
 */
import { createDocuments } from '../src/execution/document.ts';
import { createExecutor } from '../src/execution/execute.ts';
import { createSchema } from '../src/schema/index.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import type { Send } from '../src/upstream/send.ts';
import { readEnvelope } from '../src/upstream/envelope.ts';
import { urlOf } from '../src/upstream/rest-request.ts';
import { quantile } from './load.ts';
import { shapesOf, TIMED } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT, benchUsers, tokenOf } from './upstream.ts';

await using sandbox = await startSandbox({ ...ACCOUNT, users: benchUsers() });
const caller = { token: tokenOf(0), trace: false, isRouter: false };
const [, , wanted = ''] = process.argv;

/** Bodies by URL, fetched once. */
const bodies = new Map<string, string>();

const send: Send = async (restRequest) => {
  const url = urlOf(restRequest);
  let body = bodies.get(url);
  if (body === undefined) {
    const response = await fetch(sandbox.url + url, { headers: { authorization: `Bearer ${caller.token}` } });
    bodies.set(url, (body = await response.text()));
  }
  const { count, results, collections } = readEnvelope(JSON.parse(body), { method: 'GET', url });
  const cost = { bytes: body.length, status: 200, durationMs: 0, retries: 0, requestId: null, shared: false };
  return { count, results, collections, ...cost };
};

const schema = createSchema();
/** As the gateway has them: known ones are neither parsed nor planned again. */
const documents = createDocuments(schema, { suggestions: true, introspection: true });
const executor = createExecutor({
  schema,
  send,
  maxUpstreamCalls: 50,
  waveWaitMs: 5,
  operationTimeoutMs: 30_000,
  maxFirst: 2_000,
  maxEntities: 1_000,
});

/** Microseconds for each of `times` calls. */
async function timed(run: () => unknown, times: number): Promise<number> {
  const start = performance.now();
  for (let at = 0; at < times; at++) await run();
  return ((performance.now() - start) * 1000) / times;
}

/** What others do on the machine only ever adds to a slice. */
const undisturbed = (slices: readonly number[]) => quantile(slices, 0.1);

const SLICES = 200;
const SLICE_MICROSECONDS = 4_000;

const rows: string[][] = [];
for (const { name, query, variables } of shapesOf(sandbox.tables)) {
  if (!TIMED.includes(name) || !name.includes(wanted)) continue;
  bodies.clear();
  const document = documents.prepare({ query });
  const args = { schema, document, variableValues: variables, contextValue: { caller } };
  const execute = async () => JSON.stringify(await executor.execute(args));
  const answer: unknown = JSON.parse(await execute());
  const texts = [...bodies.values()];
  const parseAndWrite = () => {
    for (const text of texts) JSON.parse(text);
    JSON.stringify(answer);
  };
  await timed(execute, 200);
  await timed(parseAndWrite, 200);
  const times = Math.ceil(SLICE_MICROSECONDS / (await timed(execute, 50)));
  const executions: number[] = [];
  const unavoidable: number[] = [];
  // By turns, so that both see the same moments.
  for (let slice = 0; slice < SLICES; slice++) {
    executions.push(await timed(execute, times));
    unavoidable.push(await timed(parseAndWrite, times));
  }
  rows.push([name, (undisturbed(executions) / undisturbed(unavoidable)).toFixed(2)]);
}
console.log(markdownTable(['shape', 'execution / (parsing and writing)'], rows));
