/** The one page that sign-in shows: that something did not succeed, and what to do about it. It leads nowhere by itself. */
import type { SignInFailure } from '../identity/sign-in/sign-in-failed.ts';
import type { GatewayResponse } from './exchange.ts';

interface Explanation {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

/** What a person can do about each failure. A page that began again by itself could go on for ever. */
const EXPLANATIONS: Readonly<Record<SignInFailure | 'return', Explanation>> = {
  denied: {
    status: 403,
    title: 'You have not signed in',
    text: 'Kantata says that access was not granted. Nothing has changed.',
  },
  over: {
    status: 400,
    title: 'This sign-in is over',
    text: 'It took more than ten minutes, was finished already, or was begun in another browser.',
  },
  mismatch: {
    status: 400,
    title: 'This sign-in does not belong here',
    text: 'The answer is not the one that this browser was waiting for. Another sign-in may have been begun since, or somebody else may have made the address.',
  },
  code: {
    status: 400,
    title: 'This sign-in came too late',
    text: 'Its code is more than five minutes old, or was used already.',
  },
  refused: {
    status: 502,
    title: 'Kantata does not accept this gateway',
    text: 'What is registered at Kantata and what this gateway is set to do not match. Tell the operator of the gateway, whose log says more.',
  },
  unavailable: {
    status: 503,
    title: 'Kantata cannot be reached',
    text: 'Signing in is not possible at the moment. Try again in a while.',
  },
  unexpected: {
    status: 502,
    title: 'Kantata gave an answer that cannot be used',
    text: 'Tell the operator of the gateway, whose log says more.',
  },
  return: {
    status: 400,
    title: 'This address is not allowed',
    text: 'The address to return to is not among those that the operator of the gateway has listed (SIGN_IN_RETURN_TO).',
  },
};

/** The page about a failure. `loginPath` is where another attempt begins, if the person wants one. */
export function failurePage(reason: keyof typeof EXPLANATIONS, loginPath: string): GatewayResponse {
  const { status, title, text } = EXPLANATIONS[reason];
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="${loginPath}">Sign in with Kantata</a></p>
</html>
`,
  };
}
