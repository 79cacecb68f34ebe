/** The paths of sign-in: `/auth/login`, `/auth/callback`, `/auth/me`, `/auth/logout`. */
import type { RequestHead } from '../identity/request-head.ts';
import { ATTEMPT_COOKIE, removeCookie, SESSION_COOKIE } from '../identity/sign-in/cookies.ts';
import { checkOrigin } from '../identity/sign-in/session-identity.ts';
import type { Session } from '../identity/sign-in/sessions.ts';
import type { Sent, SignIn } from '../identity/sign-in/sign-in.ts';
import { SignInFailed } from '../identity/sign-in/sign-in-failed.ts';
import { failurePage } from './auth-page.ts';
import { checkForgery } from './browser.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import { HttpRefusal, jsonResponse } from './http-errors.ts';
import type { Route } from './router.ts';

/** The folder of these paths. */
export const AUTH_PATH = '/auth';

/**
 * What there is below {@link AUTH_PATH}.
 *
 * @param log where a line about a sign-in that failed goes; it holds no secret
 */
export function authRoute(signIn: SignIn, log: (line: string) => void): Route {
  const pages: Readonly<Record<string, readonly [method: string, handle: Route['handle']]>> = {
    login: ['GET', (request) => login(request, signIn, log)],
    callback: ['GET', (request) => callback(request, signIn, log)],
    me: ['GET', (request) => me(request, signIn)],
    logout: ['POST', (request) => logout(request, signIn, log)],
  };
  return {
    methods: ['GET', 'POST'],
    hasFiles: true,
    handle(request) {
      const [path = ''] = (request.url ?? '').split('?', 1);
      const [method, handle] = pages[path.slice(path.lastIndexOf('/') + 1)] ?? [];
      if (!method || !handle) throw new HttpRefusal(404, 'NOT_FOUND', 'There is login, callback, me and logout here.');
      if (request.method !== method)
        throw new HttpRefusal(405, 'BAD_REQUEST', `This path takes ${method}.`, { allow: method });
      return handle(request);
    },
  };
}

async function login(request: GatewayRequest, signIn: SignIn, log: (line: string) => void): Promise<GatewayResponse> {
  const { searchParams } = new URL(request.url ?? '', 'http://gateway');
  return orPage(signIn, log, async () => {
    const sent = await signIn.begin(searchParams.get('return'));
    return sent ? redirect(sent) : failurePage('return', signIn.loginPath);
  });
}

async function callback(
  request: GatewayRequest,
  signIn: SignIn,
  log: (line: string) => void,
): Promise<GatewayResponse> {
  const answered = await orPage(signIn, log, async () => redirect(await signIn.complete(request)));
  // An attempt is over with its first answer, so that the same address shows the same page and asks no server.
  return answered.status === 303 ? answered : { ...answered, cookies: [removeCookie(ATTEMPT_COOKIE)] };
}

/** 303: whatever brought the browser here, it goes on by GET. */
const redirect = ({ location, cookies }: Sent): GatewayResponse => ({
  status: 303,
  headers: { location },
  cookies,
  body: null,
});

/** Who has signed in. Without a session that is an answer and no failure: pages ask it to know what to show. */
async function me(request: GatewayRequest, signIn: SignIn): Promise<GatewayResponse> {
  const session = await signIn.sessions.of(request);
  if (!session) return jsonResponse(200, { user: null, signIn: signIn.loginPath });
  checkOrigin(request, signIn);
  const { subject: id, name, account, endsAt } = session;
  return jsonResponse(200, {
    user: { id, name, account },
    endsAt: new Date(endsAt * 1000).toISOString(),
    canEndAll: signIn.sessions.canEndAll,
  });
}

async function logout(request: GatewayRequest, signIn: SignIn, log: (line: string) => void): Promise<GatewayResponse> {
  checkForgery(request);
  checkOrigin(request, signIn);
  const everywhere = new URL(request.url ?? '', 'http://gateway').searchParams.get('everywhere') === 'true';
  const session = await signIn.sessions.of(request);
  // The same answer whether or not there was a session: to log out twice is no mistake.
  if (!session) return { ...jsonResponse(200, { user: null, revoked: true }), cookies: NO_SESSION };
  if (everywhere && !signIn.sessions.canEndAll)
    throw new HttpRefusal(400, 'BAD_REQUEST', 'Sessions elsewhere can be ended only where instances share REDIS_URL.');
  const revoked = await ended(session, signIn, everywhere);
  if (!revoked) log('a session was ended, and Kantata did not confirm that its token was revoked');
  return { ...jsonResponse(200, { user: null, revoked }), cookies: NO_SESSION };
}

/** Ends the session in the browser. */
const NO_SESSION = [removeCookie(SESSION_COOKIE)];

async function ended(session: Session, signIn: SignIn, everywhere: boolean): Promise<boolean> {
  try {
    return await signIn.end(session, { everywhere });
  } catch (error) {
    if (!everywhere) throw error;
    throw new HttpRefusal(503, 'SESSIONS_UNAVAILABLE', 'Sessions elsewhere could not be ended: ask again.');
  }
}

/** Answers with the page about a failure, and tells the operator of those that he can do something about. */
async function orPage(
  signIn: SignIn,
  log: (line: string) => void,
  work: () => Promise<GatewayResponse>,
): Promise<GatewayResponse> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SignInFailed)) throw error;
    const { reason, message } = error;
    if (reason === 'refused' || reason === 'unavailable' || reason === 'unexpected')
      log(`sign-in failed: ${reason} (${message})`);
    return failurePage(reason, signIn.loginPath);
  }
}

/** Has a response say that the session of its request was used, where the cookie is old enough for that to matter. */
export async function withRenewal(
  response: GatewayResponse,
  request: RequestHead,
  signIn: SignIn,
): Promise<GatewayResponse> {
  // What was refused is no use of the session.
  if (response.isRefusal || request.headers.authorization !== undefined) return response;
  const session = await signIn.sessions.of(request);
  const cookie = session && (await signIn.sessions.renewal(session));
  return cookie ? { ...response, cookies: [cookie] } : response;
}
