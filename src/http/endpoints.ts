/** The two paths that take operations, and which mode each request to them gets. */
import { bearerToken } from '../identity/bearer-token.ts';
import { callerIdOf } from '../identity/caller-id.ts';
import type { Identify } from '../identity/identity.ts';
import type { RequestHead } from '../identity/request-head.ts';
import { sessionIdentity } from '../identity/sign-in/session-identity.ts';
import type { SignIn } from '../identity/sign-in/sign-in.ts';
import { answerTypeFor } from './accept.ts';
import { HttpRefusal } from './http-errors.ts';
import { mayAskForParts } from './multipart.ts';
import { partsTypeFor } from './parts-type.ts';
import type { Endpoint } from './pipeline.ts';
import { explanation, exportExplanation } from './writers/explanation.ts';
import { liveParts, partsAs } from './writers/parts.ts';
import { whole } from './writers/whole.ts';

/** Asks for the REST calls of an operation while they are made, in an answer in parts. */
export const LIVE_TRACE = 'live';

/**
 * `/graphql`: runs operations, and answers them whole or in parts.
 *
 * @param isTraced whether the REST calls of an operation may be asked for.
 */
export const graphqlEndpoint = (identify: Identify, isTraced: boolean): Endpoint => ({
  identify,
  runs: true,
  takesBatches: true,
  answerType: ({ headers }) => {
    const type = answerTypeFor(headers.accept) ?? (partsTypeFor(headers.accept) ? 'application/json' : null);
    if (type !== null) return type;
    throw notAcceptable();
  },
  mode({ query }, { headers: { accept, 'x-upstream-trace': trace } }) {
    const isInParts = mayAskForParts(query);
    const isLive = isTraced && trace === LIVE_TRACE;
    const type = isInParts || isLive ? partsTypeFor(accept) : null;
    if (type && isLive) return liveParts(type, takesOnlyEvents(accept), isInParts);
    if (type) return partsAs(type, takesOnlyEvents(accept));
    if (takesOnlyEvents(accept)) throw notAcceptable();
    return whole;
  },
});

/** Clients of `multipart/mixed` read an answer in JSON as well. */
const takesOnlyEvents = (accept: string | undefined) =>
  partsTypeFor(accept)?.container === 'text/event-stream' && answerTypeFor(accept) === null;

const notAcceptable = () =>
  new HttpRefusal(
    406,
    'BAD_REQUEST',
    'Answers come as application/graphql-response+json or application/json: accept one of them.',
  );

/**
 * `/explain`: answers with the REST calls that an operation would make. Nothing is called, so a token of the API is not
 * needed; what guards a token of the gateway's own guards this too.
 *
 * @param identify the gateway's own way to find out who asks; `undefined` where callers bring their own tokens.
 * @param signIn where people sign in, whose sessions then count; `undefined` for nowhere.
 */
export const explainEndpoint = (identify: Identify | undefined, signIn: SignIn | undefined): Endpoint => ({
  identify: signIn ? bySessionOrWithout(signIn, identify) : (identify ?? byTokenOrWithout),
  runs: false,
  answerType: () => 'application/json',
  mode: (_, { url }) => (asksForExport(url) ? exportExplanation : explanation),
});

const asksForExport = (url = '') => new URLSearchParams(url.split('?')[1]).get('for') === 'export';

/** A cursor opens for its own session alone. Who has none is asked for none. */
const bySessionOrWithout = (signIn: SignIn, identify: Identify = byTokenOrWithout): Identify => {
  const bySession = sessionIdentity(signIn, identify);
  return async (request) =>
    request.headers.authorization === undefined && (await signIn.sessions.of(request)) === null
      ? identify(request)
      : bySession(request);
};

/** All who bring no token are one caller, with one share of the room. */
function byTokenOrWithout({ rawHeaders }: RequestHead) {
  const token = bearerToken(rawHeaders) ?? '';
  return { token, principal: callerIdOf(token), credential: null, cursorKey: token };
}
