/** The panel to begin with: questions that others ask, lists by their part of the business, and a search over all of it. */
import { type GraphiQLPlugin, useGraphiQLActions } from '@graphiql/react';
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { isObjectType } from 'graphql';
import { useDeferredValue, useId, useMemo } from 'react';
import { operationFor } from './default-fields.ts';
import { examples } from './examples.ts';
import { useOpenOperation } from './open-operation.ts';
import { schema } from './schema.ts';
import { aboutRoot, createSearch, groupsOf, type Hit } from './search.ts';
import { restCallsPlugin } from './rest-calls.tsx';
import { createStore, useStore } from './store.ts';

const Icon = () => (
  <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.5 10.5 3.5 3.5" />
  </svg>
);

export const findPlugin: GraphiQLPlugin = { title: 'Search', icon: Icon, content: Find };

/** By this the button above finds the search. */
export const SEARCH_FIELD = 'search';

const MOST = 40;

/** What is searched for, while another panel is shown. */
const searched = createStore('');

/** Opens an operation, and shows what it would call. */
function useOpenWithPlan() {
  const open = useOpenOperation();
  const actions = useGraphiQLActions();
  return (query: string) => {
    open(query);
    actions.setVisiblePlugin(restCallsPlugin);
  };
}

function Find() {
  const known = useStore(schema);
  const text = useStore(searched);
  const search = useMemo(() => createSearch(known, examples), [known]);
  const looked = useDeferredValue(text);
  const hits = useMemo(() => search(looked), [search, looked]);
  const id = useId();
  return (
    <section className="find panel" aria-labelledby={id}>
      <h2 id={id}>Examples and search</h2>
      <input
        id={SEARCH_FIELD}
        type="search"
        aria-label="Search questions, lists, fields and filters"
        placeholder="project, overdue, hours, seat …"
        value={text}
        onChange={(event) => searched.set(event.currentTarget.value)}
      />
      {looked.trim() === '' ? <Beginnings /> : <Hits hits={hits} text={looked} />}
    </section>
  );
}

function Hits({ hits, text }: { readonly hits: readonly Hit[]; readonly text: string }) {
  const open = useOpenWithPlan();
  const documents = useDocuments();
  return (
    <>
      <p className="quiet" role="status">
        {hits.length === 0
          ? `Nothing is called “${text}” here. Try the word that Kantata has for it.`
          : `${hits.length} found`}
      </p>
      <ul>
        {hits.slice(0, MOST).map((hit) => (
          <li key={`${hit.kind} ${hit.name}`}>
            <button
              type="button"
              className="hit"
              onClick={() => {
                if (hit.example) open(hit.example.query);
                else if (hit.root) open(operationFor(hit.root));
                else documents(hit.name);
              }}
            >
              <span className="hit-name">
                {hit.name} <span className="badge">{hit.kind}</span>
              </span>
              <span className="about">{hit.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Shows the documentation of `Story.dueDate`. */
function useDocuments(): (name: string) => void {
  const actions = useGraphiQLActions();
  return (name) => {
    const known = schema.get();
    const [typeName = '', fieldName = ''] = name.split('.');
    const type = known?.getType(typeName);
    if (!known || !type) return;
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    const reference = field
      ? { kind: 'Field', typeInfo: { schema: known, parentType: type, fieldDef: field } }
      : { kind: 'NamedType', typeInfo: { schema: known, type } };
    // GraphiQL's type asks for more than its documentation reads.
    actions.setSchemaReference(reference as unknown as Parameters<typeof actions.setSchemaReference>[0]);
    actions.setVisiblePlugin(DOC_EXPLORER_PLUGIN);
  };
}

function Beginnings() {
  const open = useOpenWithPlan();
  const known = useStore(schema);
  const groups = useMemo(() => (known ? groupsOf(known) : []), [known]);
  return (
    <>
      <h3>Questions</h3>
      <ul>
        {examples.map(({ title, question, about, cost, query }) => (
          <li key={title}>
            <button type="button" className="hit" title={title} onClick={() => open(query)}>
              <span className="hit-name">
                {question} <span className="cost">{cost}</span>
              </span>
              <span className="about">{about}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3>Lists</h3>
      {groups.map(({ name, roots }) => (
        <details key={name}>
          <summary>
            {name} <span className="quiet">{roots.length}</span>
          </summary>
          <ul>
            {roots.map((root) => (
              <li key={root.name}>
                <button type="button" className="hit" onClick={() => open(operationFor(root))}>
                  <span className="hit-name">{root.name}</span>
                  <span className="about">{aboutRoot(root)}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {groups.length === 0 && <p className="quiet">This gateway does not tell its schema.</p>}
    </>
  );
}
