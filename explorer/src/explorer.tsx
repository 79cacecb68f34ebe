/** The page: GraphiQL with its plugins, one of our own, and what stands around it. */
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import './explorer.css';
import './table.css';
import './editor-workers.ts';
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { makeTabsAccessible } from './accessible-tabs.ts';
import { AnswerPane } from './answer-bar.tsx';
import { EditorWatch } from './editor-watch.tsx';
import { firstQuery } from './examples.ts';
import { findPlugin } from './find.tsx';
import { defaultFieldNames } from './default-fields.ts';
import { savedPlugin } from './saved.tsx';
import { RunWatch } from './run-watch.tsx';
import { restCallsPlugin } from './rest-calls.tsx';
import { fetcher } from './run.ts';
import { loadSchema, schema } from './schema.ts';
import type { SharedOperation } from './shared-address.ts';
import { SharedOperations, takeShared } from './shared-operation.tsx';
import { useStore } from './store.ts';
import { TopBar } from './top-bar.tsx';

const plugins = [
  restCallsPlugin,
  findPlugin,
  savedPlugin,
  DOC_EXPLORER_PLUGIN,
  explorerPlugin({ title: 'Fields' }),
  HISTORY_PLUGIN,
];

/** Draws the explorer into an element, in place of what is there. */
export function showExplorer(element: HTMLElement): void {
  void loadSchema();
  createRoot(element).render(<Explorer shared={takeShared()} />);
}

function Explorer({ shared }: { readonly shared: SharedOperation | null }) {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      schema={useStore(schema)}
      dangerouslyAssumeSchemaIsValid
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={restCallsPlugin}
      defaultQuery={firstQuery}
      getDefaultFieldNames={defaultFieldNames}
      {...(shared && { initialQuery: shared.query, initialVariables: shared.variables })}
    >
      <HistoryStore>
        <DocExplorerStore>
          <main className="graphiql-container explorer" ref={makeTabsAccessible}>
            <TopBar />
            <GraphiQLInterface isHeadersEditorEnabled={false} showPersistHeadersSettings={false}>
              <GraphiQL.Logo> </GraphiQL.Logo>
              <GraphiQL.Footer>
                <AnswerPane />
              </GraphiQL.Footer>
            </GraphiQLInterface>
            <RunWatch />
            <EditorWatch />
            <SharedOperations first={shared} />
          </main>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}
