/** The panel of what one keeps: operations, and the headers and values that go with requests. */
import { type GraphiQLPlugin, pick, useGraphiQL } from '@graphiql/react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { collection, fileOf, readFile, removeOperation, saveOperations } from './collections.ts';
import { download } from './download.ts';
import { Environments } from './environment-form.tsx';
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
  const operations = useStore(collection);
  const open = useOpenOperation();
  const [said, say] = useSaid();
  return (
    <>
      <h3>Operations</h3>
      <SaveForm say={say} />
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
      <Files say={say} />
      <p role="status" className="said">
        {said}
      </p>
    </>
  );
}

interface Saying {
  readonly say: (text: string) => void;
}

function SaveForm({ say }: Saying) {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const [name, setName] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    const query = queryEditor?.getValue() ?? '';
    if (name.trim() === '' || query.trim() === '') return;
    saveOperations([{ name: name.trim(), query, variables: variableEditor?.getValue() ?? '' }]);
    say(`Saved as ${name.trim()}`);
    setName('');
  };
  return (
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
  );
}

function Files({ say }: Saying) {
  const operations = useStore(collection);
  const picker = useRef<HTMLInputElement>(null);
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
  );
}
