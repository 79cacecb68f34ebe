import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client';
import { useContext } from 'react';
import { SessionContext } from './session.ts';
import { SignInLink } from './sign-in.tsx';

/** What a user can do about each code of the gateway's errors; whoever meets another one reads its message. */
const ADVICE: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Kantata does not know this token. Enter another one at the top of the page.',
  FORBIDDEN: 'Your Kantata user may not see this. Ask an administrator of the account for the right.',
  RATE_LIMITED: 'Kantata takes no more calls for now. Wait a moment, then try again.',
  OVERLOADED: 'The gateway is busy. Wait a moment, then try again.',
  CIRCUIT_OPEN: 'Kantata has failed several times, and is left alone for a while. Try again in a minute.',
  UPSTREAM_TIMEOUT: 'Kantata took too long. Choose fewer types, or try again later.',
  UPSTREAM_UNAVAILABLE: 'Kantata cannot be reached. Try again later.',
  QUERY_TOO_COMPLEX: 'That is more than one request may cost. Choose fewer types of record.',
  PERSISTED_QUERY_REQUIRED: 'The gateway does not know the queries of this version of the page. Reload it.',
  PERSISTED_QUERY_NOT_FOUND: 'The gateway does not know the queries of this version of the page. Reload it.',
};

const SESSION_OVER = 'Your session has ended. Sign in again.';

interface Told {
  readonly code: string | null;
  readonly message: string;
}

function toldBy(error: ErrorLike): readonly Told[] {
  if (!CombinedGraphQLErrors.is(error)) return [{ code: null, message: 'The gateway cannot be reached.' }];
  const told = error.errors.map(({ message, extensions }) => ({
    code: typeof extensions?.code === 'string' ? extensions.code : null,
    message,
  }));
  // One fault of the API can fail many fields, each with the same thing to say.
  return told.filter(
    ({ code, message }, index) => index === told.findIndex((one) => one.code === code && one.message === message),
  );
}

/** What went wrong, and what to do about it. */
export function Problem({ error, onRetry }: { readonly error: ErrorLike; readonly onRetry: () => void }) {
  const session = useContext(SessionContext);
  const told = toldBy(error);
  const isOver = session !== null && told.some(({ code }) => code === 'UNAUTHENTICATED');
  return (
    <div className="problem" role="alert">
      <ul>
        {told.map(({ code, message }) => (
          <li key={`${code} ${message}`}>
            <strong>
              {session && code === 'UNAUTHENTICATED' ? SESSION_OVER : ((code && ADVICE[code]) ?? message)}
            </strong>
            {code && (
              <span className="hint">
                <code>{code}</code> {message}
              </span>
            )}
          </li>
        ))}
      </ul>
      {isOver ? (
        <SignInLink />
      ) : (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
