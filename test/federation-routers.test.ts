import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sized } from './support/long-form.ts';
import { ask, type Graph, ROUTER_SECRET, startGraph } from './support/supergraph.ts';

const routers = ['apollo', 'hive'] as const;

const times = <Value>(count: number, make: (number: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at + 1));

/** The numbers that the CRM has in its columns. */
const workspaceId = (number: number) => String(687_000_000 + number);
const userId = (number: number) => String(755_000_000 + number);

const rows = {
  workspaces: times(8, (number) => ({
    id: workspaceId(number),
    title: `Project ${number}`,
    primary_maven_id: userId(number),
    participant_ids: [userId(1), userId(number)],
  })),
  users: times(60, (number) => ({ id: userId(number), full_name: `User ${number}` })),
  roles: times(3, (number) => ({ id: String(number), name: `Role ${number}` })),
  workspace_resources: times(1_000, (number) => ({
    id: String(number),
    workspace_id: workspaceId(1),
    user_id: userId((number % 60) + 1),
    role_id: String((number % 3) + 1),
  })),
  stories: [{ id: '5', title: 'Kick-off', workspace_id: workspaceId(2) }],
  external_references: [
    { id: '1', subject_type: 'Workspace', subject_id: workspaceId(1), service_name: 'books' },
    { id: '2', subject_type: 'Workspace', subject_id: workspaceId(2), service_name: 'books' },
  ],
};

const workspaces = (ids: readonly string[], include = '') =>
  `GET /workspaces?apply_default_filters=false&${include && `include=${include}&`}include_archived=true&only=${ids.join()}`;
const users = (ids: readonly string[]) =>
  `GET /users?apply_default_filters=false&on_my_account=true&only=${ids.join()}&show_disabled=true`;

interface Case {
  readonly title: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly data: unknown;
  /** The codes of its errors. */
  readonly codes?: readonly string[];
  /** In alphabetical order: routers ask subgraphs side by side. */
  readonly calls: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'calls nothing of Kantata for what the CRM knows',
    query: '{ account(id: "2") { name deals { name workspace { kantataId } } } }',
    data: {
      account: {
        name: 'Blue Fjord Shipping',
        deals: [
          { name: 'Identity management', workspace: { kantataId: workspaceId(8) } },
          { name: 'Fleet planning', workspace: null },
          { name: 'Port calls, pilot', workspace: { kantataId: '687999999' } },
        ],
      },
    },
    calls: [],
  },
  {
    title: 'goes from deals to projects and people, with one call for each',
    query: `{ account(id: "1") { deals { owner { fullName } workspace { id title } } } }`,
    data: {
      account: {
        deals: [
          { owner: { fullName: 'User 1' }, workspace: { id: `Workspace:${workspaceId(1)}`, title: 'Project 1' } },
          { owner: { fullName: 'User 3' }, workspace: { id: `Workspace:${workspaceId(4)}`, title: 'Project 4' } },
          { owner: { fullName: 'User 1' }, workspace: { id: `Workspace:${workspaceId(7)}`, title: 'Project 7' } },
        ],
      },
    },
    calls: [users([userId(1), userId(3)]), workspaces([1, 4, 7].map(workspaceId))],
  },
  {
    title: 'brings what is selected of a project with the one call for it',
    query: `{ account(id: "4") { deals { workspace { participants { fullName } primaryMaven { fullName } } } } }`,
    data: {
      account: {
        deals: [
          {
            workspace: {
              participants: [{ fullName: 'User 1' }, { fullName: 'User 2' }],
              primaryMaven: { fullName: 'User 2' },
            },
          },
          { workspace: null },
        ],
      },
    },
    calls: [workspaces([workspaceId(2)], 'participants,primary_maven')],
  },
  {
    title: 'goes from projects to deals, though none of their numbers was selected',
    query: `{ workspacesById(ids: ["${workspaceId(3)}", "${workspaceId(5)}"]) { title deal { name } } }`,
    data: {
      workspacesById: [
        { title: 'Project 3', deal: { name: 'Loyalty programme' } },
        { title: 'Project 5', deal: null },
      ],
    },
    calls: [workspaces([3, 5].map(workspaceId))],
  },
  {
    title: 'goes from a project to its deal, and back to whoever sold it',
    query: `{ workspace(id: "${workspaceId(6)}") { deal { owner { id fullName } } } }`,
    data: { workspace: { deal: { owner: { id: `User:${userId(3)}`, fullName: 'User 3' } } } },
    calls: [users([userId(3)]), workspaces([workspaceId(6)])],
  },
  {
    title: 'takes variables, aliases, fragments and directives',
    query: `query($id: ID!, $sales: Boolean!, $title: Boolean!) {
      seller: user(id: $id) { ...Sales }
      other: user(id: "${userId(2)}") { ...Sales }
    }
    fragment Sales on User { fullName deals @include(if: $sales) { stage workspace { title @skip(if: $title) kantataId } } }`,
    variables: { id: userId(1), sales: true, title: true },
    data: {
      seller: {
        fullName: 'User 1',
        deals: [
          { stage: 'WON', workspace: { kantataId: workspaceId(1) } },
          { stage: 'WON', workspace: { kantataId: workspaceId(7) } },
          { stage: 'LOST', workspace: null },
        ],
      },
      other: { fullName: 'User 2', deals: [] },
    },
    calls: [users([userId(1), userId(2)])],
  },
  {
    title: 'joins the subjects of references, whatever their type',
    query: `{ externalReferences(subjectType: WORKSPACE, first: 10) { totalCount pageInfo { hasNextPage }
      nodes { kantataId subject { __typename ... on Workspace { title deal { name } } } } } }`,
    data: {
      externalReferences: {
        totalCount: 2,
        pageInfo: { hasNextPage: false },
        nodes: [
          {
            kantataId: '1',
            subject: { __typename: 'Workspace', title: 'Project 1', deal: { name: 'CRM rollout, all sites' } },
          },
          {
            kantataId: '2',
            subject: { __typename: 'Workspace', title: 'Project 2', deal: { name: 'Portal for tenants' } },
          },
        ],
      },
    },
    calls: ['GET /external_references?include=subject&per_page=10&subject_type=Workspace'],
  },
  {
    title: 'leaves null what the token cannot see, and fills the rest',
    query: '{ deals { name workspace { title } } }',
    data: {
      deals: [
        ['Fleet planning', null],
        ['Warehouse migration', { title: 'Project 6' }],
        ['CRM rollout, all sites', { title: 'Project 1' }],
        ['Loyalty programme', { title: 'Project 3' }],
        ['Portal for tenants', { title: 'Project 2' }],
        ['Identity management', { title: 'Project 8' }],
        ['App for service engineers', { title: 'Project 4' }],
        ['Meter reading', null],
        ['Process assessment', { title: 'Project 7' }],
        ['Port calls, pilot', { title: null }],
      ].map(([name, workspace]) => ({ name, workspace })),
    },
    calls: [workspaces([...[1, 2, 3, 4, 6, 7, 8].map(workspaceId), '687999999'])],
  },
  {
    title: 'passes on what the gateway has to say against an argument',
    query: `query($filter: WorkspaceResourceFilter) { account(id: "3") { name } workspaceResources(filter: $filter) { totalCount } }`,
    // For the graph both are optional; the gateway wants exactly one.
    variables: { filter: { customFields: [{ text: { fieldId: '1' }, number: { fieldId: '1', value: 1 } }] } },
    data: { account: { name: 'Cobalt Bank' }, workspaceResources: null },
    codes: ['BAD_USER_INPUT'],
    calls: [],
  },
  {
    title: 'brings 1,000 workspace resources by their Kantata ids, each with user and role, in 7 calls',
    query: '{ bookings(first: 1000) { resource { user { fullName } role { name } } } }',
    data: {
      bookings: times(1_000, (number) => ({
        resource: { user: { fullName: `User ${(number % 60) + 1}` }, role: { name: `Role ${(number % 3) + 1}` } },
      })),
    },
    calls: times(7, () => expect.stringMatching(/^GET \/workspace_resources\?.*include=role,user&/)),
  },
];

describe('a graph of the gateway and other subgraphs', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(rows);
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  describe.each(routers)('behind the router %s', (router) => {
    it.each(cases)('$title', async ({ query, variables, data, codes, calls }) => {
      graph.kantata.requests();

      const reply = await ask(graph[router], query, variables ? { variables } : {});

      expect(reply.errors?.map(({ extensions }) => extensions.code)).toEqual(codes);
      expect(reply.data).toEqual(data);
      expect(graph.kantata.requests().toSorted()).toEqual(calls);
    });

    it('tells the failure of a REST call with its code, beside everything else', async () => {
      graph.kantata.sandbox.fail({ match: 'GET /users', status: 403 });

      const { data, errors } = await ask(
        graph[router],
        '{ account(id: "3") { name owner { fullName } deals { workspace { title } } } }',
      );

      graph.kantata.sandbox.reset();
      expect(data).toEqual({
        account: {
          name: 'Cobalt Bank',
          owner: expect.objectContaining({ fullName: null }),
          deals: [{ workspace: { title: 'Project 3' } }, { workspace: { title: 'Project 6' } }],
        },
      });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    });

    it('is asked for entities by the router alone', async () => {
      const query = `{ _entities(representations: [{ __typename: "User", kantataId: "${userId(1)}" }]) { __typename } }`;

      expect((await graph.kantata.query(query)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const { data } = await graph.kantata.query(query, { headers: { 'x-router-secret': ROUTER_SECRET } });
      expect(data).toEqual({ _entities: [{ __typename: 'User' }] });
    });
  });
});

describe('a client that leaves the router', () => {
  it('has the call to the API called off, through both hops, long before it would have been answered', async () => {
    await using graph = await startGraph(rows);
    const { sandbox } = graph.kantata;
    sandbox.latency(8_000);
    const leaving = new AbortController();
    const left = fetch(graph.hive.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
      body: JSON.stringify({ query: `{ user(id: "${userId(1)}") { fullName } }` }),
      signal: leaving.signal,
    }).catch(() => null);
    await expect.poll(() => sandbox.requests.length, { timeout: 8_000 }).toBe(1);
    expect(sandbox.requests[0]?.aborted).toBe(false);

    leaving.abort();

    await expect.poll(() => sandbox.requests[0]?.aborted, { timeout: 2_000, interval: 10 }).toBe(true);
    expect(await left).toBe(null);
    expect(sandbox.requests).toHaveLength(1);
  });
});

describe('the token of a user', () => {
  const USERS = 50;
  const ROUNDS = sized({ long: 100, short: 10 });
  const REQUESTS = ROUNDS * USERS * routers.length;

  it('arrives at the REST API with his questions, and with no others, of 50 users, interleaved', {
    timeout: 240_000,
  }, async () => {
    // Each sees his own project and no other.
    const people = times(USERS, (number) => ({
      token: `token-of-${number}`,
      userId: String(number),
      name: `User ${number}`,
      sees: (collection: string, row: Readonly<Record<string, unknown>>) =>
        collection !== 'workspaces' || row.id === String(number),
    }));
    await using graph = await startGraph(
      { workspaces: times(USERS, (number) => ({ id: String(number), title: `Project ${number}` })) },
      // A busy machine may take its time: what fails here is not to be what took too long.
      { sandbox: { users: people }, upstreamCallTimeoutMs: 60_000, operationTimeoutMs: 60_000 },
    );
    let mixed = 0;
    const asked: string[] = [];
    const askAs = async (router: (typeof routers)[number], user: number, project: number) => {
      const { data } = await ask(
        graph[router],
        'query($number: ID!) { booking(number: $number) { workspace { title } } }',
        {
          token: `token-of-${user}`,
          variables: { number: String(project) },
        },
      );
      asked.push(`token-of-${user} ${project}`);
      const title = data?.booking?.workspace?.title ?? null;
      if (title !== (project === user ? `Project ${user}` : null)) mixed++;
    };

    for (let round = 1; round <= ROUNDS; round++)
      await Promise.all(
        people.flatMap((_, index) => {
          const user = index + 1;
          const other = ((index + 1 + (round % (USERS - 1))) % USERS) + 1;
          // Through one of them his own project, through the other somebody else's.
          return routers.map((router, at) => askAs(router, user, (round + at) % 2 === 0 ? user : other));
        }),
      );

    const arrived = graph.kantata.sandbox.requests.map(({ token, params }) => `${token} ${params.only}`);
    expect(asked).toHaveLength(REQUESTS);
    expect(mixed).toBe(0);
    // Equal questions of one user that are under way at the same moment are one.
    expect(new Set(arrived)).toEqual(new Set(asked));
  });
});
