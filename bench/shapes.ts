/** The operations that are counted and timed: one for each thing that an operation can do to its calls. */
import type { Tables } from '../src/sandbox/row.ts';

export interface Shape {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same lists written one by one, for the checker of the least number of calls: it knows no merged lists. */
  readonly unmerged?: string;
}

/** The first `count` ids of a collection, in the order of their numbers; `keep` tells which rows are meant. */
const idsOf = (
  tables: Tables,
  collection: string,
  count: number,
  keep: (row: Readonly<Record<string, unknown>>) => boolean = () => true,
): string[] =>
  [...(tables.get(collection)?.values() ?? [])]
    .filter(keep)
    .map(({ id }) => id)
    .toSorted((one, other) => Number(one) - Number(other))
    .slice(0, count);

const shape = (name: string, query: string, variables: Shape['variables'] = {}): Shape => ({ name, query, variables });

const threeKinds = `fragment Reference on ExternalReference { id serviceName lastSyncedAt subject { __typename
  ... on Story { id title } ... on Workspace { id title } ... on TimeEntry { id timeInMinutes } } }`;

/** The shapes over an account: their ids are those of its rows. */
export function shapesOf(tables: Tables): Shape[] {
  const resourceIds = idsOf(tables, 'workspace_resources', 1_000);
  const storyIds = idsOf(tables, 'stories', 50);
  const [story] = storyIds;
  const [workspace] = idsOf(tables, 'workspaces', 1);
  const references = (type: string, count: number) =>
    idsOf(tables, 'external_references', count, ({ subject_type }) => subject_type === type).map(
      (id) => `ExternalReference:${type}:${id}`,
    );

  return [
    shape(
      'scalars of 20 rows',
      `{ workspaceResources(first: 20) { nodes { id displayLabel fullName roleName workspaceTitle createdAt updatedAt } } }`,
    ),
    shape(
      '20 rows, three associations',
      `{ workspaceResources(first: 20) { nodes { id displayLabel updatedAt
          workspace { id title currency dueDate }
          user { id fullName emailAddress }
          role { id name }
        } } }`,
    ),
    shape(
      '200 rows, five associations',
      `{ workspaceResources(first: 200) { nodes { id displayLabel updatedAt
          workspace { id title currency dueDate }
          user { id fullName emailAddress }
          role { id name }
          customFieldValues { id customFieldName displayValue }
          externalReferences { id serviceName serviceModelRef status }
        } } }`,
    ),
    shape(
      '100 polymorphic subjects',
      `{ externalReferences(subjectType: WORKSPACE_RESOURCE, first: 100) { nodes { id serviceName serviceModelRef status
          subject { __typename
            ... on WorkspaceResource { id displayLabel workspaceTitle updatedAt }
            ... on Story { id title state }
            ... on User { id fullName }
          }
        } } }`,
    ),
    shape(
      'fifty by id',
      `query ($ids: [ID!]!) { workspaceResourcesById(ids: $ids) { id displayLabel fullName roleName workspaceTitle createdAt updatedAt } }`,
      { ids: resourceIds.slice(0, 50) },
    ),
    shape(
      'deep',
      `{ workspaceResources(first: 20) { nodes { id displayLabel
          workspace { id title creator { id fullName } primaryWorkspaceGroup { id name externalReferences { id serviceName } } }
          user { id fullName manager { id fullName role { id name } } skills { id name } }
          externalReferences { id serviceName subject { ... on WorkspaceResource { id displayLabel } } }
        } } }`,
    ),
    shape('one by id', `query ($id: ID!) { workspaceResource(id: $id) { id displayLabel fullName } }`, {
      id: resourceIds[0],
    }),
    shape(
      'one by id, with associations',
      `query ($id: ID!) { story(id: $id) { id title state workspace { id title } assignees { id fullName } parent { id title } } }`,
      { id: story },
    ),
    shape('1000 by id', `query ($ids: [ID!]!) { workspaceResourcesById(ids: $ids) { id displayLabel } }`, {
      ids: resourceIds,
    }),
    shape(
      'fifty by id, include only beside ids',
      `query ($ids: [ID!]!) { storiesById(ids: $ids) { id title storyStateChanges { id createdAt } } }`,
      { ids: storyIds },
    ),
    shape(
      'include only beside ids, from a list',
      `{ stories(first: 20) { nodes { id title storyStateChanges { id createdAt } } } }`,
    ),
    shape('long list', `{ workspaceResources(first: 900) { nodes { id displayLabel } } }`),
    shape(
      'long list with associations',
      `{ timeEntries(first: 600) { nodes { id datePerformed timeInMinutes user { id fullName } workspace { id title } } } }`,
    ),
    shape('count', `{ stories { totalCount } }`),
    shape('count beside rows', `{ stories(first: 10) { totalCount nodes { id title } pageInfo { hasNextPage } } }`),
    shape(
      'many counts',
      `{ stories { totalCount } users { totalCount } timeEntries { totalCount } expenses { totalCount } workspaces { totalCount } }`,
    ),
    shape(
      'two roots into one type',
      `{ timeEntries(first: 20) { nodes { id user { id fullName manager { id fullName } } } }
         expenses(first: 20) { nodes { id user { id fullName manager { id fullName } } } } }`,
    ),
    shape(
      'aliases of one list',
      `{ a: workspaceResources(first: 20) { nodes { id displayLabel } }
         b: workspaceResources(first: 20) { nodes { id user { id fullName } } }
         c: workspaceResources(first: 20) { totalCount } }`,
    ),
    shape(
      'aliases by id',
      `query ($a: ID!, $b: ID!, $c: ID!) {
         a: story(id: $a) { id title } b: story(id: $b) { id title creator { id fullName } } c: story(id: $c) { id state } }`,
      { a: storyIds[0], b: storyIds[1], c: storyIds[2] },
    ),
    shape(
      'nodes of six types',
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
          ... on WorkspaceResource { displayLabel } ... on Story { title } ... on User { fullName }
          ... on Workspace { title } ... on Invoice { title } ... on TimeEntry { timeInMinutes } } }`,
      {
        ids: [
          ['WorkspaceResource', 'workspace_resources'],
          ['Story', 'stories'],
          ['User', 'users'],
          ['Workspace', 'workspaces'],
          ['Invoice', 'invoices'],
          ['TimeEntry', 'time_entries'],
        ].flatMap(([type, key]) => idsOf(tables, key as string, 5).map((id) => `${type}:${id}`)),
      },
    ),
    shape(
      'references of two kinds, by id',
      `query ($ids: [ID!]!) { externalReferencesById(ids: $ids) { id serviceName
          subject { ... on Story { id title workspace { id title } } ... on TimeEntry { id workspace { id title } } } } }`,
      { ids: [...references('Story', 10), ...references('TimeEntry', 10)] },
    ),
    shape(
      'references of five kinds',
      `fragment Reference on ExternalReference { id serviceName subject { __typename
          ... on Story { id title } ... on User { id fullName } ... on Workspace { id title }
          ... on TimeEntry { id timeInMinutes } ... on Invoice { id title } } }
       { stories: externalReferences(subjectType: STORY, first: 20) { nodes { ...Reference } }
         users: externalReferences(subjectType: USER, first: 20) { nodes { ...Reference } }
         workspaces: externalReferences(subjectType: WORKSPACE, first: 20) { nodes { ...Reference } }
         timeEntries: externalReferences(subjectType: TIME_ENTRY, first: 20) { nodes { ...Reference } }
         invoices: externalReferences(subjectType: INVOICE, first: 20) { nodes { ...Reference } } }`,
    ),
    {
      name: 'references of three kinds as one list',
      query: `{ externalReferences(subjectTypes: [STORY, WORKSPACE, TIME_ENTRY], first: 30) { totalCount nodes { ...Reference } } } ${threeKinds}`,
      variables: {},
      unmerged: `{ a: externalReferences(subjectType: STORY, first: 30) { totalCount nodes { ...Reference } }
        b: externalReferences(subjectType: WORKSPACE, first: 30) { totalCount nodes { ...Reference } }
        c: externalReferences(subjectType: TIME_ENTRY, first: 30) { totalCount nodes { ...Reference } } } ${threeKinds}`,
    },
    shape(
      'subjects of types that nobody selected',
      `{ externalReferences(subjectType: STORY, first: 50) { nodes { id subject { __typename ... on User { fullName } } } } }`,
    ),
    shape(
      'subjects by type and id alone',
      `{ externalReferences(subjectType: STORY, first: 50) { nodes { id subject { __typename ... on Story { id kantataId } } } } }`,
    ),
    shape(
      'members of two types',
      `{ organizationMemberships(first: 100) { nodes { id member { __typename
          ... on User { id fullName } ... on Workspace { id title creator { id fullName } } }
          department { id name parent { id name } } } } }`,
    ),
    shape(
      'there and back',
      `{ workspaceResources(first: 50) { nodes { id displayLabel
          externalReferences { id serviceName subject { ... on WorkspaceResource { id displayLabel fullName } } } } } }`,
    ),
    shape(
      'children and their parent',
      `query ($id: ID!) { workspace(id: $id) { id title workspaceResources { id displayLabel workspace { id title } user { id fullName } } } }`,
      { id: workspace },
    ),
    shape(
      'four levels',
      `{ assignments(first: 30) { nodes { id story { id title parent { id title workspace { id title creator { id fullName } } } }
          resource { id displayLabel participation { id role user { id fullName } } } } } }`,
    ),
    shape(
      'optional fields',
      `{ workspaceResources(first: 20) { nodes { id displayLabel resourceBillRate resourceCostRate } } }`,
    ),
    shape(
      'optional fields of an association',
      `{ workspaceResources(first: 20) { nodes { id workspace { id title totalInvoiced } } } }`,
    ),
    shape(
      'ids of associations',
      `{ workspaceResources(first: 50) { nodes { id userId roleId externalReferenceIds customFieldValueIds } } }`,
    ),
    shape(
      'custom fields by name',
      `{ workspaceResources(first: 50) { nodes { id
          seniority: customField(name: "Seniority") { displayValue }
          deskDays: customField(name: "Desk days per week") { displayValue number }
        } } }`,
    ),
    shape(
      'narrowed references',
      `{ workspaceResources(first: 50) { nodes { id
          done: externalReferences(status: SUCCESSFUL) { id serviceName }
          failed: externalReferences(status: FAILED) { id serviceName externalMessage }
        } } }`,
    ),
    shape(
      'shared parents',
      `{ timeEntries(first: 100) { nodes { id story { id title workspace { id title } } workspace { id title } user { id fullName } } } }`,
    ),
    shape(
      'switched off by a directive',
      `query ($deep: Boolean!) { workspaceResources(first: 20) { nodes { id displayLabel user @include(if: $deep) { id fullName skills { id } } } } }`,
      { deep: false },
    ),
    shape(
      'filtered, ordered, from the middle',
      `query ($workspaceId: ID!) { workspaceResources(filter: { workspaceId: $workspaceId, includeUnnamed: true }, orderBy: CREATED_AT_ASC, first: 5, offset: 5) { totalCount nodes { id displayLabel user { id fullName } } } }`,
      { workspaceId: workspace },
    ),
  ];
}

/** The shapes that are timed, by name. */
export const TIMED: readonly string[] = [
  'scalars of 20 rows',
  '20 rows, three associations',
  '200 rows, five associations',
  '100 polymorphic subjects',
  'fifty by id',
  'deep',
];
