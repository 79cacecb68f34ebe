/** Every operation in `examples/`: it works in the demo's account as it stands, and costs what its first line says. */
import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { exampleOf } from '../explorer/src/example.ts';
import { isForeseenAs } from '../explorer/src/matching-call.ts';
import type { Explanation } from '../src/execution/explain.ts';
import { startGateway } from './support/gateway.ts';

const folder = new URL('../examples/', import.meta.url);

const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));

/** `npm run demo` without a further word. */
const { sandboxSize: size, sandboxSeed: seed, maxUpstreamCalls } = loadConfig({}, ['--sandbox']);

const demo = await startGateway(undefined, { sandbox: { size, seed }, maxUpstreamCalls });
afterAll(() => demo[Symbol.asyncDispose]());

/** How many REST calls the comment on the first line promises; `null` when it promises nothing. */
function promisedCalls(file: string, text: string): number | null {
  const [, count, plural] = /^(\d+) REST call(s?)$/.exec(exampleOf(file, text).cost) ?? [];
  return count !== undefined && (plural === 's') === (count !== '1') ? Number(count) : null;
}

const operationsOf = ({ definitions }: DocumentNode) =>
  definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

/** Whether the answer of one root field tells anything: a record with rows in each of its lists, a page with rows, a number of rows. */
function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((entry) => entry !== null);
  if (typeof value !== 'object' || value === null) return false;
  const { nodes, totalCount } = value as { nodes?: unknown[]; totalCount?: number };
  return nodes === undefined && totalCount === undefined
    ? Object.values(value).every((entry) => !isPage(entry) || says(entry))
    : nodes?.length !== 0 && totalCount !== 0;
}

const isPage = (value: unknown) => typeof value === 'object' && value !== null && 'nodes' in value;

/** Questions that people ask every day, each answered by one operation. */
const QUESTIONS = [
  'time-per-person-and-month',
  'expenses-to-reimburse',
  'overdue-tasks',
  'allocations-of-next-month',
  'projects-by-custom-field',
  'who-has-a-skill',
  'timesheets-to-approve',
  'open-invoices',
  'unstaffed-seats',
  'holidays-of-a-person',
  'resource-requests',
  'by-id-of-another-system',
  'board-of-a-project',
  'my-week',
  'sync-health',
  'hours-by-person-and-month',
  'who-is-free',
];

describe('an example', () => {
  it('is there for each of the things that people do first, and ask every day', () => {
    const files = examples.map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(['first-query', ...QUESTIONS].map((name) => `${name}.graphql`)));
  });
});

describe.each(examples)('examples/$file', ({ file, text }) => {
  const cost = promisedCalls(file, text);

  it('says in its first line what it shows and how many REST calls it costs', () => {
    expect(cost).toBeGreaterThan(0);
  });

  it('is one operation, whose variables all have a default', () => {
    const [operation, ...others] = operationsOf(parse(text));
    expect(others).toEqual([]);
    const bare = operation?.variableDefinitions?.filter(({ defaultValue }) => !defaultValue) ?? [];
    expect(bare.map(({ variable }) => variable.name.value)).toEqual([]);
  });

  it('is answered, without an error or a warning and with something in every part, for so many REST calls', async () => {
    demo.requests();
    const { data, errors, extensions } = await demo.query(text);
    const requests = demo.requests();

    expect(errors).toBeUndefined();
    expect(extensions?.warnings).toBeUndefined();
    expect(Object.keys(data).filter((key) => !says(data[key]))).toEqual([]);
    expect(requests).toHaveLength(cost as number);
  });

  it('is explained as it then runs, without a call', async () => {
    demo.requests();
    const { waves, totals } = (await demo.explain(text)) as Explanation;
    expect(demo.requests()).toEqual([]);
    await demo.query(text);
    const requests = demo.requests();

    expect(totals.min).toBeLessThanOrEqual(requests.length);
    expect(totals.max).toBeGreaterThanOrEqual(requests.length);
    const calls = waves.flatMap((wave) => wave.calls);
    const certain = calls.filter((call) => call.certain).map(({ url }) => `GET ${url}`);
    expect(requests).toEqual(expect.arrayContaining(certain));
    for (const request of requests) {
      const made = request.replace('GET ', '');
      const exact = calls.filter(({ url }) => url === made);
      expect(exact.length > 0 ? exact : calls.filter(({ url }) => isForeseenAs(made, url))).toHaveLength(1);
    }
  });
});
