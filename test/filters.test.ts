/** Every argument of every list: what is written in GraphQL, what is sent for it, and the rows that obey. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snakeCase } from '../src/schema/attribute.ts';
import { type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { readExceptions, readLists } from '../tools/contract/contract.ts';
import type { Case, Cases } from './filters/case.ts';
import { commonCases, customFieldCases } from './filters/common.ts';
import { CALENDARS } from './filters/calendars.ts';
import { HISTORY } from './filters/history.ts';
import { MONEY } from './filters/money.ts';
import { PEOPLE } from './filters/people.ts';
import { PLAN } from './filters/plan.ts';
import { PROJECTS } from './filters/projects.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const OWN: Readonly<Record<string, Cases>> = { ...CALENDARS, ...HISTORY, ...MONEY, ...PEOPLE, ...PLAN, ...PROJECTS };

/** The two lists whose arguments stand in `parameters.test.ts` and `parameter-filters.test.ts`, word by word. */
const ELSEWHERE = ['ExternalReference'];

const lists = [...resources.values()].filter(
  ({ type, declaration }) => declaration.endpoint && OWN[type] && !ELSEWHERE.includes(type),
);

/** Arguments without which a list cannot be asked, what they send, and the columns that rows have for them. */
const SCOPES: Readonly<Record<string, { args: string; sent: Record<string, string>; row: object }>> = {
  CustomFieldValue: { args: 'subjectType: STORY', sent: { subject_type: 'Story' }, row: { subject_type: 'story' } },
  EstimateScenarioResource: {
    args: 'estimateScenarioId: "70"',
    sent: { estimate_scenario_id: '70' },
    row: { estimate_scenario_id: 70 },
  },
  Participation: { args: 'workspaceId: "70"', sent: { workspace_id: '70' }, row: { workspace_id: '70' } },
  StoryStateChange: { args: 'storyId: "70"', sent: { story_id: '70' }, row: { story_id: '70' } },
  WorkspaceStatusChange: { args: 'workspaceId: "70"', sent: { workspace_id: '70' }, row: { workspace_id: '70' } },
};

/** Arguments that stand beside every other one, so that both rows are among those that are selected from. */
const USUAL: Readonly<Record<string, Case['beside']>> = { User: ['onMyAccount: true', { on_my_account: 'true' }] };

/** Columns without which a row is hidden. */
const SHOWN: Readonly<Record<string, object>> = {
  ExpenseReportSubmission: { user_id: '1' },
  WorkspaceResource: { user_id: '31' },
};

interface Entry {
  readonly resource: Resource;
  readonly argument: string;
  readonly param: string;
  readonly one: Case;
}

/** `ids` is sent as `only`, and a few stand for a parameter of another name. */
const paramOf = (argument: string) =>
  ({ ids: 'only', status: 'statuses', belongingToOrganizations: 'belonging_to_orgs' })[argument];

const entries: readonly Entry[] = lists.flatMap((resource) => {
  const cases: Cases = { ...commonCases(resource), ...OWN[resource.type] };
  const isRenamed = (argument: string) =>
    argument !== 'status' || ['TimesheetSubmission', 'ExpenseReportSubmission'].includes(resource.type);
  return [
    ...Object.entries(cases).flatMap(([argument, some]) =>
      [some].flat().map((one) => ({
        resource,
        argument,
        param: (isRenamed(argument) && paramOf(argument)) || snakeCase(argument),
        one,
      })),
    ),
    ...('customFields' in (resource.declaration.endpoint?.filters ?? {})
      ? customFieldCases(resource.type).map((custom) => ({ resource, argument: 'customFields', ...custom }))
      : []),
  ];
});

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({});
});

afterAll(() => gateway[Symbol.asyncDispose]());

/** Puts these rows in the place of all that there are. */
function fill(rows: Readonly<Record<string, readonly object[]>>) {
  for (const table of gateway.sandbox.tables.values()) table.clear();
  for (const [key, some] of Object.entries(rows))
    for (const row of some) gateway.sandbox.tables.get(key)?.set((row as { id: string }).id, { ...row });
}

/** The ids that a list answers, and the parameters that were sent for it. */
async function list(resource: Resource, filter: string, required: string) {
  gateway.sandbox.reset();
  const args = [required, filter && `filter: { ${filter} }`].filter(Boolean).join(', ');
  const { list: field } = rootFieldNames(resource);
  const { data, errors } = await gateway.query(`{ ${field}${args && `(${args})`} { nodes { kantataId } } }`);
  // A parameter that the list does not have, or that the stand-in would not obey.
  expect([...gateway.sandbox.warnings]).toEqual([]);
  const ids = data?.[field]?.nodes.map(({ kantataId }: { kantataId: string }) => kantataId).toSorted();
  return { ids, errors, calls: gateway.sandbox.requests.map(({ path, params }) => ({ path, params })) };
}

describe.each(lists.map((resource) => [resource.type, resource] as const))('the list of %s', (type, resource) => {
  const own = entries.filter((entry) => entry.resource === resource);

  it.each(own.map((entry) => [entry.argument, entry.one.value, entry.one.sent, entry] as const))(
    'filters by %s: %s, sent as %s',
    async (argument, value, sent, { param, one }) => {
      const scope = SCOPES[type];
      const beside = one.beside ?? USUAL[type];
      const base = { ...SHOWN[type], ...scope?.row };
      fill({
        ...one.also,
        [resource.key]: one.rows.map((row, index) => ({ ...base, ...row, id: String(index + 1) })),
      });
      // An argument that the list needs is its own case.
      const isScope = scope?.args.startsWith(`${argument}:`) ?? false;
      const filter = (extra: string) => [beside?.[0], extra].filter(Boolean).join(', ');

      const filtered = await list(resource, isScope ? '' : filter(`${argument}: ${value}`), scope?.args ?? '');

      expect(filtered.errors).toBeUndefined();
      expect(filtered.calls).toEqual([
        {
          path: resource.endpoint?.path,
          params: {
            ...(param !== 'only' && { per_page: '20' }),
            ...scope?.sent,
            ...beside?.[1],
            ...(sent !== null && { [param]: sent }),
          },
        },
      ]);
      expect(filtered.ids).toEqual(one.ids);

      // Without the filter other rows come, unless it sends nothing, or the list cannot be asked without it.
      const all = isScope ? null : await list(resource, filter(''), scope?.args ?? '');
      expect(all?.ids ?? one.otherwise).toEqual(one.otherwise);
      // What the list does by default can be asked for in so many words.
      const assumed = resource.declaration.endpoint?.defaults?.[param];
      const isDefault = (argument === 'archived' && value === 'EXCLUDE') || (sent !== null && sent === assumed);
      expect(one.ids.join() === one.otherwise.join()).toBe(sent === null || isDefault);
    },
  );

  it('has a case for each of its arguments, and for each documented parameter that it offers', () => {
    const filters = Object.keys(resource.declaration.endpoint?.filters ?? {});
    expect([...new Set(own.map(({ argument }) => argument))].toSorted()).toEqual(filters.toSorted());

    const exceptions = readExceptions().leftOut[type] ?? {};
    const documented = Object.keys(readLists().get(type)?.parameters ?? {}).filter(
      (name) => !['page', 'per_page'].includes(name) && !(name in exceptions),
    );
    const sent = new Set(own.map(({ param }) => param));
    expect(documented.filter((name) => !sent.has(name))).toEqual([]);
  });
});

it.each([
  ['subjectId: ["31"]', '`subjectId` needs `subjectType`'],
  ['mostRecent: true, mostRecentByEventType: true', 'give one of them'],
])('events are not asked for by what says nothing together: %s', async (filter, reason) => {
  gateway.sandbox.reset();

  const { data, errors } = await gateway.query(`{ subscribedEvents(filter: { ${filter} }) { totalCount } }`);

  expect(data).toEqual({ subscribedEvents: null });
  expect(errors).toMatchObject([{ message: expect.stringContaining(reason), extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(gateway.sandbox.requests).toEqual([]);
});

it('has a table for every list', () => {
  const offered = [...resources.values()]
    .filter(({ declaration }) => declaration.endpoint && declaration.endpoint.listed !== false)
    .map(({ type }) => type);
  expect(offered.filter((type) => !OWN[type]).toSorted()).toEqual(ELSEWHERE);
});
