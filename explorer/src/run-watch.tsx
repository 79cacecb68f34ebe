/** Notes which tab of the editor is shown. Draws nothing. */
import { pick, useGraphiQL } from '@graphiql/react';
import { useLayoutEffect } from 'react';
import { activeTab } from './run.ts';

export function RunWatch() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const id = tabs[activeTabIndex]?.id ?? '';
  useLayoutEffect(() => activeTab.set(id), [id]);
  return null;
}
