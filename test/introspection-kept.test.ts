/** What the schema says of itself is written once for a document, and kept. */
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { compiledBytes } from '../src/execution/compiled-cache.ts';
import { createExecutor } from '../src/execution/execute.ts';
import { createSchema } from '../src/schema/index.ts';
import { performed } from './support/performed.ts';

const schema = createSchema();
const executor = createExecutor({
  schema,
  send: () => Promise.reject(new Error('nothing is to be called')),
  maxUpstreamCalls: 50,
  waveWaitMs: 5,
  operationTimeoutMs: 60_000,
  maxFirst: 2_000,
  maxEntities: 1_000,
});
const answer = performed({ schema, executor });
const caller = { token: 'somebody', isRouter: false, trace: false };

/** How often all types of the schema are gone through to answer. */
async function ask(query: string, variables?: Record<string, unknown>) {
  const types = vi.spyOn(schema, 'getTypeMap');
  try {
    const { status, body } = await answer({ query, ...(variables && { variables }) }, caller);
    expect(status).toBe(200);
    return { body, walks: types.mock.calls.length };
  } finally {
    types.mockRestore();
  }
}

describe('introspection', () => {
  it('is answered from what was written for the same document before', async () => {
    const query = getIntrospectionQuery();
    const before = compiledBytes();

    const first = await ask(query);
    const second = await ask(query);
    const third = await ask(query);

    expect(buildClientSchema(JSON.parse(first.body).data).getType('Workspace')).toBeDefined();
    expect([second.body === first.body, third.body === first.body]).toEqual([true, true]);
    expect([first.walks > 0, second.walks, third.walks]).toEqual([true, 0, 0]);
    // It counts among what is kept, and is not kept as objects.
    expect(compiledBytes() - before).toBeGreaterThan(first.body.length);
    expect(compiledBytes() - before).toBeLessThan(3 * first.body.length);
  });

  it.each([
    [
      'with variables',
      'query A($d: Boolean!) { __schema { types { fields(includeDeprecated: $d) { name } } } }',
      { d: true },
    ],
    ['of the schema twice', '{ a: __schema { types { name } } b: __schema { types { name } } }', undefined],
  ])('is asked anew %s', async (_, query, variables) => {
    const [first, second] = [await ask(query, variables), await ask(query, variables)];

    expect(second.body === first.body).toBe(true);
    expect(second.walks).toBeGreaterThan(0);
  });

  it('beside other fields keeps its place, and is not that of another document', async () => {
    const walks = [];
    for (const name of ['User', 'Story', 'User', 'Story']) {
      const { body } = await ask(`{ a: __typename type: __type(name: "${name}") { name } b: __typename }`);
      walks.push(body);
    }

    expect(walks).toEqual(
      ['User', 'Story', 'User', 'Story'].map((name) => `{"data":{"a":"Query","type":{"name":"${name}"},"b":"Query"}}`),
    );
  });
});
