/** The tools for assistants, by clients of the official package over both transports. */
import { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { readExamples, EXAMPLES_FOLDER } from '../src/mcp/examples.ts';
import { createMcp, type McpOptions } from '../src/mcp/index.ts';
import { INSTRUCTIONS } from '../src/mcp/texts.ts';
import { estimateTokens, tokensOf } from '../src/mcp/tokens.ts';
import {
  type Assistant,
  assistantOnStdio,
  assistantOverHttp,
  REVISIONS,
  toolCall,
  toolHeaders,
} from './support/mcp.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace', role_id: '1' },
    { id: '8', full_name: 'Grace Hopper', role_id: '1' },
  ],
  roles: [{ id: '1', name: 'Engineer' }],
};

const start = (options: TestGatewayOptions = {}, mcp: McpOptions = {}) =>
  startGateway(ROWS, { door: createMcp({ isSandbox: true, ...mcp }).door, ...options });

const TEAM = '{ users { nodes { fullName role { name } } } }';

describe.each(Object.entries(REVISIONS))('a client of revision %s', (revision, options) => {
  it('finds, describes, prices and asks over HTTP, and only asking calls the API', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url, options);

    expect(assistant.client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(await namesOf(assistant)).toEqual(['ask', 'describe', 'price', 'search']);
    expect((await assistant.call('search', { words: 'colleagues' })).text).toContain('type User: by ');
    expect((await assistant.call('search', { words: 'projects' })).text).toMatch(/^type Workspace: by /);
    const colour = await assistant.call('search', { words: 'colour of the status of a project' });
    expect(colour.text).toMatch(/^type Workspace: by [\s\S]*^type WorkspaceStatus: in Workspace\.status\./m);
    expect((await assistant.call('describe', { name: 'User' })).text).toContain('fullName: String');
    const price = await assistant.call('price', { operation: TEAM });
    expect(price.value).toMatchObject({ calls: { min: 1, likely: 1, max: 1 }, rows: 40 });
    expect(gateway.requests()).toEqual([]);

    const { value, isError } = await assistant.call('ask', { operation: TEAM });

    expect(isError).toBe(false);
    expect(value.data.users.nodes).toEqual([
      { fullName: 'Ada Lovelace', role: { name: 'Engineer' } },
      { fullName: 'Grace Hopper', role: { name: 'Engineer' } },
    ]);
    expect(value.calls).toBe(1);
    expect(gateway.requests()).toEqual(['GET /users?include=role&per_page=20']);
  });

  it('does the same on stdio, over the sandbox', { timeout: 60_000 }, async () => {
    await using assistant = await assistantOnStdio(['--sandbox'], { options });

    expect(assistant.client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(assistant.client.getInstructions()).toBe(INSTRUCTIONS);
    expect(await namesOf(assistant)).toEqual(['ask', 'describe', 'price', 'search']);
    const { value } = await assistant.call('ask', { operation: '{ workspaces { totalCount } }' });
    expect(value).toMatchObject({ data: { workspaces: { totalCount: expect.any(Number) } }, calls: 1 });
  });
});

describe('revision 2025-06-18', () => {
  it('is answered as well', async () => {
    await using gateway = await start();
    const send = (message: object) =>
      fetch(`${gateway.url}/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${SOMEBODY}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2025-06-18',
        },
        body: JSON.stringify(message),
      }).then((response) => response.text());

    const clientInfo = { name: 'test', version: '1.0.0' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    const opened = await send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const called = await send({
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'ask', arguments: { operation: TEAM } },
    });

    expect(opened).toContain('"protocolVersion":"2025-06-18"');
    expect(called).toContain('Grace Hopper');
  });
});

describe('what an assistant reads before it asks', () => {
  it('takes no more than 1,500 tokens, and says of each tool that it only reads', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);

    const { tools } = await assistant.client.listTools();

    expect(tokensOf(tools) + estimateTokens(INSTRUCTIONS)).toBeLessThanOrEqual(1_500);
    for (const { annotations } of tools)
      expect(annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true, destructiveHint: false });
  });

  it('has a guide, a glossary and every type to read', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);
    const read = async (uri: string) => {
      const { contents } = await assistant.client.readResource({ uri });
      return (contents[0] as { text: string }).text;
    };

    expect(await read('kantata://guide')).toContain('# Asking the Kantata gateway well');
    expect(await read('kantata://glossary')).toMatch(/^\| Workspace \| .*\bproject\b/m);
    expect(await read('kantata://types/Story')).toContain('type Story {');
    const { prompts } = await assistant.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['guide']);
    const { messages } = await assistant.client.getPrompt({ name: 'guide', arguments: { question: 'Who is late?' } });
    expect(JSON.stringify(messages)).toContain('Who is late?');
    const { completion } = await assistant.client.complete({
      ref: { type: 'ref/resource', uri: 'kantata://types/{name}' },
      argument: { name: 'name', value: 'workspaceg' },
    });
    expect(completion.values).toEqual(['WorkspaceGroup']);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('a mistake', () => {
  it.each([
    ['a name that is none', '{ storys { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED: Cannot query field "storys"'],
    ['broken syntax', '{ users {', 'GRAPHQL_PARSE_FAILED'],
    ['an argument that cannot be used', '{ user(id: "x y") { id } }', 'BAD_USER_INPUT at user'],
    ['a mutation', 'mutation { createUser { id } }', 'This API only reads'],
    [
      'far too much',
      `{ ${['users', 'roles', 'skills', 'vendors'].map((list) => `${list} { totalCount }`).join(' ')} }`,
      'QUERY_TOO_COMPLEX',
    ],
  ])('is named with its fix by price, and nothing is called: %s', async (_, operation, problem) => {
    await using gateway = await start({ maxUpstreamCalls: 3 });
    await using assistant = await assistantOverHttp(gateway.url);

    const { isError, text } = await assistant.call('price', { operation });

    expect(isError).toBe(true);
    expect(text).toContain(problem);
    expect(gateway.requests()).toEqual([]);
  });

  it('in an argument of a tool is refused, and not passed over', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);

    const { isError, text } = await assistant.call('ask', { operation: TEAM, maxToken: 300 });

    expect(isError).toBe(true);
    expect(text).toContain('maxToken');
    expect(gateway.requests()).toEqual([]);
  });

  it('in a name leads to the one that was meant', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);

    expect((await assistant.call('describe', { name: 'Story.dueDat' })).text).toContain('Did you mean Story.dueDate?');
    expect((await assistant.call('search', { words: 'xyzzy' })).isError).toBe(true);
  });

  it('of one field loses no other, and stands beside them', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);

    const { value } = await assistant.call('ask', {
      operation: '{ user(id: 7) { fullName } wrong: user(id: "x y") { id } }',
    });

    expect(value.data).toEqual({ user: { fullName: 'Ada Lovelace' }, wrong: null });
    expect(value.errors).toMatchObject([{ path: 'wrong', code: 'BAD_USER_INPUT', fix: expect.any(String) }]);
  });

  it('stand beside warnings: that a list is cut, which the answer does not show', async () => {
    const door = createMcp({ isSandbox: true }).door;
    const users = ['7', '8', '9'].map((id) => ({ id, full_name: `Person ${id}` }));
    const workspaces = [{ id: '1', title: 'One', participant_ids: ['7', '8', '9'] }];
    await using gateway = await startGateway({ users, workspaces }, { door });
    await using assistant = await assistantOverHttp(gateway.url);
    const ask = async (selection: string, more: object = {}) =>
      (await assistant.call('ask', { operation: `{ workspaces { nodes { ${selection} } } }`, ...more })).value;

    expect((await ask('participants(first: 3) { fullName }')).warnings).toBeUndefined();
    expect(await ask('participants(first: 2) { fullName }')).toMatchObject({
      data: { workspaces: { nodes: [{ participants: [{ fullName: 'Person 7' }, { fullName: 'Person 8' }] }] } },
      warnings: [
        { code: 'CUT_BY_FIRST', path: 'workspaces.nodes.0.participants', message: expect.stringContaining('first') },
      ],
    });
    // So few tokens have room for one of three.
    const three = ['a', 'b', 'c'].map((alias) => `${alias}: participants(first: 2) { kantataId }`).join(' ');
    const { warnings, furtherWarnings } = await ask(three, { maxTokens: 200 });
    expect([warnings.length, furtherWarnings]).toEqual([1, 2]);
  });
});

/** Operations that the gateway refuses, two of them by limits that graphql-js does not have. */
const REFUSED = [
  { why: 'cannot be read', text: '{ users { totalCount }' },
  { why: 'asks for what is not there', text: '{ users { nothing } }' },
  { why: 'has too many tokens', text: `{ users(filter: { ids: [${'1 '.repeat(10_000)}] }) { totalCount } }` },
  {
    why: 'has too many aliases',
    text: `{ ${Array.from({ length: 1_001 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
  },
];

describe('a saved operation', () => {
  const operations = [
    {
      name: 'people-by-role',
      about: 'People with their roles.',
      text: 'query People($first: Int = 5, $ids: [ID!]) { users(first: $first, filter: { ids: $ids }) { nodes { fullName role { name } } } }',
    },
  ];

  it('is a tool with typed arguments and a described answer', async () => {
    await using gateway = await start({}, { operations });
    await using assistant = await assistantOverHttp(gateway.url);

    const { tools } = await assistant.client.listTools();
    const tool = tools.find(({ name }) => name === 'people-by-role');
    // With the tools listed, the client checks what comes by the output schema.
    const { value } = await assistant.call('people-by-role', { first: 1, ids: ['8'] });

    expect(tool).toMatchObject({
      description: 'People with their roles.',
      inputSchema: { properties: { first: { type: 'integer' } }, additionalProperties: false },
      outputSchema: { type: 'object' },
    });
    expect(value.data.users.nodes).toEqual([{ fullName: 'Grace Hopper', role: { name: 'Engineer' } }]);
    expect((await assistant.call('people-by-role', { frist: 1 })).isError).toBe(true);
  });

  it('may be each of the examples', async () => {
    await using gateway = await start({}, { operations: readExamples(EXAMPLES_FOLDER) });
    await using assistant = await assistantOverHttp(gateway.url);

    const names = await namesOf(assistant);

    expect(names.length).toBe(4 + readExamples(EXAMPLES_FOLDER).length);
    for (const { name } of readExamples(EXAMPLES_FOLDER)) {
      expect(await assistant.call(name)).toMatchObject({ isError: false, value: { data: expect.any(Object) } });
    }
  });

  it.each([
    ['has no description', { name: 'a', about: '', text: '{ users { totalCount } }' }],
    ['is not valid', { name: 'a', about: 'x', text: '{ nothing }' }],
    ['is no GraphQL', { name: 'a', about: 'x', text: '{' }],
    ['is several', { name: 'a', about: 'x', text: 'query A { __typename } query B { __typename }' }],
    ['is a mutation', { name: 'a', about: 'x', text: 'mutation { users { totalCount } }' }],
    ['has the name of another', { name: 'ask', about: 'x', text: '{ users { totalCount } }' }],
    ['has no usable name', { name: 'a b', about: 'x', text: '{ users { totalCount } }' }],
  ])('that %s keeps the gateway from starting', async (_, operation) => {
    await expect(start({}, { operations: [operation] })).rejects.toThrow(/^The saved operation /);
  });

  it.each(REFUSED)('that $why is refused with the words that a client would get', async ({ text }) => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url);
    const { value } = await assistant.call('ask', { operation: text });

    await expect(start({}, { operations: [{ name: 'a', about: 'x', text }] })).rejects.toThrow(
      `The saved operation a is not valid: ${value.errors[0].message}`,
    );
  });

  it('may have an empty selection set, as any document may', async () => {
    const text = '{ users(first: 1) { nodes { } totalCount } }';
    await using gateway = await start({}, { operations: [{ name: 'a', about: 'x', text }] });
    await using assistant = await assistantOverHttp(gateway.url);

    expect((await assistant.call('a')).value.data).toEqual({ users: { nodes: [{}], totalCount: 2 } });
  });
});

describe('the endpoint', () => {
  const message = (method: string) => {
    const { params, ...rest } = toolCall('ask', {});
    const { _meta: meta } = params;
    return { ...rest, method, params: { _meta: meta } };
  };
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${SOMEBODY}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });

  it('takes one message at a time', async () => {
    await using gateway = await start();

    const response = await post(gateway.url, [{ jsonrpc: '2.0', id: 1, method: 'ping' }]);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Batches');
  });

  it('answers at no name but its own', async () => {
    await using gateway = await start({ host: '127.0.0.1' });

    const { status } = await rawRequest(gateway.url, ['POST /mcp HTTP/1.1', 'Host: else.example', 'Content-Length: 0']);

    expect(status).toBe(421);
  });

  it('answers no page of another origin', async () => {
    await using gateway = await start({ host: '127.0.0.1' });
    const message = toolCall('ask', { operation: TEAM });
    const headers = toolHeaders('ask');

    expect((await post(gateway.url, message, { ...headers, origin: 'https://else.example' })).status).toBe(403);
    expect((await post(gateway.url, message, { ...headers, origin: gateway.url })).status).toBe(200);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('is for those who say who they are', async () => {
    await using gateway = await start();

    const response = await post(gateway.url, toolCall('search', { words: 'x' }), {
      ...toolHeaders('search'),
      authorization: 'Basic x',
    });

    expect(response.status).toBe(401);
  });

  it('keeps no stream open: nothing that is listed changes', async () => {
    await using gateway = await start();

    const response = await fetch(`${gateway.url}/mcp`, {
      headers: { authorization: `Bearer ${SOMEBODY}`, accept: 'text/event-stream' },
    });

    expect(response.status).toBe(405);
    await response.body?.cancel();

    // So a client has nothing to listen for, and may keep what is listed.
    await using assistant = await assistantOverHttp(gateway.url);
    const { tools, prompts, resources } = assistant.client.getServerCapabilities() ?? {};
    expect([tools, prompts, resources].map((capability) => capability?.listChanged)).toEqual([false, false, false]);
    const listed = await post(gateway.url, message('tools/list'), {
      ...toolHeaders('ask'),
      'mcp-method': 'tools/list',
    });
    expect(await listed.json()).toMatchObject({ result: { ttlMs: 300_000, cacheScope: 'private' } });
  });

  it('tells two callers apart, whatever they ask at once', async () => {
    const sees = (own: string) => (_: string, row: Readonly<Record<string, unknown>>) => row.id === own;
    await using gateway = await startGateway(ROWS, {
      door: createMcp({ isSandbox: true }).door,
      sandbox: {
        users: [
          { token: 'token-of-ada', userId: '7', name: 'Ada', sees: sees('7') },
          { token: 'token-of-grace', userId: '8', name: 'Grace', sees: sees('8') },
        ],
      },
    });
    await using ada = await assistantOverHttp(gateway.url, {}, 'token-of-ada');
    await using grace = await assistantOverHttp(gateway.url, {}, 'token-of-grace');
    gateway.sandbox.latency(20);

    const asked = Array.from({ length: 40 }, (_, at) => at % 2 === 0);
    const answers = await Promise.all(
      asked.map((isAda) => (isAda ? ada : grace).call('ask', { operation: '{ users { nodes { fullName } } }' })),
    );

    expect(answers.map(({ value }) => value.data.users.nodes)).toEqual(
      asked.map((isAda) => [{ fullName: isAda ? 'Ada Lovelace' : 'Grace Hopper' }]),
    );
  });
});

describe('a client that has not connected', () => {
  it('is refused by the package, so that no test passes with an empty list of tools', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' }, { enforceStrictCapabilities: true });

    await expect(client.listTools()).rejects.toThrow('Not connected');
  });
});

async function namesOf({ client }: Assistant): Promise<readonly string[]> {
  const { tools } = await client.listTools();
  return tools.map(({ name }) => name).toSorted();
}
