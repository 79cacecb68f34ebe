import { useId } from 'react';
import type { ExternalReferenceSubjectType } from '../gql/graphql.ts';
import { words } from '../format.ts';
import { type Choice, STATUSES } from './choice.ts';
import { ALL_TYPES, GROUPS, LABELS } from './subject-types.ts';

interface FiltersProps {
  readonly choice: Choice;
  readonly providers: readonly string[];
  /** Told which parameters of the address are to change. */
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

export function Filters({ choice, providers, onChange }: FiltersProps) {
  const id = useId();
  const { types, status, provider, find } = choice;
  const choose = (chosen: readonly ExternalReferenceSubjectType[]) => onChange({ types: chosen.join(',') });
  const toggle = (type: ExternalReferenceSubjectType, on: boolean) =>
    choose(on ? [...types, type] : types.filter((one) => one !== type));
  // The chosen one stays there, also where a narrower search has none of its references.
  const names = provider && !providers.includes(provider) ? [...providers, provider] : providers;

  return (
    <>
      <form
        role="search"
        key={find}
        onSubmit={(event) => {
          event.preventDefault();
          const value = new FormData(event.currentTarget).get('find');
          onChange({ find: typeof value === 'string' ? value.trim() : '' });
        }}
      >
        <label htmlFor={`${id}-find`}>Id in the other system</label>
        <span className="joined">
          <input id={`${id}-find`} name="find" type="search" defaultValue={find} placeholder="OPS-12" />
          <button type="submit">Find</button>
        </span>
        {find && (
          <button type="button" className="link" onClick={() => onChange({ find: '' })}>
            Show all again
          </button>
        )}
      </form>

      <fieldset className="segments">
        <legend>Status</legend>
        {([null, ...STATUSES] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-status`}
              checked={status === one}
              onChange={() => onChange({ status: one ?? '' })}
            />
            <span>{one === null ? 'All' : words(one)}</span>
          </label>
        ))}
      </fieldset>

      <label htmlFor={`${id}-provider`}>Provider</label>
      <select id={`${id}-provider`} value={provider} onChange={(event) => onChange({ provider: event.target.value })}>
        <option value="">All providers</option>
        {names.toSorted().map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>

      {/* On a small screen they would stand before everything else. */}
      <details open={window.matchMedia('(min-width: 56rem)').matches}>
        <summary>
          Types of record <span className="count">{types.length}</span>
        </summary>
        <p className="hint">Each type costs the REST API a call or two for a page.</p>
        <p className="row">
          <button type="button" className="link" onClick={() => choose(ALL_TYPES)}>
            All {ALL_TYPES.length}
          </button>
          <button type="button" className="link" onClick={() => onChange({ types: '' })}>
            The usual five
          </button>
        </p>
        {GROUPS.map(({ name, types: own }) => (
          <fieldset key={name} className="chips">
            <legend>{name}</legend>
            {own.map((type) => (
              <label key={type}>
                <input
                  type="checkbox"
                  value={type}
                  checked={types.includes(type)}
                  // The last one stays: a board of nothing is no board.
                  disabled={types.length === 1 && types.includes(type)}
                  onChange={(event) => toggle(type, event.target.checked)}
                />
                <span>{LABELS[type]}</span>
              </label>
            ))}
          </fieldset>
        ))}
      </details>
    </>
  );
}
