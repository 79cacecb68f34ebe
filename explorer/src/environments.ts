/** Headers and values that go with every request, kept under a name: one set for each account or proxy. */
import type { FetcherParams } from '@graphiql/toolkit';
import { headersIn, OF_THE_CALLER, withoutSecrets } from './headers.ts';
import { createStore } from './store.ts';

export interface Environment {
  readonly name: string;
  /** `Name: value`, a line each. */
  readonly headers: string;
  /** JSON: values for variables that the operation declares and the editor leaves out. */
  readonly variables: string;
}

const KEY = 'kantata:environments';
const CHOSEN = 'kantata:environment';

function read(): readonly Environment[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as readonly Environment[];
  } catch {
    return [];
  }
}

export const environments = createStore(read());

/** The name of the one in use; empty for none. */
export const chosenEnvironment = createStore(localStorage.getItem(CHOSEN) ?? '');

environments.subscribe(() =>
  localStorage.setItem(
    KEY,
    JSON.stringify(environments.get().map((one) => ({ ...one, headers: withoutSecrets(one.headers) }))),
  ),
);
chosenEnvironment.subscribe(() => localStorage.setItem(CHOSEN, chosenEnvironment.get()));

/** Adds an environment, or takes the place of the one of that name. */
export function saveEnvironment(environment: Environment): void {
  const others = environments.get().filter(({ name }) => name !== environment.name);
  environments.set([...others, environment].toSorted((one, other) => one.name.localeCompare(other.name)));
}

export function removeEnvironment(name: string): void {
  environments.set(environments.get().filter((one) => one.name !== name));
  if (chosenEnvironment.get() === name) chosenEnvironment.set('');
}

const current = () => environments.get().find(({ name }) => name === chosenEnvironment.get());

export const currentHeaders = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headersIn(current()?.headers ?? '')).filter(([name]) => !OF_THE_CALLER.has(name.toLowerCase())),
  );

/** The values of the environment, for variables that the document declares. */
export function defaultsFor(query: string): Readonly<Record<string, unknown>> {
  try {
    const values = JSON.parse(current()?.variables || '{}') as Record<string, unknown>;
    return Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`\\$${name}\\s*:`).test(query)));
  } catch {
    return {};
  }
}

/** What is asked, with values of the environment for variables that have none. */
export function withDefaults(params: FetcherParams): FetcherParams {
  const defaults = defaultsFor(params.query);
  if (Object.keys(defaults).length === 0) return params;
  return { ...params, variables: { ...defaults, ...(params.variables as object | undefined) } };
}
