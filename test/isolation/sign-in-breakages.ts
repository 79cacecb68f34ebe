/**
 * One-line ways to open sign-in to an attack, most of them of RFC 9700, each with the test that finds it out. Where two guards
 * hold the same, both are broken.
 */
import type { Breakage, FoundByTest } from './breakages.ts';

const ATTACKS = 'test/sign-in-attacks.test.ts';
const SIGN_IN = 'test/sign-in.test.ts';
const CALLERS = 'test/sign-in-callers.test.ts';

const IGNORE_STATE = {
  file: 'identity/sign-in/sign-in.ts',
  from: "if (!isOfAttempt(search, attempt)) throw new SignInFailed('mismatch', 'the state is of another attempt');",
  to: '',
} as const;

export const signInBreakages: readonly (Breakage & { readonly foundBy: FoundByTest })[] = [
  {
    name: 'returns to whatever address is named',
    changes: [
      {
        file: 'identity/sign-in/return-address.ts',
        from: 'return allowed.includes(url.href) ? url.href : null;',
        to: 'return url.href;',
      },
    ],
    foundBy: { file: ATTACKS, test: 'does not begin with a return to "https://evil.example/"' },
  },
  {
    name: 'returns to an address that begins like one that is listed',
    changes: [
      {
        file: 'identity/sign-in/return-address.ts',
        from: 'return allowed.includes(url.href) ? url.href : null;',
        to: 'return allowed.some((one) => url.href.startsWith(one)) ? url.href : null;',
      },
    ],
    foundBy: { file: ATTACKS, test: 'does not begin with a return to "https://app.example.com/start/"' },
  },
  {
    name: 'takes a code in a browser that began nothing',
    changes: [
      {
        file: 'identity/sign-in/sign-in.ts',
        from: '// Lax, because',
        to: '(globalThis as any).attempt = sealed;\n      // Lax, because',
      },
      {
        file: 'identity/sign-in/sign-in.ts',
        from: 'const value = cookieOf(request, ATTEMPT_COOKIE);',
        to: 'const value = cookieOf(request, ATTEMPT_COOKIE) ?? (globalThis as any).attempt;',
      },
    ],
    foundBy: { file: ATTACKS, test: 'takes no code in a browser that began nothing' },
  },
  {
    name: 'does not look at the state',
    changes: [
      IGNORE_STATE,
      {
        file: 'identity/sign-in/authorization-server.ts',
        from: 'expectedState: state,',
        to: 'expectedState: client.skipStateCheck,',
      },
    ],
    foundBy: { file: ATTACKS, test: 'takes no code of an attempt of another browser' },
  },
  {
    name: 'binds no code to its browser: one verifier and one nonce for all',
    changes: [
      {
        file: 'identity/sign-in/authorization-server.ts',
        from: 'codeVerifier: client.randomPKCECodeVerifier(),',
        to: "codeVerifier: 'x'.repeat(43),",
      },
      {
        file: 'identity/sign-in/authorization-server.ts',
        from: 'nonce: client.randomNonce(),',
        to: "nonce: 'the-same-for-all',",
      },
    ],
    foundBy: { file: ATTACKS, test: 'cannot put a stolen code into an attempt of its own' },
  },
  {
    name: 'goes on with an attempt after its first answer',
    changes: [
      {
        file: 'http/auth-routes.ts',
        from: '{ ...answered, cookies: [removeCookie(ATTEMPT_COOKIE)] }',
        to: 'answered',
      },
    ],
    foundBy: { file: ATTACKS, test: 'shows the same page however often the address is loaded again' },
  },
  {
    name: 'does not look at which server answers',
    changes: [
      {
        file: 'identity/sign-in/authorization-server.ts',
        from: 'answered.search = search;',
        to: "answered.search = search; answered.searchParams.set('iss', (await configuration()).serverMetadata().issuer);",
      },
    ],
    foundBy: { file: ATTACKS, test: 'takes no answer that names another server' },
  },
  {
    name: 'sends the browser on with the code in the address',
    changes: [
      {
        file: 'identity/sign-in/sign-in.ts',
        from: 'return { location: attempt.returnTo, cookies',
        to: 'return { location: attempt.returnTo + search, cookies',
      },
    ],
    foundBy: { file: ATTACKS, test: 'sends the browser on without the code' },
  },
  {
    name: 'has browsers say where they come from',
    changes: [{ file: 'http/response-headers.ts', from: "'referrer-policy': 'no-referrer',", to: '' }],
    foundBy: { file: ATTACKS, test: 'sends the browser on without the code' },
  },
  {
    name: 'sends the browser on with the token in the address',
    changes: [
      {
        file: 'identity/sign-in/sign-in.ts',
        from: 'return { location: attempt.returnTo, cookies',
        to: "return { location: attempt.returnTo + '#token=' + who.token, cookies",
      },
    ],
    foundBy: { file: ATTACKS, test: 'has no token in an address' },
  },
  {
    name: 'logs the address that the browser came back by',
    changes: [
      {
        file: 'http/auth-routes.ts',
        from: 'const answered = await orPage(',
        to: "log(request.url ?? ''); const answered = await orPage(",
      },
    ],
    foundBy: { file: ATTACKS, test: 'sends the browser on without the code' },
  },
  {
    name: 'takes one of two cookies of a name',
    changes: [
      { file: 'identity/sign-in/cookies.ts', from: 'return values.length === 1 &&', to: 'return values.length > 0 &&' },
    ],
    foundBy: { file: ATTACKS, test: 'count for nothing where two have the name' },
  },
  {
    name: 'lets scripts read its cookies',
    changes: [{ file: 'identity/sign-in/cookies.ts', from: 'Secure; HttpOnly;', to: 'Secure;' }],
    foundBy: { file: ATTACKS, test: 'can be set by this host alone' },
  },
  {
    name: 'has a cookie that a neighbour can set',
    changes: [{ file: 'identity/sign-in/cookies.ts', from: "'__Host-kantata-session'", to: "'kantata-session'" }],
    foundBy: { file: ATTACKS, test: 'can be set by this host alone' },
  },
  {
    name: 'keeps the session that a browser had before it signed in',
    changes: [
      {
        file: 'identity/sign-in/sign-in.ts',
        from: 'const cookie = await sessions.begin(who);',
        to: 'const cookie = (await sessions.of(request)) ? removeCookie(ATTEMPT_COOKIE) : await sessions.begin(who);',
      },
    ],
    foundBy: { file: ATTACKS, test: 'begins another session at each sign-in' },
  },
  {
    name: 'takes a session from a page of another origin',
    changes: [
      {
        file: 'identity/sign-in/session-identity.ts',
        from: '    checkOrigin(request, signIn);\n',
        to: '',
      },
    ],
    foundBy: { file: ATTACKS, test: 'refuses JSON of another site, as if no preflight had been asked' },
  },
  {
    name: 'takes a session with what a form can send',
    changes: [
      { file: 'http/pipeline.ts', from: '    checkForgery(request);\n', to: '' },
      {
        file: 'identity/sign-in/session-identity.ts',
        from: '    checkOrigin(request, signIn);\n',
        to: '',
      },
    ],
    foundBy: { file: ATTACKS, test: 'refuses a form of a neighbour' },
  },
  {
    name: 'logs out for another site',
    changes: [
      {
        file: 'http/auth-routes.ts',
        from: '  checkForgery(request);\n  checkOrigin(request, signIn);\n',
        to: '',
      },
    ],
    foundBy: { file: ATTACKS, test: 'logs nobody out for another site' },
  },
  {
    name: 'lets pages of any origin read what a session is answered',
    changes: [
      { file: 'http/browser.ts', from: '    listed.has(origin) || (corsOwnOrigin', to: '    true || (corsOwnOrigin' },
    ],
    foundBy: { file: ATTACKS, test: 'lets pages of named origins alone read with credentials' },
  },
  {
    name: 'makes up for a header that is not good by the session',
    changes: [
      {
        file: 'identity/sign-in/session-identity.ts',
        from: 'if (request.headers.authorization !== undefined) {',
        to: 'if (request.headers.authorization !== undefined && !(await signIn.sessions.of(request))) {',
      },
    ],
    foundBy: { file: ATTACKS, test: 'is asked by the token: a session does not make up' },
  },
  {
    name: 'opens what was sealed for another purpose',
    changes: [{ file: 'identity/sign-in/seal.ts', from: '          audience: purpose,\n', to: '' }],
    foundBy: { file: SIGN_IN, test: 'opens for its own purpose alone' },
  },
  {
    name: 'leaves the token at Kantata when somebody logs out',
    changes: [{ file: 'identity/sign-in/sign-in.ts', from: '    await server.revoke(token);\n', to: '' }],
    foundBy: { file: SIGN_IN, test: 'logs out: the token is revoked' },
  },
  {
    name: 'takes the subject of another issuer for a user of Kantata',
    changes: [
      {
        file: 'identity/sign-in/person-identity.ts',
        from: 'userIn(claims[userClaim])',
        to: 'userIn(claims[userClaim] ?? claims.sub)',
      },
    ],
    foundBy: { file: CALLERS, test: 'is not told by the subject of the issuer' },
  },
  {
    name: 'opens what it kept for another person',
    changes: [
      {
        file: 'identity/sign-in/kept-tokens.ts',
        from: 'payload?.sub !== subject || payload.by !== issuer',
        to: 'payload?.by !== issuer',
      },
    ],
    foundBy: { file: CALLERS, test: 'opens for its own person alone' },
  },
  {
    name: 'keeps a token that the API refuses',
    changes: [{ file: 'upstream/renewal.ts', from: 'if (isRefusal(error)) refused(caller.token);', to: '' }],
    foundBy: { file: CALLERS, test: 'is forgotten when the API refuses it' },
  },
  {
    name: 'keeps the token of a person who has logged out',
    changes: [
      {
        file: 'identity/sign-in/sign-in.ts',
        from: 'Promise.allSettled([kept?.forget(session.subject)])',
        to: 'Promise.allSettled([null])',
      },
    ],
    foundBy: { file: CALLERS, test: 'ends when the person logs out' },
  },
  {
    name: 'opens the door of agents to a session',
    changes: [
      {
        file: 'http/routes.ts',
        from: 'const identifyByHeader = options.identify ?? ownToken;',
        to: 'const identifyByHeader = identify;',
      },
    ],
    foundBy: { file: CALLERS, test: 'is no browser at /mcp' },
  },
];
