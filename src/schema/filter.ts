/**
 * How each kind of filter argument becomes parameters of the REST API.
 *
 * The API ignores what it does not understand: a blank value counts as not given, a list is one
 * string cut at its commas, `0` and `no` switch a boolean filter *on*. So a value that cannot be
 * carried is refused here, before anything is called.
 */
import { type Enumeration, type ScalarName, wireName } from './attribute.ts';
import { kantataIdOf } from './global-id.ts';
import { UnusableInput } from './unusable-input.ts';

/** An input object that a filter takes. Filters of the same name share one declaration. */
export interface InputShape {
  readonly kind: 'input';
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, InputField>>;
  /** Exactly one field must be given (`@oneOf`). */
  readonly isOneOf?: boolean;
}

export interface InputField {
  readonly type: FilterType;
  readonly list?: boolean;
  readonly required?: boolean;
  readonly description: string;
}

export type FilterType = { readonly kind: 'scalar'; readonly name: ScalarName } | Enumeration | InputShape;

/** What a filter sends: parameters; `nothing` when no row can match, so that nothing need be called. */
export type Sent = Readonly<Record<string, string>> | 'nothing';

export interface Filter {
  readonly type: FilterType;
  readonly list: boolean;
  readonly required: boolean;
  /** For a mandatory parameter that holds one value: the argument that takes several, one request for each. */
  readonly several: string | null;
  readonly description: string;
  /** The parameter's name, where it is not the argument's name in snake case. */
  readonly wire: string | null;
  /** The parameters that it may send, where they are others than the one that its name gives. */
  readonly params: readonly string[] | null;
  /** What to use in its place, for an argument that stays only for clients that have it. */
  readonly deprecated: string | null;
  /** GraphQL value to parameters. `param` is the wire name, `label` the argument's. Throws {@link UnusableInput}. */
  readonly send: (value: never, param: string, label: string) => Sent;
}

/** Declares a filter of any type; the functions below declare the usual ones. */
export const filter = (
  type: FilterType,
  description: string,
  send: (value: never, param: string, label: string) => Sent,
  list = false,
): Filter => ({
  type,
  list,
  required: false,
  several: null,
  description,
  wire: null,
  params: null,
  deprecated: null,
  send,
});

export const refuse = (reason: string): never => {
  throw new UnusableInput(reason);
};

// biome-ignore format: one line
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Text as the API will compare it. Blank text would count as no filter at all, and is refused. */
const wireText = (value: string, label: string) => {
  if (value.trim() === '') refuse(`${label}: blank text is rejected; the API would ignore the filter.`);
  if (CONTROL.test(value)) refuse(`${label}: text must not contain control characters.`);
  return value;
};

const wireListEntry = (value: string, label: string) =>
  value.includes(',') ? refuse(`${label}: entries must not contain commas.`) : wireText(value, label);

/** One id; `ofType` names the type whose global ids are accepted as well. */
export const id = (description: string, ofType?: string): Filter =>
  filter({ kind: 'scalar', name: 'ID' }, description, (value: string, param, label) => ({
    [param]: kantataIdOf(value, ofType, label),
  }));

/** Several ids in one parameter. No id at all matches no row. */
export const ids = (description: string, ofType?: string, { atMost }: { atMost?: number } = {}): Filter =>
  filter(
    { kind: 'scalar', name: 'ID' },
    description,
    (values: readonly string[], param, label) => {
      if (values.length === 0) return 'nothing';
      if (atMost && values.length > atMost) refuse(`${label}: at most ${atMost} ids.`);
      return { [param]: [...new Set(values.map((value) => kantataIdOf(value, ofType, label)))].join(',') };
    },
    true,
  );

/** Several ids whose rows are excluded. No id at all leaves nothing out. */
export const exceptIds = (description: string, ofType?: string): Filter => {
  const some = ids(description, ofType);
  return {
    ...some,
    send: (values, param, label) => ((values as string[]).length === 0 ? {} : some.send(values, param, label)),
  };
};

/** A whole number that is no id. Throws for one below `atLeast`. */
export const integer = (description: string, { atLeast = 0 }: { atLeast?: number } = {}): Filter =>
  filter({ kind: 'scalar', name: 'Int' }, description, (value: number, param, label) =>
    value < atLeast ? refuse(`${label}: must be at least ${atLeast}.`) : { [param]: String(value) },
  );

export const text = (description: string): Filter =>
  filter({ kind: 'scalar', name: 'String' }, description, (value: string, param, label) => ({
    [param]: wireText(value, label),
  }));

/** Several texts in one parameter, cut at its commas by the API. No text at all matches no row. */
export const texts = (description: string, { atMost }: { atMost?: number } = {}): Filter =>
  filter(
    { kind: 'scalar', name: 'String' },
    description,
    (values: readonly string[], param, label) => {
      if (values.length === 0) return 'nothing';
      if (atMost && values.length > atMost) refuse(`${label}: at most ${atMost} values.`);
      return { [param]: [...new Set(values.map((value) => wireListEntry(value, label)))].join(',') };
    },
    true,
  );

export const boolean = (description: string): Filter =>
  filter({ kind: 'scalar', name: 'Boolean' }, description, (value: boolean, param) => ({ [param]: String(value) }));

/**
 * A switch that only `true` means something to: the API takes any value as on, or does nothing for
 * `false`, or does not say what `false` does. So `false` is sent by leaving it out.
 */
export const flag = (description: string): Filter =>
  filter({ kind: 'scalar', name: 'Boolean' }, description, (value: boolean, param) =>
    value ? { [param]: 'true' } : {},
  );

/** A calendar date as the API writes it. */
export const wireDay = (value: unknown) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value));

export const date = (description: string): Filter =>
  filter({ kind: 'scalar', name: 'Date' }, description, (value: unknown, param) => ({ [param]: wireDay(value) }));

export const dateTime = (description: string): Filter =>
  filter({ kind: 'scalar', name: 'DateTime' }, description, (value: unknown, param) => ({
    [param]: value instanceof Date ? value.toISOString() : String(value),
  }));

const wireWord = (words: Enumeration, name: string) =>
  words.values.find((value) => value.name === name)?.wire ?? refuse(`${words.name} has no value ${name}.`);

/**
 * One word of a closed set.
 *
 * @param spelling words that this parameter spells otherwise than the rows: name -> word.
 */
export const oneOf = (
  words: Enumeration,
  description: string,
  spelling: Readonly<Record<string, string>> = {},
): Filter =>
  filter(words, description, (name: string, param) => ({ [param]: spelling[name] ?? wireWord(words, name) }));

/** Any of several words, in one parameter. No word at all matches no row. `spelling` as of {@link oneOf}. */
export const anyOf = (
  words: Enumeration,
  description: string,
  spelling: Readonly<Record<string, string>> = {},
): Filter =>
  filter(
    words,
    description,
    (names: readonly string[], param) =>
      names.length === 0
        ? 'nothing'
        : { [param]: [...new Set(names.map((name) => spelling[name] ?? wireWord(words, name)))].join(',') },
    true,
  );

/** Marks an argument that the endpoint cannot do without. */
export const required = (argument: Filter): Filter => ({ ...argument, required: true });

/** A mandatory argument with an alternative that takes several values: one request for each of them. */
export const requiredOrSeveral = (several: string, argument: Filter): Filter => ({
  ...argument,
  required: true,
  several,
});

/** Sends the filter under another name than the argument's in snake case. */
export const wire = (name: string, argument: Filter): Filter => ({ ...argument, wire: name });

/** Keeps an argument for clients that have it; `instead` says which one has taken its place. */
export const deprecated = (instead: string, argument: Filter): Filter => ({ ...argument, deprecated: instead });

/** The parameters that an argument may send. */
export const paramsOf = (name: string, argument: Filter): readonly string[] =>
  argument.params ?? [wireName(name, argument)];

export type Filters = Readonly<Record<string, Filter>>;

/**
 * The parameters of a filter input, or `nothing` when one of them can match no row.
 * An argument that is absent or null is left out. Throws {@link UnusableInput}.
 */
export function sendFilters(filters: Filters, values: Readonly<Record<string, unknown>>): Sent {
  const params: Record<string, string> = {};
  let nothing = false;
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    const declared = filters[name];
    if (!declared) continue;
    const sent = declared.send(value as never, wireName(name, declared), name);
    if (sent === 'nothing') {
      nothing = true;
      continue;
    }
    for (const [param, text] of Object.entries(sent)) {
      if (param in params)
        refuse(`${name}: another argument of this filter sets the same REST parameter; give only one of them.`);
      params[param] = text;
    }
  }
  if (params.search !== undefined && params.only !== undefined)
    refuse('search and ids cannot be combined: the API would ignore the ids.');
  return nothing ? 'nothing' : params;
}
