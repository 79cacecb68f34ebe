/** The health of integrations, summed up from their links. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const ALL = 'serviceName subjectTypes pending failed lastSyncedAt';
const TYPES = ExternalReferenceSubjectType.values.length;

type Link = {
  readonly id: string;
  readonly subject_type: string;
  readonly subject_id: number;
  readonly service_name: string | null;
  readonly status: string;
  readonly created_at: string;
  readonly last_synced_at: string | null;
};

/** @param minute of the last exchange; null for never. */
const link = (id: number, type: string, service: string | null, status: string, minute: number | null): Link => ({
  id: String(id),
  subject_type: type,
  subject_id: id,
  service_name: service,
  status,
  created_at: '2025-12-31T12:00:00.000Z',
  last_synced_at: minute === null ? null : new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
});

/** What the links add up to, read one by one. */
function sumsOf(links: readonly Link[]) {
  const names = [...new Set(links.map((one) => one.service_name))];
  return names
    .toSorted((one, other) => (one ?? '').localeCompare(other ?? '', 'en'))
    .map((name) => {
      const own = links.filter((one) => one.service_name === name);
      const words = ExternalReferenceSubjectType.values.filter(({ wire }) =>
        own.some((one) => one.subject_type === wire),
      );
      const times = own.flatMap((one) => one.last_synced_at ?? []);
      return {
        serviceName: name,
        subjectTypes: words.map((word) => word.name),
        pending: own.filter(({ status }) => status === 'pending').length,
        failed: own.filter(({ status }) => status === 'failed').length,
        lastSyncedAt: times.toSorted().at(-1) ?? null,
      };
    });
}

const SMALL = [
  link(1, 'Story', 'Jira', 'failed', 5),
  link(2, 'Workspace', 'Salesforce', 'successful', 9),
  link(3, 'Workspace', 'Jira', 'pending', null),
  link(4, 'User', null, 'successful', 1),
  link(5, 'Story', 'Jira', 'successful', 7),
  link(6, 'Role', 'Workday', 'pending', null),
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ external_references: SMALL });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Asks, counting the requests, which must be as many as were foretold. */
async function ask(query: string, asked = gateway) {
  const { totals } = await asked.explain(query);
  asked.requests();
  const reply = await asked.query(query);
  const requests = asked.requests();
  expect(requests.length).toBeGreaterThanOrEqual(totals.min);
  expect(requests.length).toBeLessThanOrEqual(totals.max);
  return { ...reply, requests, totals };
}

describe('integrations', () => {
  it('cost one request for each type, where none has more links than a page holds', async () => {
    const { data, errors, extensions, requests, totals } = await ask(`{ integrations { ${ALL} } }`);

    expect([errors, extensions]).toEqual([undefined, undefined]);
    expect(data.integrations).toEqual(sumsOf(SMALL));
    expect(requests.toSorted()).toEqual(
      ExternalReferenceSubjectType.values
        .map(({ wire }) => `GET /external_references?order=last_synced_at:desc&per_page=200&subject_type=${wire}`)
        .toSorted(),
    );
    expect(totals).toEqual({ min: TYPES, max: 50, likely: TYPES, forecast: `${TYPES}, at most 50` });
  });

  it('are summed up of the types that are named', async () => {
    const { data, requests } = await ask(`{ integrations(subjectTypes: [WORKSPACE]) { ${ALL} __typename } }`);

    expect(data.integrations).toEqual(
      sumsOf(SMALL.filter(({ subject_type: type }) => type === 'Workspace')).map((sum) => ({
        ...sum,
        __typename: 'Integration',
      })),
    );
    expect(requests).toHaveLength(1);
    expect((await ask('{ integrations(subjectTypes: []) { serviceName } }')).data).toEqual({ integrations: [] });
  });

  it('are explained with what a larger type would take', async () => {
    const { waves, totals } = await gateway.explain(`{ integrations(subjectTypes: [STORY]) { ${ALL} } }`);

    expect(
      waves.map(({ calls }: { calls: { url: string; min: number }[] }) => calls.map(({ url, min }) => [url, min])),
    ).toEqual([
      [['/external_references?order=last_synced_at:desc&per_page=200&subject_type=Story', 1]],
      [
        ['/external_references?per_page=200&status=pending&subject_type=Story', 0],
        ['/external_references?per_page=200&status=failed&subject_type=Story', 0],
      ],
      [
        ['/external_references?per_page=1&service_name={service_name}&status=pending&subject_type=Story', 0],
        ['/external_references?per_page=1&service_name={service_name}&status=failed&subject_type=Story', 0],
      ],
    ]);
    expect(totals).toEqual({ min: 1, max: 50, likely: 1, forecast: '1, at most 50' });
  });

  it('fail as one field where a type that was named does', async () => {
    await using failing = await startGateway({ external_references: SMALL });
    failing.sandbox.fail({ match: 'subject_type=Story', status: 403 });

    const named = await ask(
      '{ integrations(subjectTypes: [STORY, USER]) { serviceName } roles { totalCount } }',
      failing,
    );
    expect(named.data).toEqual({ integrations: null, roles: { totalCount: 0 } });
    expect(named.errors).toMatchObject([{ path: ['integrations'], extensions: { code: 'FORBIDDEN' } }]);

    const every = await ask(`{ integrations { ${ALL} } }`, failing);
    expect(every.errors).toBeUndefined();
    expect(every.data.integrations).toEqual(sumsOf(SMALL.filter(({ subject_type: type }) => type !== 'Story')));
    expect(every.extensions.warnings).toMatchObject([{ code: 'LEFT_OUT', path: ['integrations'] }]);
  });
});

describe('a type with more links than a page holds', () => {
  const large = (size: number) =>
    Array.from({ length: size }, (_, index) =>
      link(
        index + 1,
        'Story',
        index % 3 === 0 ? 'Jira' : 'NetSuite',
        index % 20 === 0 ? 'failed' : 'successful',
        index,
      ),
    );

  it.each([
    [201, 2],
    [600, 3],
  ])('is read in whole while that takes no more requests than its states do: %i', async (size, calls) => {
    const links = large(size);
    await using many = await startGateway({ external_references: links });

    const { data, extensions, requests } = await ask(`{ integrations(subjectTypes: [STORY]) { ${ALL} } }`, many);

    expect(data.integrations).toEqual(sumsOf(links));
    expect(extensions).toBeUndefined();
    expect(requests).toHaveLength(calls);
  });

  it('is read by its states above that, and says so', async () => {
    const links = large(2_000);
    await using many = await startGateway({ external_references: links });

    const { data, extensions, requests } = await ask(`{ integrations(subjectTypes: [STORY]) { ${ALL} } }`, many);

    expect(data.integrations).toEqual(sumsOf(links));
    expect(requests.toSorted()).toEqual([
      'GET /external_references?order=last_synced_at:desc&per_page=200&subject_type=Story',
      'GET /external_references?per_page=200&status=failed&subject_type=Story',
      'GET /external_references?per_page=200&status=pending&subject_type=Story',
    ]);
    expect(extensions.warnings).toEqual([
      { code: 'INCOMPLETE', path: ['integrations'], message: expect.stringContaining('Story (2000)') },
    ]);
  });

  it('is asked for no state that is not selected', async () => {
    await using many = await startGateway({ external_references: large(2_000) });

    const { requests } = await ask('{ integrations(subjectTypes: [STORY]) { serviceName failed } }', many);

    expect(requests).toHaveLength(2);
  });

  it('is counted by a row for each integration where a state has more pages than there are integrations', async () => {
    const links = large(2_000).map((one, index) => ({ ...one, status: index < 900 ? 'failed' : 'successful' }));
    await using many = await startGateway({ external_references: links });

    const { data, requests } = await ask('{ integrations(subjectTypes: [STORY]) { serviceName failed } }', many);

    expect(data.integrations).toEqual(sumsOf(links).map(({ serviceName, failed }) => ({ serviceName, failed })));
    // 900 rows are four further pages, and there are two integrations.
    expect(requests).toHaveLength(4);
    expect(requests.filter((line) => line.includes('service_name='))).toHaveLength(2);
  });

  it('says which links it cannot count, those of integrations that did not show', async () => {
    const links = large(2_000).map((one, index) => ({
      ...one,
      status: index < 900 ? 'failed' : 'successful',
      // The first ids come first among the failed ones; the rare one is behind them all.
      ...(index === 850 && { service_name: 'Rare', last_synced_at: null }),
    }));
    await using many = await startGateway({ external_references: links });

    const { data, extensions } = await ask('{ integrations(subjectTypes: [STORY]) { serviceName failed } }', many);

    expect(data.integrations.map(({ serviceName }: { serviceName: string }) => serviceName)).toEqual([
      'Jira',
      'NetSuite',
    ]);
    expect(extensions.warnings.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining('Story (2000)'),
      expect.stringContaining('Story (failed)'),
    ]);
  });
});

describe.each(['recorded', 'mixed', 'count-absent', 'long-pages'])('over an account that speaks as %s', (words) => {
  it('add up to what the links add up to one by one', async () => {
    await using any = await startGateway(
      { external_references: [] },
      { sandbox: { dialect: dialectOf(words) as Dialect }, maxUpstreamCalls: 200 },
    );
    const table = any.sandbox.tables.get('external_references');
    const one = fc.record({
      type: fc.constantFrom('Story', 'User', 'Workspace'),
      service: fc.constantFrom('Jira', 'NetSuite', 'Workday'),
      status: fc.constantFrom('pending', 'failed', 'successful'),
      minute: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
    });

    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(1, 1, 1, 12),
        async (some, times) => {
          const links = Array.from({ length: times }, () => some)
            .flat()
            .map(({ type, service, status, minute }, index) => link(index + 1, type, service, status, minute));
          table?.clear();
          for (const row of links) table?.set(row.id, row);

          const { data, errors } = await ask(
            `{ integrations(subjectTypes: [STORY, USER, WORKSPACE]) { ${ALL} } }`,
            any,
          );

          expect(errors).toBeUndefined();
          expect(data.integrations).toEqual(sumsOf(links));
        },
      ),
      { numRuns: 12 },
    );
  });
});
