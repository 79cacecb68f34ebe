/** What a filter asks of a row, and the parts from which the rules of single parameters are made. */
import { type Shelf, shelfOfKey, shelfOfTypeName } from './catalogue.ts';
import { isOn, trimmedPieces } from './params.ts';
import { asText, idsIn, type Row, type StoredRow } from './row.ts';
import type { View } from './view.ts';

export type Test = (row: StoredRow) => boolean;

/** All parameters in force, those that were assumed included. */
export type InForce = ReadonlyMap<string, string>;

export interface Question {
  readonly shelf: Shelf;
  readonly view: View;
  readonly value: string;
  readonly inForce: InForce;
}

/** What a filter asks of a row; `null` when with this value it asks nothing. */
export type Rule = (question: Question) => Test | null;

/** The rules of one list, by parameter. */
export type Rules = Readonly<Record<string, Rule>>;

type Meets = (row: StoredRow, question: Question) => boolean;

/** Asks only when it is switched on, as every value but `false` does. */
export const on =
  (meets: Meets): Rule =>
  (question) =>
    isOn(question.value) ? (row) => meets(row, question) : null;

/** Asks unless it is switched on: what hides rows by default. */
export const off =
  (meets: Meets): Rule =>
  (question) =>
    isOn(question.value) ? null : (row) => meets(row, question);

/** Asks whatever the value is: what the API takes as true even for `false`. */
export const always =
  (meets: Meets): Rule =>
  (question) =>
  (row) =>
    meets(row, question);

/** True and false select the one and the other half. */
export const either =
  (meets: Meets): Rule =>
  (question) =>
  (row) =>
    meets(row, question) === isOn(question.value);

/** Asks nothing by itself, because another rule reads it. */
export const inert: Rule = () => null;

export const ids = (value: string) => new Set(trimmedPieces(value));
export const has = (wanted: ReadonlySet<string>, value: unknown) =>
  value !== null && value !== undefined && wanted.has(asText(value));
export const hasAny = (wanted: ReadonlySet<string>, values: unknown) => idsIn(values).some((id) => wanted.has(id));
export const isNone = (value: unknown) => value === null || value === undefined || value === '';

/** The column holds one of the listed values. */
export const among =
  (field: string): Rule =>
  ({ value }) => {
    const wanted = ids(value);
    return (row) => has(wanted, row[field]);
  };

/** The column holds none of the listed values. */
export const notAmong =
  (field: string): Rule =>
  ({ value }) => {
    const unwanted = ids(value);
    return (row) => !has(unwanted, row[field]);
  };

/** The column of ids holds one of the listed ids. */
export const amongMany =
  (field: string): Rule =>
  ({ value }) => {
    const wanted = ids(value);
    return (row) => hasAny(wanted, row[field]);
  };

/** A record of another collection that the value names says whether a row fits. */
export const byRecord =
  (key: string, meets: (record: StoredRow, row: StoredRow, question: Question) => boolean): Rule =>
  (question) => {
    const record = question.view.raw(key, question.value);
    return (row) => record !== undefined && meets(record, row, question);
  };

const day = (value: unknown) => asText(value).slice(0, 10);

/** The ends of a span; an end that is left off is open. */
export const ends = (value: string, separator: string): [from: string, to: string] => {
  const [from = '', to = ''] = value.split(separator);
  return [from.trim(), to.trim()];
};

/** Days are text in one form, so that they compare as they stand. */
export const within = (value: unknown, [from, to]: readonly [string, string]) =>
  !isNone(value) && (from === '' || day(value) >= from) && (to === '' || day(value) <= to);

/** One of the columns holds a day within the span. */
export const between =
  (fields: readonly string[], separator = ':'): Rule =>
  ({ value }) => {
    const span = ends(value, separator);
    return (row) => fields.some((field) => within(row[field], span));
  };

/** The span from one column to another touches the span asked for. */
export const overlaps =
  (first: string, last: string, separator = ':') =>
  (value: string): ((row: Row) => boolean) => {
    const [from, to] = ends(value, separator);
    return (row) =>
      !isNone(row[first]) &&
      (to === '' || day(row[first]) <= to) &&
      (from === '' || day(row[last] ?? row[first]) >= from);
  };

export const later =
  (field: string): Rule =>
  ({ value }) =>
  (row) =>
    !isNone(row[field]) && day(row[field]) > value;
export const earlier =
  (field: string): Rule =>
  ({ value }) =>
  (row) =>
    !isNone(row[field]) && day(row[field]) < value;
export const same =
  (field: string): Rule =>
  ({ value }) =>
  (row) =>
    !isNone(row[field]) && asText(row[field]) === value;

/** The record that the column `via` names has the value in a column of its own. */
export const sameIn =
  (key: string, via: string, field: string): Rule =>
  ({ value, view }) =>
  (row) =>
    asText(view.raw(key, row[via])?.[field]) === value;

/** The text stands somewhere in one of the texts, whatever the case. */
export const contains = (wanted: string, texts: readonly unknown[]) =>
  texts.some((text) => typeof text === 'string' && text.toLowerCase().includes(wanted.toLowerCase()));

/** One of the columns holds this text somewhere, whatever the case. */
export const partOf =
  (...fields: readonly string[]): Rule =>
  ({ value }) =>
  (row) =>
    contains(
      value,
      fields.map((field) => row[field]),
    );

/** Words that begin with what is asked for, whatever the case: every word asked must begin one. */
export const matchesText = (wanted: string, texts: readonly unknown[]) => {
  const words = texts.flatMap((text) => (typeof text === 'string' ? text.toLowerCase().split(/[^\p{L}\p{N}]+/u) : []));
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => words.some((candidate) => candidate.startsWith(word)));
};

/** What the API filters by and never writes. */
export const unwritten = ({ unwritten: columns }: Row) => (columns ?? {}) as Row;

/** The rows of a collection, as a list. */
export const rowsOf = ({ view }: Pick<Question, 'view'>, key: string) => [...view.table(key).values()];

/** A set derived from the rows of the account, made once for all requests until a row changes. */
export const known = ({ view }: Pick<Question, 'view'>, name: string, make: () => Iterable<unknown>) =>
  view.memo(name, () => new Set([...make()].map(asText)));

export const accountOf = ({ view }: Pick<Question, 'view'>) => view.raw('users', view.user.userId)?.account_id;

/** Whether a record belongs to the caller's account. One whose account is not known does. */
export const isOnAccount = (record: Row | undefined, question: Pick<Question, 'view'>) => {
  const account = accountOf(question);
  const owner = record?.account_id;
  return account === undefined || owner === undefined || asText(account) === asText(owner);
};

/** Ids of the organizations that a user or a project is a member of. */
export const organizationsOf = (question: Question, memberType: string, id: string) =>
  rowsOf(question, 'organization_memberships').filter(
    (row) => shelfOfTypeName(row.member_type) === shelfOfTypeName(memberType) && asText(row.member_id) === id,
  );

export const participationsOf = (question: Pick<Question, 'view'>, userId: string) =>
  rowsOf(question, 'participations').filter((row) => asText(row.user_id) === userId);

/** Whether somebody takes part in a project, on that side if one is given. */
export const isIn = (question: Question, userId: unknown, workspaceId: unknown, role?: string) =>
  rowsOf(question, 'participations').some(
    (row) =>
      asText(row.user_id) === asText(userId) &&
      asText(row.workspace_id) === asText(workspaceId) &&
      (role === undefined || row.role === role),
  );

export const workspaceOf = (row: Row, { view }: Pick<Question, 'view'>) => view.raw('workspaces', row.workspace_id);
export const storyOf = (row: Row, { view }: Pick<Question, 'view'>) => view.raw('stories', row.story_id);
export const isArchived = (row: Row | undefined) => row?.archived === true;

/** The class and id of what a row is about, from its columns or from the pointer that the include writes. */
export const subjectOf = (row: Row) => {
  const pointer = row.subject_ref as { readonly key?: unknown; readonly id?: unknown } | null | undefined;
  return {
    type: shelfOfTypeName(row.subject_type) ?? shelfOfKey(asText(pointer?.key)),
    id: asText(row.subject_id ?? pointer?.id),
  };
};

/** Custom field values of a row: those that name it as their subject, and those that it names. */
export const valuesOf = (row: StoredRow, { shelf, view }: Pick<Question, 'shelf' | 'view'>) => {
  const about = view.about('custom_field_values', shelf, row.id);
  const named = idsIn(row.custom_field_value_ids).flatMap((id) => view.raw('custom_field_values', id) ?? []);
  return named.length === 0 ? about : [...new Set([...about, ...named])];
};

/** The custom field values of a row fit, as a matcher made from the parameter's value says. */
export const valuesMatch =
  (matcherOf: (value: string) => (values: readonly Row[]) => boolean): Rule =>
  (question) => {
    const match = matcherOf(question.value);
    return (row) => match(valuesOf(row, question));
  };

export const referencesOf = (row: StoredRow, { shelf, view }: Pick<Question, 'shelf' | 'view'>) => {
  const about = view.about('external_references', shelf, row.id);
  const named = idsIn(row.external_reference_ids).flatMap((id) => view.raw('external_references', id) ?? []);
  return named.length === 0 ? about : [...new Set([...about, ...named])];
};

/** Skills of people at levels, as both endpoints write it: skill id -> levels, and how many must fit. */
export const withSkills =
  (userOf: (row: StoredRow) => unknown): Rule =>
  (question) => {
    let asked: Record<string, unknown>;
    try {
      asked = JSON.parse(question.value.replaceAll("'", '"')) as Record<string, unknown>;
    } catch {
      return () => false;
    }
    const { operation, ids: _, ...levels } = asked;
    const clauses = Object.entries(levels);
    const memberships = rowsOf(question, 'skill_memberships');
    return (row) => {
      const meets = ([skill, wanted]: [string, unknown]) =>
        memberships.some(
          (membership) =>
            asText(membership.user_id) === asText(userOf(row)) &&
            asText(membership.skill_id) === skill &&
            idsIn(wanted).includes(asText(membership.level)),
        );
      return operation === 'and' ? clauses.every(meets) : clauses.some(meets);
    };
  };
