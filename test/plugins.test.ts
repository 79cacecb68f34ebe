/** `plugins`: those of GraphQL Yoga and Envelop, as others publish them, around the gateway's own run of an operation. */
import { GraphQLError, printSchema, type ValidationRule } from 'graphql';
import { createSchema as yogaSchema, type Plugin, useLogger, usePayloadFormatter } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createGateway } from '../src/http/gateway.ts';
import { createSchema } from '../src/schema/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const ROWS = { users: [{ id: '7', full_name: 'Ada Lovelace' }], skills: [{ id: '1', name: 'Sailing' }] };

const ADA = 'query Ada { user(id: 7) { fullName } }';
const IN_PARTS = 'query Parts { user(id: 7) { fullName } ... @defer { skills(first: 1) { nodes { name } } } }';

/** As the documentation of Yoga has it: https://the-guild.dev/graphql/yoga-server/docs/features/envelop-plugins */
const responseHeaders: Plugin = {
  onResponse: ({ response }) => response.headers.set('x-served-by', 'a plugin'),
};

const post = (gateway: TestGateway, query: string, accept = 'application/json') =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });

describe('a plugin', () => {
  it('adds headers to the answer of a new document, of a known one, of a wrong one, and to one in parts', async () => {
    await using gateway = await startGateway(ROWS, { plugins: [responseHeaders] });

    for (const query of [ADA, ADA, '{ nothing }', IN_PARTS]) {
      const response = await post(gateway, query, 'multipart/mixed, application/json');
      const text = await response.text();

      expect(response.headers.get('x-served-by')).toBe('a plugin');
      expect(text).toContain(query === '{ nothing }' ? 'GRAPHQL_VALIDATION_FAILED' : 'Ada Lovelace');
    }
    // One for each answer as a whole, two for the one in parts, none for what is refused.
    expect(gateway.requests()).toHaveLength(4);
  });

  it('reports each operation, whether its document is new or known', async () => {
    const events: string[] = [];
    const reporter = useLogger({
      logFn: (event: string, { args }: { args: { operationName?: string } }) =>
        void events.push(`${event} ${args.operationName ?? ''}`),
    });
    await using gateway = await startGateway(ROWS, { plugins: [reporter] });

    for (let times = 0; times < 2; times++) await gateway.query(ADA, { operationName: 'Ada' });

    expect(events).toEqual(['execute-start Ada', 'execute-end Ada', 'execute-start Ada', 'execute-end Ada']);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('changes what is answered', async () => {
    const formatter = usePayloadFormatter((result) => ({ ...result, extensions: { formatted: true } }));
    await using gateway = await startGateway(ROWS, { plugins: [formatter] });

    expect(await gateway.query(ADA)).toMatchObject({
      data: { user: { fullName: 'Ada Lovelace' } },
      extensions: { formatted: true },
    });
  });

  it('says with what status and headers a result is answered', async () => {
    const http = { status: 418, headers: { etag: '"1"' } };
    const tagging = usePayloadFormatter((result) => ({ ...result, extensions: { http } }));
    await using gateway = await startGateway(ROWS, { plugins: [tagging] });

    const response = await post(gateway, ADA);

    expect({ status: response.status, etag: response.headers.get('etag') }).toEqual({ status: 418, etag: '"1"' });
    expect(await response.json()).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
  });

  it('answers in place of the API', async () => {
    const cached: Plugin = {
      onExecute: ({ setResultAndStopExecution }) => setResultAndStopExecution({ data: { a: 1 } }),
    };
    await using gateway = await startGateway(ROWS, { plugins: [cached] });

    expect((await gateway.query(ADA)).data).toEqual({ a: 1 });
    expect(gateway.requests()).toEqual([]);
  });

  it('checks documents by rules of its own, those that are known as well', async () => {
    let closed = false;
    const noNames: ValidationRule = (context) => ({
      Field(node) {
        if (closed && node.name.value === 'fullName')
          context.reportError(new GraphQLError('No names.', { nodes: node, extensions: { code: 'NO_NAMES' } }));
      },
    });
    const rules: Plugin = { onValidate: ({ addValidationRule }) => addValidationRule(noNames) };
    await using gateway = await startGateway(ROWS, { plugins: [rules] });
    expect((await gateway.query(ADA)).errors).toBeUndefined();
    gateway.requests();
    closed = true;

    expect((await gateway.query(ADA)).errors).toMatchObject([
      { message: 'No names.', extensions: { code: 'NO_NAMES' } },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('that fails is an unexpected error, logged and masked', async () => {
    const lines: string[] = [];
    const failing: Plugin = {
      onExecute() {
        throw new TypeError('a plugin of mine');
      },
    };
    await using gateway = await startGateway(ROWS, { plugins: [failing], log: (line) => lines.push(line) });

    const { status, errors } = await gateway.query(ADA);

    expect({ status, errors }).toMatchObject({
      status: 500,
      errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(lines).toEqual([expect.stringContaining('TypeError: a plugin of mine')]);
  });

  it('is not called to explain an operation, which runs nothing', async () => {
    let calls = 0;
    const counting: Plugin = { onExecute: () => void calls++ };
    await using gateway = await startGateway(ROWS, { plugins: [counting] });

    expect(await gateway.explain(ADA)).toMatchObject({ status: 200 });
    expect(calls).toBe(0);
  });

  it.each<[string, Plugin]>([
    [
      'at the start',
      { onPluginInit: ({ setSchema }) => setSchema(yogaSchema({ typeDefs: printSchema(createSchema()) })) },
    ],
    [
      'where the schema is set',
      {
        onSchemaChange: ({ schema, replaceSchema }) => {
          if (schema === createSchema({ maxFirst: 2_000 }))
            replaceSchema(yogaSchema({ typeDefs: 'directive @mine on FIELD type Query { a: Int }' }));
        },
      },
    ],
    [
      'for each request',
      { onEnveloped: ({ setSchema }) => setSchema(yogaSchema({ typeDefs: 'type Query { a: Int }' })) },
    ],
  ])('that changes the schema %s is refused when the gateway is made', (_, plugin) => {
    const make = () =>
      createGateway({
        apiUrl: 'http://127.0.0.1:9',
        graphiql: false,
        explain: false,
        maxUpstreamCalls: 50,
        waveWaitMs: 5,
        upstreamCallTimeoutMs: 5_000,
        operationTimeoutMs: 10_000,
        upstreamMaxBodyBytes: 2 ** 20,
        upstreamConnections: 5,
        maxFirst: 2_000,
        plugins: [plugin],
      });

    expect(make).toThrow('A plugin of the gateway changes the schema');
  });
});
