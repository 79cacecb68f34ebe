/** Assistants who ask by the tools at `/mcp`: each brings a credential of the gateway's own, and has a token of the API there. */
import { bearerToken } from '../../src/identity/bearer-token.ts';
import { callerIdOf } from '../../src/identity/caller-id.ts';
import { withoutCredential } from '../../src/identity/identity.ts';
import { createMcp } from '../../src/mcp/index.ts';
import { markOf } from '../support/echo-api.ts';
import { CANARY } from '../support/token-watch.ts';
import type { Caller, Callers } from './run.ts';

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${CANARY}-${name}${at}-${'x'.repeat(24)}`);

/** So many assistants, and the gateway that knows the token of each. */
export function assistants(count: number): Callers {
  const tokens = numbered('', count);
  const credentials = numbered('caller-', count);
  const tokenOf = new Map(credentials.map((credential, at) => [credential, tokens[at] as string]));
  const callers = credentials.map(
    (credential, at): Caller => ({
      headers: { authorization: `Bearer ${credential}` },
      marks: new Set([markOf(tokens[at] as string)]),
    }),
  );
  return {
    gateway: {
      door: createMcp({}).door,
      identify({ rawHeaders }) {
        const credential = bearerToken(rawHeaders) ?? '';
        const token = tokenOf.get(credential);
        if (token === undefined) throw withoutCredential('credential');
        return { token, principal: callerIdOf(`caller ${credential}`), credential, cursorKey: token };
      },
    },
    of: (index) => callers[index] as Caller,
    answered() {},
    before() {},
  };
}
