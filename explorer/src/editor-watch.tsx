/** Between the editors and the rest: what is typed is foretold, and what is pointed at is lit. */
import { pick, Range, useGraphiQL, useMonaco } from '@graphiql/react';
import type { editor } from 'monaco-editor';
import { useEffect } from 'react';
import { defineThemes } from './editor-theme.ts';
import { callsOf, foresight, foretell } from './foresight.ts';
import { pinned, pointed } from './pointing.ts';
import { callsFor, fieldAt } from './served-fields.ts';
import { useStore } from './store.ts';
import { token } from './token.ts';

/** How long one must have stopped typing, in milliseconds. */
const DEBOUNCE_MS = 250;

/** Draws nothing. */
export function EditorWatch() {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));

  const monaco = useMonaco((state) => state.monaco);

  useEffect(() => {
    if (monaco) defineThemes(monaco.editor);
  }, [monaco]);

  useEffect(() => {
    if (!queryEditor || !variableEditor) return undefined;
    queryEditor.updateOptions({ wordWrap: 'on' });
    // The Tab key leads on, as everywhere on the page; lines are indented as one types.
    void import('monaco-editor/esm/vs/editor/browser/config/tabFocus.js').then(({ TabFocus }) =>
      TabFocus.setTabFocusMode(true),
    );
    // The first stop of the keyboard. On a phone it would bring up the keys of the screen.
    if (document.activeElement === document.body && matchMedia('(hover: hover)').matches) queryEditor.focus();
    return watchTyping(queryEditor, variableEditor);
  }, [queryEditor, variableEditor]);

  useEffect(() => (queryEditor ? watchPointer(queryEditor) : undefined), [queryEditor]);

  useServedFields(queryEditor);
  return null;
}

const offsetOf = (editor: editor.IStandaloneCodeEditor) => {
  const [model, position] = [editor.getModel(), editor.getPosition()];
  return model && position ? model.getOffsetAt(position) : 0;
};

/** Has what stands in the editors foretold, whenever it changes. Returns how to end that. */
function watchTyping(query: editor.IStandaloneCodeEditor, variables: editor.IStandaloneCodeEditor): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    void foretell({ query: query.getValue(), variables: variables.getValue(), offset: offsetOf(query) });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DEBOUNCE_MS);
  };
  const severalOperations = () => (query.getValue().match(/^(query|\{)/gm)?.length ?? 0) > 1;
  const watched = [
    query.onDidChangeModelContent(soon),
    variables.onDidChangeModelContent(soon),
    query.onDidChangeCursorPosition(() => {
      if (severalOperations()) soon();
    }),
  ];
  // Cursors of a page are sealed with the token.
  const unsubscribe = token.subscribe(soon);
  ask();
  return () => {
    clearTimeout(timer);
    unsubscribe();
    for (const each of watched) each.dispose();
  };
}

/** Notes which field the mouse or the cursor is at. Returns how to end that. */
function watchPointer(query: editor.IStandaloneCodeEditor): () => void {
  const point = (offset: number | undefined) => {
    const field = offset === undefined ? undefined : fieldAt(foresight.get().fields, offset);
    const before = pointed.get();
    if (field) {
      if (before === null || 'call' in before || before.path !== field.path) pointed.set({ path: field.path });
      // The editor tells late that the mouse has left it: by then it may be at a call.
    } else if (before !== null && 'path' in before) pointed.set(null);
  };
  const watched = [
    query.onMouseMove(({ target }) => {
      const model = query.getModel();
      point(target.position && model ? model.getOffsetAt(target.position) : undefined);
    }),
    query.onMouseLeave(() => point(query.hasTextFocus() ? offsetOf(query) : undefined)),
    query.onDidChangeCursorPosition(() => {
      if (query.hasTextFocus()) point(offsetOf(query));
    }),
    query.onDidBlurEditorText(() => point(undefined)),
  ];
  return () => {
    for (const each of watched) each.dispose();
  };
}

/** Lights in the editor the fields that the call answers that is pointed at, or pinned. */
function useServedFields(query: editor.IStandaloneCodeEditor | undefined) {
  const { explanation, fields, problem } = useStore(foresight);
  const at = useStore(pointed);
  const pin = useStore(pinned);
  const call = at !== null && 'call' in at ? at.call : pin;

  useEffect(() => {
    const model = query?.getModel();
    if (!query || !model || call === null || problem) return undefined;
    const calls = callsOf(explanation);
    const served = fields.filter(({ path }) => callsFor(path, calls).includes(call));
    const decorations = query.createDecorationsCollection(
      served.map(({ from, to }) => {
        const [start, end] = [model.getPositionAt(from), model.getPositionAt(to)];
        return {
          range: new Range(start.lineNumber, start.column, end.lineNumber, end.column),
          options: { inlineClassName: 'served-field' },
        };
      }),
    );
    return () => decorations.clear();
  }, [query, call, explanation, fields, problem]);
}
