/** Asks for the next page of a list, and appends it to the answer. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { type AnswerError, adviceFor } from './advice.ts';
import type { Answer } from './answer.ts';
import { currentCaller } from './caller.ts';
import { defaultsFor } from './environments.ts';
import { gateway, graphqlUrl } from './gateway.ts';
import { counted } from './measures.ts';
import { nextPageOf, pageInfoOf, pageInfoPlace, withPage } from './next-page.ts';
import { activeTab, addErrors, requestHeaders, type Run } from './run.ts';
import { token } from './token.ts';

interface NextPageProps {
  readonly answer: Answer;
  /** The response key of the list. */
  readonly listKey: string;
  readonly run: Run;
  readonly say: (text: string) => void;
}

/** A list of an answer, as far as it is read here. */
type List = Record<string, unknown>;

interface Page {
  readonly data?: Readonly<Record<string, List | null>> | null;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: { readonly upstream?: { readonly total?: number } };
}

export function NextPage({ answer, listKey, run, say }: NextPageProps) {
  const { responseEditor } = useGraphiQL(pick('responseEditor'));
  const actions = useGraphiQLActions();
  const [isBusy, setBusy] = useState(false);
  const data = answer.data as Record<string, List | null>;
  const list = data[listKey];
  if (!list || !(Array.isArray(list.nodes) || Array.isArray(list.edges))) return null;
  const info = pageInfoOf(list);
  if (!info) return <AddPageInfo listKey={listKey} run={run} />;
  const { hasNextPage, endCursor } = info;
  if (!hasNextPage || !endCursor) return <span className="quiet">All pages are here.</span>;

  const append = (page: Page) => {
    const { errors = [], extensions } = page;
    const circumstances = { hasToken: token.get() !== '', retryAfterS: null, signsIn: gateway.signIn ?? false };
    if (errors.length > 0) addErrors(errors, adviceFor(errors, circumstances));
    const more = page.data?.[listKey];
    if (!more) return;
    const text = JSON.stringify({ ...answer, data: { ...data, [listKey]: withPage(list, more) } }, null, 2);
    responseEditor?.setValue(text);
    actions.updateActiveTabValues({ response: text });
    const calls = extensions?.upstream?.total;
    say(`Next page appended${calls === undefined ? '' : `: ${counted(calls, 'REST call')}`}`);
  };
  const ask = async () => {
    const [tab, caller] = [activeTab.get(), currentCaller().key];
    setBusy(true);
    const page = await pageAfter(run, listKey, endCursor).catch(() => null);
    setBusy(false);
    // Somebody else's page, or one for another answer, belongs to nothing that is shown.
    if (activeTab.get() !== tab || currentCaller().key !== caller) return;
    if (page) append(page);
    else say('The gateway does not answer');
  };
  return (
    <button type="button" className="bar-button" disabled={isBusy} onClick={() => void ask()}>
      {isBusy ? 'Asking …' : 'Next page'}
    </button>
  );
}

/** Rejects where the gateway does not answer. */
async function pageAfter({ params }: Run, listKey: string, cursor: string): Promise<Page> {
  const { query, operationName } = params;
  const next = nextPageOf(query, operationName, listKey, cursor);
  if (!next) throw new TypeError('the operation has no such list');
  const all = { ...defaultsFor(query), ...(params.variables as object | undefined) };
  const variables = Object.fromEntries(Object.entries(all).filter(([name]) => next.variables.has(name)));
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...requestHeaders(),
      ...(gateway.explain && { 'x-upstream-trace': '1' }),
    },
    body: JSON.stringify({ query: next.query, variables, operationName: operationName ?? undefined }),
  });
  return (await response.json()) as Page;
}

/** Writes into the operation what the end of a page is known by. It costs no call. */
function AddPageInfo({ listKey, run }: Pick<NextPageProps, 'listKey' | 'run'>) {
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  const place = pageInfoPlace(queryEditor?.getValue() ?? '', run.params.operationName, listKey);
  if (place === null) return null;
  const add = () => {
    const position = queryEditor?.getModel()?.getPositionAt(place);
    if (!queryEditor || !position) return;
    const { lineNumber, column } = position;
    const range = { startLineNumber: lineNumber, startColumn: column, endLineNumber: lineNumber, endColumn: column };
    queryEditor.executeEdits('paging', [{ range, text: ' pageInfo { hasNextPage endCursor }' }]);
  };
  return (
    <button type="button" className="bar-button" onClick={add} title="Without it the end of this page is not known">
      Add pageInfo to page on
    </button>
  );
}
