import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';

const rows = {
  workspace_resources: [
    { id: '1', user_id: '1', display_label: 'Ada' },
    { id: '2', user_id: '2', display_label: 'Bob' },
  ],
};

/** Ada and Bob, who see one resource each. */
const startForTwo = () =>
  startGateway(rows, {
    sandbox: {
      users: [
        { token: 'token-of-ada', userId: '1', name: 'Ada', sees: (_, { id }) => id === '1' },
        { token: 'token-of-bob', userId: '2', name: 'Bob', sees: (_, { id }) => id === '2' },
      ],
    },
  });

const query = '{ workspaceResources { totalCount nodes { displayLabel } } workspaceResource(id: 1) { displayLabel } }';

const answers = {
  'token-of-ada': {
    workspaceResources: { totalCount: 1, nodes: [{ displayLabel: 'Ada' }] },
    workspaceResource: { displayLabel: 'Ada' },
  },
  'token-of-bob': { workspaceResources: { totalCount: 1, nodes: [{ displayLabel: 'Bob' }] }, workspaceResource: null },
};

type Token = keyof typeof answers;
const tokens = Object.keys(answers) as Token[];

/** What reached the API, and with which token. */
const received = ({ sandbox }: TestGateway) =>
  sandbox.requests.map(({ line, token }) => `${token}: ${line}`).toSorted();

describe('two users', () => {
  it('get each their own rows for the same query, one after the other', async () => {
    await using gateway = await startForTwo();

    for (const token of [...tokens, ...tokens]) {
      const { data, errors } = await gateway.query(query, { token });
      expect(errors).toBeUndefined();
      expect(data).toEqual(answers[token]);
    }
  });

  it('never share a request, however equal their queries are and whenever they come', async () => {
    await using gateway = await startForTwo();
    gateway.sandbox.latency(50);

    const replies = await Promise.all(tokens.map((token) => gateway.query(query, { token })));

    expect(replies.map(({ data }) => data)).toEqual(tokens.map((token) => answers[token]));
    expect(received(gateway)).toEqual(
      tokens.flatMap((token) => [
        `${token}: GET /workspace_resources?apply_default_filters=false&include_unnamed=true&only=1`,
        `${token}: GET /workspace_resources?per_page=20`,
      ]),
    );
  });

  it('get each their own rows in a crowd', async () => {
    await using gateway = await startForTwo();
    gateway.sandbox.latency(({ line }) => (line.includes('only') ? 5 : 1));
    const crowd = Array.from({ length: 60 }, (_, index) => tokens[(index * 7) % 3 === 0 ? 0 : 1] as Token);

    const replies = await Promise.all(crowd.map((token) => gateway.query(query, { token })));

    expect(replies.map(({ data }) => data)).toEqual(crowd.map((token) => answers[token]));
  });
});

describe('one user', () => {
  it('shares equal requests that are under way at the same moment, whatever queries they come from', async () => {
    await using gateway = await startForTwo();
    gateway.sandbox.latency(100);
    const token = 'token-of-ada';

    const [one, same, other] = await Promise.all([
      gateway.query('{ workspaceResources { nodes { displayLabel } } }', { token }),
      gateway.query('{ workspaceResources { nodes { displayLabel } } }', { token }),
      gateway.query('{ all: workspaceResources(first: 20) { totalCount nodes { id } } }', { token }),
    ]);

    expect(one.data).toEqual({ workspaceResources: { nodes: [{ displayLabel: 'Ada' }] } });
    expect(same.data).toEqual(one.data);
    expect(other.data).toEqual({ all: { totalCount: 1, nodes: [{ id: 'WorkspaceResource:1' }] } });
    expect(gateway.requests()).toEqual(['GET /workspace_resources?per_page=20']);
  });

  it('shares nothing with what was asked before: an answer is read once and forgotten', async () => {
    await using gateway = await startForTwo();
    const token = 'token-of-ada';

    await gateway.query('{ workspaceResources { nodes { displayLabel } } }', { token });
    gateway.sandbox.tables.get('workspace_resources')?.set('1', { id: '1', user_id: '1', display_label: 'Countess' });
    const { data } = await gateway.query('{ workspaceResources { nodes { displayLabel } } }', { token });

    expect(data).toEqual({ workspaceResources: { nodes: [{ displayLabel: 'Countess' }] } });
    expect(gateway.requests()).toHaveLength(2);
  });
});

describe('the headers of the caller', () => {
  it('go no further than the gateway, but for the token and the name of the request', async () => {
    await using gateway = await startForTwo();

    await gateway.query('{ workspaceResources { totalCount } }', {
      token: 'token-of-ada',
      headers: {
        accept: 'application/graphql-response+json',
        'accept-language': 'de',
        cookie: 'session=secret',
        origin: gateway.url,
        referer: `${gateway.url}/graphql`,
        'user-agent': 'canary/1.0',
        'x-api-key': 'secret',
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-host': 'evil.example',
        'x-request-id': 'canary',
        'x-http-method-override': 'DELETE',
        'proxy-authorization': 'Basic c2VjcmV0',
      },
    });

    expect(gateway.sandbox.requests.map(({ headers }) => headers)).toEqual([
      {
        authorization: 'Bearer token-of-ada',
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'kantata-graphql-gateway',
        'x-request-id': 'canary',
        host: `127.0.0.1:${gateway.sandbox.port}`,
        connection: 'keep-alive',
      },
    ]);
  });

  it.each([
    ['none', ''],
    ['another scheme', 'Basic YWRhOnNlY3JldA=='],
    ['a scheme without a token', 'Bearer'],
    ['a scheme and blanks', 'Bearer   '],
    ['two tokens', 'Bearer token-of-ada token-of-bob'],
  ])('are refused without a usable token, and nothing is called: %s', async (_, authorization) => {
    await using gateway = await startForTwo();

    const { status, errors, data } = await gateway.query(query, { headers: { authorization } });

    expect(status).toBe(401);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(data).toBeUndefined();
    expect(gateway.requests()).toEqual([]);
  });

  it('hold a token that the API does not know: its refusal is told, the token is not', async () => {
    await using gateway = await startForTwo();

    const reply = await gateway.query('{ workspaceResources { totalCount } }', { token: 'token-of-nobody' });

    expect(reply.data).toEqual({ workspaceResources: null });
    expect(reply.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(JSON.stringify(reply)).not.toContain('token-of-nobody');
  });
});
