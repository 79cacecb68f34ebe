/** Summaries: lists grouped and summed by the gateway. What they answer, and what that costs. */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { recordedFacts, startGateway } from './support/gateway.ts';
import { sized } from './support/long-form.ts';
import { type Node, nodesQuery, rowsOf, SUMMARIES, type Summarized, summaryField } from './summary/reference.ts';
import { startPageApi } from './summary/page-api.ts';
import { nodeOf } from './summary/time-rows.ts';

/** Enough for more than one page of most lists. */
const ACCOUNT = { size: 8_000 };

/** What is selected of the records of groups, so that it takes calls of its own. */
const RECORDS: Readonly<Record<string, string>> = {
  USER: 'user { fullName manager { fullName } }',
  WORKSPACE: 'workspace { title primaryMaven { fullName } externalReferences { serviceName } }',
  STORY: 'story { title creator { fullName } }',
  VENDOR: 'vendor { name }',
  ASSIGNMENT: 'assignment { story { title } }',
};

const DIALECTS = ['recorded', 'contract', 'sparse,mixed', 'always-ref', 'count-absent', 'count-below', 'count-above'];

describe.each(DIALECTS)('a summary, where the API speaks %s', async (words) => {
  const dialect = dialectOf(words) as Dialect;
  const gateway = await startGateway(undefined, { sandbox: { ...ACCOUNT, dialect }, maxSummaryCalls: 100 });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it.each(SUMMARIES)(
    'of $list adds up what its nodes say, in any grouping, by as many calls as it was explained with',
    async (summarized) => {
      const { data } = await gateway.query(nodesQuery(summarized));
      const { nodes } = data.list as { readonly nodes: readonly Node[] };
      expect(nodes.length).toBeGreaterThan(30);
      const grouping = fc.shuffledSubarray(Object.keys(summarized.groups), { maxLength: 3 });

      await fc.assert(
        fc.asyncProperty(grouping, async (groupBy) => {
          const further = groupBy.map((name) => RECORDS[name] ?? '').join(' ');
          const query = `{ summary: ${summaryField(summarized, groupBy, { further })} }`;
          const { totals } = await gateway.explain(query);
          gateway.requests();
          const answer = await gateway.query(query);
          const calls = gateway.requests().length;

          expect(answer.errors).toBeUndefined();
          expect(calls).toBeGreaterThanOrEqual(totals.min);
          expect(calls).toBeLessThanOrEqual(totals.max);
          expect(answer.data.summary).toMatchObject({
            complete: true,
            missing: [],
            recordsRead: nodes.length,
            rows: rowsOf(summarized, groupBy, nodes),
          });
        }),
        { numRuns: sized({ long: 8, short: 4 }), examples: [[[]]] },
      );
    },
  );
});

const TIME = SUMMARIES[0] as Summarized;

describe('a summary of 20,000 time entries', () => {
  it('in every grouping at once is 100 calls for their pages, and one for the people', {
    timeout: 60_000,
  }, async () => {
    await using api = await startPageApi(20_000);
    // On a busy machine, what takes long is none of what is looked for here.
    const patience = { operationTimeoutMs: 60_000, upstreamCallTimeoutMs: 20_000 };
    await using gateway = await startGateway({}, { apiUrl: api.url, facts: recordedFacts(), ...patience });
    const nodes = api.entries.map(nodeOf);
    const groupings = [
      [],
      ...Object.keys(TIME.groups).map((name) => [name]),
      ['USER', 'MONTH'],
      ['WORKSPACE', 'CURRENCY'],
    ];
    const fields = groupings.map((groupBy, at) => `s${at}: ${summaryField(TIME, groupBy)}`);
    const names = 'names: timeEntriesSummary(groupBy: USER) { rows { user { fullName } userId count } }';

    const { data, errors } = await gateway.query(`{ ${fields.join(' ')} ${names} }`);

    expect(errors).toBeUndefined();
    const pages = Array.from(
      { length: 100 },
      (_, at) => `GET /time_entries?order=created_at%3Aasc${at > 0 ? `&page=${at + 1}` : ''}&per_page=200`,
    );
    expect(api.lines.slice(0, 100).toSorted()).toEqual(pages.toSorted());
    expect(api.lines.slice(100)).toEqual([expect.stringMatching(/^GET \/users\?.*only=100%2C101%2C/)]);
    for (const [at, groupBy] of groupings.entries()) {
      const { rows, ...whole } = data[`s${at}`];
      expect(whole).toMatchObject({ complete: true, recordsRead: 20_000, totalCount: 20_000, callsNeeded: 100 });
      const right = rowsOf(TIME, groupBy, nodes);
      expect(rows).toHaveLength(right.length);
      // Of thousands of rows, those that differ are enough to see.
      expect((rows as unknown[]).filter((row, index) => !isDeepStrictEqual(row, right[index]))).toEqual([]);
    }
    expect(data[`s${groupings.findIndex(([name]) => name === 'CURRENCY')}`].rows).toMatchObject([
      { currency: 'EUR' },
      { currency: 'JPY' },
      { currency: 'USD' },
    ]);
    expect(data.names.rows[7]).toMatchObject({ userId: '107', user: { fullName: 'Person 7' } });
  });
});
