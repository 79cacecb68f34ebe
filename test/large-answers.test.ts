/** An answer as large as one may be: nobody else waits for it to be made and written. */
import { describe, expect, it } from 'vitest';
import { createExecutor } from '../src/execution/execute.ts';
import { createSchema } from '../src/schema/index.ts';
import type { Send } from '../src/upstream/send.ts';
import { recordsOf } from '../src/upstream/envelope.ts';
import { envelope } from './support/fake-clock.ts';
import { startGateway } from './support/gateway.ts';
import { performed } from './support/performed.ts';

const LISTS = 25;
const ROWS = 2_000;
const PAGE = 200;
const description = 'What the committee has to decide. '.repeat(10);

/** An API that answers at once, so that every turn of the event loop is one that the gateway gives away. */
const ask: Send = ({ params }) => {
  const ids = Array.from({ length: PAGE }, (_, at) => String((Number(params.page ?? 1) - 1) * PAGE + at + 1));
  const rows = ids.map((id) => [id, { id, title: `Task ${id}`, description }]);
  return Promise.resolve(
    envelope({
      count: ROWS,
      results: ids.map((id) => ({ key: 'stories', id })),
      collections: new Map([['stories', recordsOf(Object.fromEntries(rows))]]),
    }),
  );
};

describe('an answer of 50,000 records', () => {
  it('gives turns away while it is made and while it is written', { timeout: 60_000 }, async () => {
    const schema = createSchema();
    const executor = createExecutor({
      schema,
      send: ask,
      maxUpstreamCalls: 500,
      waveWaitMs: 5,
      operationTimeoutMs: 60_000,
      maxFirst: ROWS,
      maxEntities: 1_000,
    });
    const answer = performed({ schema, executor });
    const fields = '{ nodes { id kantataId title description createdAt updatedAt dueDate startDate } }';
    const lists = Array.from({ length: LISTS }, (_, at) => `l${at}: stories(first: ${ROWS}) ${fields}`);
    const query = `{ ${lists.join(' ')} }`;

    // A document that is new, and one that is known.
    for (const document of ['new', 'known']) {
      let turns = 0;
      let counting = true;
      const count = () => {
        turns++;
        if (counting) setImmediate(count);
      };
      setImmediate(count);
      const { status, body } = await answer({ query }, { token: 'somebody', isRouter: false, trace: false });
      counting = false;

      expect(status).toBe(200);
      const { data } = JSON.parse(body) as { data: Record<string, { nodes: readonly unknown[] }> };
      expect(Object.values(data).map(({ nodes }) => nodes.length)).toEqual(Array.from({ length: LISTS }, () => ROWS));
      expect(data.l24?.nodes[1_999]).toMatchObject({ id: 'Story:2000', title: 'Task 2000' });
      // Made and written at once, there would be none at all.
      expect({ document, byTurns: turns >= 2 }).toEqual({ document, byTurns: true });
    }
  });

  it('is as large as one may be: of 200,000 none is made, and one row is asked for, to count them', async () => {
    const stories = Array.from({ length: ROWS }, (_, at) => ({ id: String(at + 1), title: `Task ${at + 1}` }));
    await using gateway = await startGateway({ stories });
    const lists = Array.from({ length: 100 }, (_, at) => `l${at}: stories(first: ${ROWS}) { nodes { id } }`);

    const { errors } = await gateway.query(`{ ${lists.join(' ')} }`);

    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', estimate: 200_000, limit: 50_000 } }]);
    expect(gateway.requests()).toEqual(['GET /stories?per_page=1']);
  });
});
