/** Opens an operation in the editor, without taking anything away that somebody wrote. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { examples } from './examples.ts';

/** What the page itself has put into the editor: it makes room for the next one. */
const offered = new Set(examples.map(({ query }) => query));

export function useOpenOperation(): (query: string, variables?: string) => void {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const actions = useGraphiQLActions();
  return (query, variables = '') => {
    const current = queryEditor?.getValue() ?? '';
    if (current.trim() !== '' && !offered.has(current)) actions.addTab();
    offered.add(query);
    variableEditor?.setValue(variables);
    queryEditor?.setValue(query);
    queryEditor?.setScrollTop(0);
    // On a phone that would bring up the keys of the screen.
    if (matchMedia('(hover: hover)').matches) queryEditor?.focus();
    else queryEditor?.getContainerDomNode().scrollIntoView({ block: 'nearest' });
  };
}
