/** What to do about the errors of the last answer. */
import { lastRun } from './run.ts';
import { useStore } from './store.ts';
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
          {advice.wantsToken && (
            <button type="button" className="bar-button" onClick={() => document.getElementById(TOKEN_FIELD)?.focus()}>
              Enter a token
            </button>
          )}
        </div>
      )}
    </div>
  );
}
