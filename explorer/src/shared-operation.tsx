/** Filling the editors from an address that somebody shared. Nothing is run. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { parse } from 'graphql';
import { useEffect } from 'react';
import { fromFragment, type SharedOperation } from './shared-address.ts';

/** What the page's address holds, taken out of it: a reload does not bring it back over what was typed since. */
export function takeShared(): SharedOperation | null {
  const shared = fromFragment(location.hash);
  if (shared) history.replaceState(null, '', location.pathname + location.search);
  return shared;
}

/** Where the operation of that name begins, in characters; 0 where there is none. */
function startOf({ query, operationName }: SharedOperation): number {
  try {
    const { definitions } = parse(query);
    return definitions.find((node) => 'name' in node && node.name?.value === operationName)?.loc?.start ?? 0;
  } catch {
    return 0;
  }
}

/** Looks at the operation that the page was opened with, and opens whatever address is entered later. Draws nothing. */
export function SharedOperations({ first }: { readonly first: SharedOperation | null }) {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const actions = useGraphiQLActions();

  useEffect(() => {
    if (!queryEditor || !variableEditor) return undefined;
    const lookAt = (shared: SharedOperation) => {
      const position = queryEditor.getModel()?.getPositionAt(startOf(shared));
      if (position) queryEditor.setPosition(position);
    };
    if (first) lookAt(first);
    const open = () => {
      const shared = takeShared();
      if (!shared) return;
      actions.addTab();
      variableEditor.setValue(shared.variables);
      queryEditor.setValue(shared.query);
      lookAt(shared);
    };
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [queryEditor, variableEditor, actions, first]);
  return null;
}
