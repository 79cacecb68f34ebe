/** The panel of what one keeps: operations, and the headers and values that go with requests. */
import { type GraphiQLPlugin, pick, useGraphiQL } from '@graphiql/react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { collection, fileOf, readFile, removeOperation, saveOperations } from './collections.ts';
import { download } from './download.ts';
import {
  chosenEnvironment,
  type Environment,
  environments,
  removeEnvironment,
  saveEnvironment,
} from './environments.ts';
import { hasSecrets } from './headers.ts';
import { counted } from './measures.ts';
import { useOpenOperation } from './open-operation.ts';
import { useSaid } from './said.ts';
import { useStore } from './store.ts';

const Icon = () => (
  <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round">
    <path d="M4 2.5h8v11l-4-3-4 3z" />
  </svg>
);

export const savedPlugin: GraphiQLPlugin = { title: 'Saved', icon: Icon, content: Saved };

function Saved() {
  const id = useId();
  return (
    <section className="saved panel" aria-labelledby={id}>
      <h2 id={id}>Saved</h2>
      <Collection />
      <Environments />
    </section>
  );
}

function Collection() {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const operations = useStore(collection);
  const open = useOpenOperation();
  const [name, setName] = useState('');
  const [said, say] = useSaid();
  const picker = useRef<HTMLInputElement>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const query = queryEditor?.getValue() ?? '';
    if (name.trim() === '' || query.trim() === '') return;
    saveOperations([{ name: name.trim(), query, variables: variableEditor?.getValue() ?? '' }]);
    say(`Saved as ${name.trim()}`);
    setName('');
  };
  const read = async (files: readonly File[]) => {
    let count = 0;
    for (const file of files) {
      const found = readFile(file.name, await file.text());
      if (found === null) {
        say(`${file.name} is no collection and no .graphql file`);
        return;
      }
      saveOperations(found);
      count += found.length;
    }
    say(`${counted(count, 'operation')} opened`);
  };
  return (
    <>
      <h3>Operations</h3>
      <form className="row" onSubmit={save}>
        <input
          aria-label="Name of the operation"
          placeholder="Name of what is in the editor"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" className="bar-button">
          Save
        </button>
      </form>
      {operations.length === 0 && (
        <p className="quiet">
          Nothing yet. Saved operations stay in this browser, and go into a file for your repository.
        </p>
      )}
      <ul>
        {operations.map((one) => (
          <li key={one.name} className="row">
            <button type="button" className="hit" onClick={() => open(one.query, one.variables)}>
              {one.name}
            </button>
            <button
              type="button"
              className="bar-button"
              aria-label={`Remove ${one.name}`}
              onClick={() => removeOperation(one.name)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <div className="row">
        <button
          type="button"
          className="bar-button"
          disabled={operations.length === 0}
          onClick={() => download('collection.json', 'application/json', fileOf(operations))}
        >
          To a file
        </button>
        <button type="button" className="bar-button" onClick={() => picker.current?.click()}>
          From files …
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          aria-label="Collections or .graphql files"
          accept=".json,.graphql,.gql"
          onChange={(event) => {
            // What the browser hands over is emptied with the field.
            void read([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <p role="status" className="said">
        {said}
      </p>
    </>
  );
}

const EMPTY: Environment = { name: '', headers: '', variables: '' };

function Environments() {
  const all = useStore(environments);
  const chosen = useStore(chosenEnvironment);
  const [draft, setDraft] = useState(EMPTY);
  const [problem, setProblem] = useState('');
  const id = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const name = draft.name.trim();
    const wrong = problemOf({ ...draft, name });
    setProblem(wrong);
    if (wrong !== '') return;
    saveEnvironment({ ...draft, name });
    chosenEnvironment.set(name);
    setDraft(EMPTY);
  };
  return (
    <>
      <h3>Environments</h3>
      <label htmlFor={`${id}-chosen`}>Headers and values that go with each request</label>
      <select id={`${id}-chosen`} value={chosen} onChange={(event) => chosenEnvironment.set(event.currentTarget.value)}>
        <option value="">None</option>
        {all.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      {chosen !== '' && (
        <div className="row">
          <button
            type="button"
            className="bar-button"
            onClick={() => setDraft(all.find((one) => one.name === chosen) ?? EMPTY)}
          >
            Change
          </button>
          <button type="button" className="bar-button" onClick={() => removeEnvironment(chosen)}>
            Remove
          </button>
        </div>
      )}
      <form className="stack" onSubmit={save}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <label htmlFor={`${id}-headers`}>Headers, one a line</label>
        <textarea
          id={`${id}-headers`}
          rows={2}
          spellCheck={false}
          placeholder="X-Team: reporting"
          value={draft.headers}
          onChange={(event) => setDraft({ ...draft, headers: event.currentTarget.value })}
        />
        <label htmlFor={`${id}-variables`}>Variables, as JSON</label>
        <textarea
          id={`${id}-variables`}
          rows={2}
          spellCheck={false}
          placeholder='{ "projectId": "42" }'
          value={draft.variables}
          onChange={(event) => setDraft({ ...draft, variables: event.currentTarget.value })}
        />
        {hasSecrets(draft.headers) && (
          <p className="quiet">Values of headers that look like secrets are forgotten with this page.</p>
        )}
        {problem !== '' && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        <button type="submit" className="bar-button">
          Save environment
        </button>
      </form>
    </>
  );
}

/** Why an environment cannot be kept; empty where it can. */
function problemOf({ name, variables }: Environment): string {
  if (name === '') return 'It needs a name.';
  if (variables.trim() === '') return '';
  try {
    const value = JSON.parse(variables) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? ''
      : 'The variables are no JSON object.';
  } catch {
    return 'The variables are no JSON.';
  }
}
