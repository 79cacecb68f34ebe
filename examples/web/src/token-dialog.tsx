import { useId, useRef } from 'react';

interface TokenDialogProps {
  readonly isDemo: boolean;
  /** Told what was entered; nothing means the demo's own user. */
  readonly onToken: (token: string) => void;
}

/** Who asks. The token goes to the client and is forgotten with the page. */
export function TokenDialog({ isDemo, onToken }: TokenDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  return (
    <>
      <button type="button" className="quiet" onClick={() => dialog.current?.showModal()}>
        {isDemo ? 'Demo user' : 'Your token'}
      </button>
      <dialog ref={dialog} aria-labelledby={`${id}-title`}>
        <form
          method="dialog"
          onSubmit={() => {
            onToken(field.current?.value.trim() ?? '');
            if (field.current) field.current.value = '';
          }}
        >
          <h2 id={`${id}-title`}>Whose account?</h2>
          <label htmlFor={`${id}-token`}>Kantata token</label>
          <input ref={field} id={`${id}-token`} type="password" autoComplete="off" spellCheck={false} />
          <p className="hint">
            Kept in this page’s memory only, and gone when you close or reload it. Leave it empty for the demo’s
            administrator; <code>demo-lead</code> and <code>demo-client</code> see less.
          </p>
          <p className="actions">
            <button type="submit">Use it</button>
            <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
