/** What stands above an answer: whose it is, how it goes on, and what to do about its errors. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { editor } from 'monaco-editor';
import { type AnswerError, codeOf, type Smaller } from './advice.ts';
import { useCaller } from './caller.ts';
import { gateway, loginUrl } from './gateway.ts';
import { counted } from './measures.ts';
import { type Run, useRun } from './run.ts';
import { editFor } from './smaller.ts';
import { useStore } from './store.ts';
import { token } from './token.ts';
import { stoppedWords, Waiting } from './waiting.tsx';
import { TOKEN_FIELD } from './who.tsx';

export function Notices() {
  const run = useRun();
  const actions = useGraphiQLActions();
  const caller = useCaller();
  if (!run) return null;
  if (run.tookMs === null) return <Waiting run={run} />;
  const isOfAnother = run.caller.key !== caller.key;
  return (
    <div className="notice-place">
      {isOfAnother && (
        <div className="notice stale" role="status">
          <p>
            <strong>This is the answer for {run.caller.name}.</strong> {caller.name} may see other rows.
          </p>
          <button type="button" className="bar-button" onClick={() => actions.run()}>
            {caller.runAs}
          </button>
        </div>
      )}
      <div role="status">
        {run.isStopped && (
          <div className="notice">
            <p>{stoppedWords(run, gateway.explain)}</p>
          </div>
        )}
        {run.advice && (
          <div className="notice failed">
            <p>
              <strong>{run.advice.title}</strong>
              <span>{run.advice.text}</span>
            </p>
            {run.advice.wantsToken && <WayIn />}
            {run.advice.smaller && <AskForFewer smaller={run.advice.smaller} run={run} />}
          </div>
        )}
        {run.errors.length > 0 && <Errors errors={run.errors} />}
      </div>
    </div>
  );
}

/** Every error, so that none hides behind the one that the advice is about. */
function Errors({ errors }: { readonly errors: readonly AnswerError[] }) {
  return (
    <details className="errors" open={errors.length > 1 || undefined}>
      <summary>{counted(errors.length, 'error')} in the answer</summary>
      <ol>
        {errors.map((error, index) => (
          // Errors have no name of their own, and do not move.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <code>{codeOf(error) || 'ERROR'}</code>
            {error.path && <code className="place">{error.path.join('.')}</code>}
            <span>{error.message}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The way out of a refusal: the same operation with as many rows as will be answered. */
function AskForFewer({ smaller, run }: { readonly smaller: Smaller; readonly run: Run }) {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const actions = useGraphiQLActions();
  const query = queryEditor?.getValue() ?? '';
  const { first, paths } = smaller;
  const edits = paths.map((path) => editFor(query, run.params.operationName ?? undefined, { first, path }));
  if (edits.includes(null)) return null;
  const apply = () => {
    const model = queryEditor?.getModel();
    if (!queryEditor || !model) return;
    const values: Record<string, unknown> = {};
    const texts = edits.flatMap((edit) => {
      if (edit && 'variable' in edit) values[edit.variable] = edit.value;
      return edit && 'text' in edit ? [{ range: rangeOf(model, edit), text: edit.text }] : [];
    });
    if (Object.keys(values).length > 0) {
      const variables = { ...(run.params.variables as object | undefined), ...values };
      variableEditor?.setValue(JSON.stringify(variables, null, 2));
    }
    queryEditor.executeEdits('refusal', texts);
    actions.run();
  };
  const lists = paths.flatMap((path) => path.at(-1) ?? []);
  return (
    <button type="button" className="bar-button" onClick={apply}>
      Run with the first {first}
      {lists.length > 0 ? ` of ${lists.join(', ')}` : ''}
    </button>
  );
}

function rangeOf(model: editor.ITextModel, { from, to }: { readonly from: number; readonly to: number }) {
  const [start, end] = [model.getPositionAt(from), model.getPositionAt(to)];
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
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
