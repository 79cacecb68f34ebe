/** What to do about the errors of the last answer. */
import { gateway, loginUrl } from './gateway.ts';
import { lastRun } from './run.ts';
import { useStore } from './store.ts';
import { token } from './token.ts';
import { TOKEN_FIELD } from './top-bar.tsx';

export function Notice() {
  const advice = useStore(lastRun)?.advice;
  return (
    <div role="status" className="notice-place">
      {advice && (
        <div className="notice">
          <p>
            <strong>{advice.title}</strong>
            <span>{advice.text}</span>
          </p>
          {advice.wantsToken && <WayIn />}
        </div>
      )}
    </div>
  );
}

/** What one does without a token. A link, and no redirect: a token that Kantata refuses again would lead round for ever. */
function WayIn() {
  const current = useStore(token);
  if (gateway.signIn && current === '')
    return (
      <a className="bar-button" href={loginUrl()}>
        Sign in with Kantata
      </a>
    );
  return (
    <button type="button" className="bar-button" onClick={() => document.getElementById(TOKEN_FIELD)?.focus()}>
      Enter a token
    </button>
  );
}
