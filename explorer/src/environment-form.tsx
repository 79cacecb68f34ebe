/** Sets of headers and values, and how one is written. */
import { type FormEvent, Fragment, useId, useState } from 'react';
import {
  chosenEnvironment,
  type Environment,
  environments,
  removeEnvironment,
  saveEnvironment,
} from './environments.ts';
import { hasSecrets, headersIn, OF_THE_CALLER } from './headers.ts';
import { useStore } from './store.ts';

const EMPTY: Environment = { name: '', headers: '', variables: '' };

export function Environments() {
  const all = useStore(environments);
  const chosen = useStore(chosenEnvironment);
  const [draft, setDraft] = useState(EMPTY);
  const id = useId();
  return (
    <>
      <h3>Environments</h3>
      <label htmlFor={id}>Headers and values that go with each request</label>
      <select id={id} value={chosen} onChange={(event) => chosenEnvironment.set(event.currentTarget.value)}>
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
      <EnvironmentForm draft={draft} onChange={setDraft} />
    </>
  );
}

interface FormProps {
  readonly draft: Environment;
  readonly onChange: (draft: Environment) => void;
}

function EnvironmentForm({ draft, onChange }: FormProps) {
  const [problem, setProblem] = useState('');
  const id = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const environment = { ...draft, name: draft.name.trim() };
    const wrong = problemOf(environment);
    setProblem(wrong);
    if (wrong !== '') return;
    saveEnvironment(environment);
    chosenEnvironment.set(environment.name);
    onChange(EMPTY);
  };
  return (
    <form className="stack" onSubmit={save}>
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        id={`${id}-name`}
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      {(['headers', 'variables'] as const).map((part) => (
        <Fragment key={part}>
          <label htmlFor={`${id}-${part}`}>{PARTS[part].label}</label>
          <textarea
            id={`${id}-${part}`}
            rows={2}
            spellCheck={false}
            placeholder={PARTS[part].placeholder}
            value={draft[part]}
            onChange={(event) => onChange({ ...draft, [part]: event.currentTarget.value })}
          />
        </Fragment>
      ))}
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
  );
}

const PARTS = {
  headers: { label: 'Headers, one a line', placeholder: 'X-Team: reporting' },
  variables: { label: 'Variables, as JSON', placeholder: '{ "projectId": "42" }' },
} as const;

/** Why an environment cannot be kept; empty where it can. */
function problemOf({ name, headers, variables }: Environment): string {
  if (name === '') return 'It needs a name.';
  // An answer belongs to whom it was asked for, which the page knows by the token above alone.
  if (Object.keys(headersIn(headers)).some((header) => OF_THE_CALLER.has(header.toLowerCase())))
    return 'The token has its own place, at the top of the page.';
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
