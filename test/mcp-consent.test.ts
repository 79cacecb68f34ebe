/** A question that costs much is put to the person at the client before it is asked, in every revision and over both transports. */
import { type ClientOptions, StreamableHTTPClientTransport, Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import type { ServerContext } from '@modelcontextprotocol/server';
import { ClientSignal } from '../src/http/client-signal.ts';
import { callerIdOf } from '../src/identity/caller-id.ts';
import { stateOf } from '../src/mcp/consent.ts';
import { createMcp, type McpOptions } from '../src/mcp/index.ts';
import { startGateway } from './support/gateway.ts';
import {
  type Assistant,
  assistantOnStdio,
  assistantOverHttp,
  REVISIONS,
  toolCall,
  toolHeaders,
} from './support/mcp.ts';
import { SOMEBODY } from './support/token-watch.ts';

const people = Array.from({ length: 900 }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}` }));

const start = (mcp: McpOptions = {}) =>
  startGateway({ users: people }, { door: createMcp({ isSandbox: true, consentAbove: 2, ...mcp }).door });

const COSTLY = '{ users(first: 800) { nodes { id } } }';
const CHEAP = '{ users(first: 1) { nodes { id } } }';

const WITH_FORMS = { capabilities: { elicitation: { form: {} } } };

/** A person at a client: what they were asked, and what they answer. */
function personAt({ client }: Assistant, answer: 'yes' | 'no' | 'unticked') {
  const asked: string[] = [];
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    if (answer === 'no') return { action: 'decline' };
    return { action: 'accept', content: { run: answer === 'yes' } };
  });
  return asked;
}

describe.each(Object.entries(REVISIONS))(
  'a question above MCP_CONSENT_CALLS, of a client of revision %s',
  (_, revision) => {
    const options: ClientOptions = { ...revision, ...WITH_FORMS };

    it('runs once the person agrees, who reads what it takes, over HTTP', async () => {
      await using gateway = await start({ keepsSessions: true });
      await using assistant = await assistantOverHttp(gateway.url, options);
      const asked = personAt(assistant, 'yes');

      const { value, isError } = await assistant.call('ask', { operation: COSTLY, maxTokens: 20_000 });

      expect(isError).toBe(false);
      expect(value.data.users.nodes).toHaveLength(800);
      expect(asked).toEqual(['This question takes REST calls of your Kantata account: 1 to 4. Run it?']);
      expect(gateway.requests()).toHaveLength(4);
    });

    it.each(['no', 'unticked'] as const)('calls nothing where the person does not: %s', async (answer) => {
      await using gateway = await start({ keepsSessions: true });
      await using assistant = await assistantOverHttp(gateway.url, options);
      const asked = personAt(assistant, answer);

      const { text, isError } = await assistant.call('ask', { operation: COSTLY });

      expect({ isError, asked: asked.length }).toEqual({ isError: true, asked: 1 });
      expect(text).toContain('The person did not agree');
      expect(gateway.requests()).toEqual([]);
    });

    it('is put to the person on stdio', { timeout: 60_000 }, async () => {
      await using assistant = await assistantOnStdio(['--sandbox', '--mcp-consent-calls=1'], { options });
      const asked = personAt(assistant, 'no');

      const { text } = await assistant.call('ask', { operation: COSTLY });

      expect(asked).toHaveLength(1);
      expect(text).toContain('The person did not agree');
    });

    it('is refused where the client has no forms, and the text says why', async () => {
      await using gateway = await start({ keepsSessions: true });
      await using assistant = await assistantOverHttp(gateway.url, revision);

      const { text, isError } = await assistant.call('ask', { operation: COSTLY });

      expect(isError).toBe(true);
      expect(text).toContain('Above 2 the person has to agree, and this client cannot ask them');
      expect(gateway.requests()).toEqual([]);
    });
  },
);

describe('with MCP_CONSENT_CALLS', () => {
  const options = { ...REVISIONS['2026-07-28'], ...WITH_FORMS };

  it('nobody is asked of what costs less, of what is wrong, or of what the assistant does not want to pay', async () => {
    await using gateway = await start();
    await using assistant = await assistantOverHttp(gateway.url, options);
    const asked = personAt(assistant, 'yes');

    const cheap = await assistant.call('ask', { operation: CHEAP });
    const wrong = await assistant.call('ask', { operation: '{ nope }' });
    const unwanted = await assistant.call('ask', { operation: COSTLY, maxCalls: 3 });

    expect(asked).toEqual([]);
    expect(cheap.value.data.users.nodes).toHaveLength(1);
    expect(wrong.text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(unwanted.text).toContain('the limit is 2');
    expect(gateway.requests()).toHaveLength(1);
  });

  it('what may take more than that is put to the person where the assistant wants to go as far', async () => {
    const nested = '{ workspaces(first: 5) { nodes { stories(first: 50) { nodes { id } } } } }';
    await using gateway = await startGateway(undefined, { door: createMcp({ isSandbox: true, consentAbove: 2 }).door });
    await using assistant = await assistantOverHttp(gateway.url, options);
    const asked = personAt(assistant, 'yes');

    const near = await assistant.call('ask', { operation: nested });
    expect(asked).toEqual([]);
    const far = await assistant.call('ask', { operation: nested, maxCalls: 50 });

    expect(asked).toEqual([expect.stringMatching(/: 1 to 2, at most \d+\. Run it\?$/)]);
    expect([near.isError, far.isError]).toEqual([false, false]);
    expect(gateway.requests().length).toBe(near.value.calls + far.value.calls);
  });

  it('a saved operation is put to the person as well', async () => {
    const operations = [{ name: 'everyone', about: 'All people', text: COSTLY }];
    await using gateway = await start({ operations });
    await using assistant = await assistantOverHttp(gateway.url, options);
    const asked = personAt(assistant, 'no');

    const { text } = await assistant.call('everyone');

    expect(asked).toHaveLength(1);
    expect(text).toContain('The person did not agree');
    expect(gateway.requests()).toEqual([]);
  });

  it('an answer holds for the question that it was given to, and for no other caller', async () => {
    await using gateway = await start();
    // oxlint-disable-next-line no-explicit-any
    const ask = async (operation: string, more: object = {}, token = SOMEBODY): Promise<any> => {
      const body = toolCall('ask', { operation });
      const { _meta: envelope } = body.params;
      const meta = { ...envelope, 'io.modelcontextprotocol/clientCapabilities': WITH_FORMS.capabilities };
      const response = await fetch(`${gateway.url}/mcp`, {
        method: 'POST',
        headers: {
          ...toolHeaders('ask'),
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ ...body, params: { ...body.params, _meta: meta, ...more } }),
      });
      return response.json();
    };
    const yes = { inputResponses: { consent: { action: 'accept', content: { run: true } } } };
    const { result } = await ask(COSTLY);
    const { requestState } = result;

    const ofAnother = await ask('{ users(first: 900) { nodes { id } } }', { ...yes, requestState });
    const unasked = await ask(COSTLY, yes);
    const changed = await ask(COSTLY, { ...yes, requestState: `${requestState}x` });
    const byAnother = await ask(COSTLY, { ...yes, requestState }, 'another-token-0123456789');

    expect([result, ofAnother.result, unasked.result].map(({ resultType }) => resultType)).toEqual(
      Array.from({ length: 3 }, () => 'input_required'),
    );
    expect([changed, byAnother].map(({ error }) => error.code)).toEqual([-32_602, -32_602]);
    expect(gateway.requests()).toEqual([]);
    expect((await ask(COSTLY, { ...yes, requestState })).result.structuredContent.calls).toBe(4);
    expect(gateway.requests()).toHaveLength(4);
  });
});

describe('what a client brings back', () => {
  it('is opened for the caller whom it was sealed for, also where all have the same token of the API', async () => {
    const sealedFor = (name: string) => {
      const identity = { token: SOMEBODY, principal: callerIdOf(name), credential: null, cursorKey: '' };
      return stateOf<string>({ identify: () => identity, head: { headers: {} }, signal: new ClientSignal() });
    };
    const context = {} as ServerContext;
    const [ada, again, grace] = await Promise.all(['ada', 'ada', 'grace'].map(sealedFor));
    const sealed = (await ada?.mint('asked')) ?? '';

    expect(await again?.verify(sealed, context)).toBe('asked');
    await expect(grace?.verify(sealed, context)).rejects.toThrow('mac');
  });
});

describe('a session', () => {
  /** A request of revision 2025-11-25, by hand. */
  const post = (url: string, body: object, { session = '', token = SOMEBODY, method = 'POST' } = {}) =>
    fetch(`${url}/mcp`, {
      method,
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': '2025-11-25',
        authorization: `Bearer ${token}`,
        ...(session !== '' && { 'mcp-session-id': session }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }) }),
    });
  const opened = async (url: string, capabilities: object = WITH_FORMS.capabilities, token = SOMEBODY) => {
    const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'test', version: '1' } };
    const response = await post(url, { method: 'initialize', params }, { token });
    await response.text();
    return response.headers.get('mcp-session-id') ?? '';
  };
  const PING = { method: 'ping' };

  it('is for older clients with forms, where it is switched on', async () => {
    await using off = await start();
    await using on = await start({ keepsSessions: true });

    expect(await opened(off.url)).toBe('');
    expect(await opened(on.url, {})).toBe('');
    expect(await opened(on.url)).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers the caller who has opened it alone, until it is ended', async () => {
    await using gateway = await start({ keepsSessions: true });
    const session = await opened(gateway.url);
    const statusFor = async (how: Parameters<typeof post>[2]) => {
      const response = await post(gateway.url, PING, { session, ...how });
      await response.text();
      return response.status;
    };

    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ token: 'another-token-0123456789' })).toBe(404);
    expect(await statusFor({ token: 'another-token-0123456789', method: 'DELETE' })).toBe(404);
    expect(await statusFor({ method: 'GET' })).toBe(405);
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ method: 'DELETE' })).toBe(200);
    expect(await statusFor({})).toBe(404);
    expect(await statusFor({ session: 'no-such-session' })).toBe(404);
  });

  it('asks each question with the credential that its own request brings', async () => {
    await using gateway = await start({ keepsSessions: true });
    const session = await opened(gateway.url);
    const params = { name: 'ask', arguments: { operation: CHEAP } };

    await (await post(gateway.url, { method: 'tools/call', params }, { session })).text();

    expect(gateway.sandbox.requests.map(({ token }) => token)).toEqual([SOMEBODY]);
  });

  it('of each of twenty callers answers with what is theirs, whatever all ask at once', {
    timeout: 60_000,
  }, async () => {
    const callers = Array.from({ length: 20 }, (_, at) => ({
      token: `token-of-caller-${at}-0123456789`,
      userId: `${at + 1}`,
    }));
    await using gateway = await startGateway(
      { users: people },
      {
        door: createMcp({ isSandbox: true, keepsSessions: true }).door,
        sandbox: { users: callers.map((caller) => ({ ...caller, name: `Person ${caller.userId}` })) },
      },
    );
    const params = { name: 'ask', arguments: { operation: '{ me { fullName } }' } };
    const wrong: string[] = [];
    const asking = callers.map(async ({ token, userId }) => {
      const session = await opened(gateway.url, WITH_FORMS.capabilities, token);
      for (let asked = 0; asked < 20; asked++) {
        const response = await post(gateway.url, { method: 'tools/call', params }, { session, token });
        const text = await response.text();
        if (!text.includes(`"fullName":"Person ${userId}"`)) wrong.push(text);
      }
    });

    await Promise.all(asking);

    expect(wrong).toEqual([]);
    expect(new Set(gateway.sandbox.requests.map(({ token }) => token)).size).toBe(callers.length);
  });

  it('whose client leaves while the person is asked calls nothing', async () => {
    await using gateway = await start({ keepsSessions: true });
    const transport = new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${SOMEBODY}` } },
    });
    const client = new Client({ name: 'test', version: '1.0.0' }, WITH_FORMS);
    await client.connect(transport);
    const asked = new Promise<void>((resolve) => {
      client.setRequestHandler('elicitation/create', () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const call = client.callTool({ name: 'ask', arguments: { operation: COSTLY } }).catch((error: unknown) => error);

    await asked;
    await client.close();

    expect(await call).toBeInstanceOf(Error);
    expect(gateway.requests()).toEqual([]);
  });
});
