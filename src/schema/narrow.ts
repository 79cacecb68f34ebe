/**
 * Arguments that choose among records which come with their parent anyway. They cost nothing, and
 * save nothing: what they leave out has been fetched.
 */
import { idText } from '../loaders/unusable-id.ts';
import type { Row } from '../upstream/envelope.ts';
import { type Enumeration, nameOfWord } from './attribute.ts';
import { ExternalReferenceStatus } from './enums/external-reference-status.ts';
import { kantataIdOf } from './global-id.ts';
import { isSameName } from '../text/same-name.ts';
import { UnusableInput } from './unusable-input.ts';

interface NarrowArgument {
  readonly type: 'String' | 'ID' | Enumeration;
  readonly description: string;
}

/** A name that arguments ask for, and where rows have it. */
export interface NarrowedName {
  readonly column: string;
  readonly name: string;
  /** What has such a name. */
  readonly noun: string;
}

/** The arguments of a field that narrows, and what they mean for a row. */
export interface Narrowing {
  /** The name among the arguments that people may misspell; null where it is not given. */
  readonly nameIn: (args: Readonly<Record<string, unknown>>) => NarrowedName | null;
  readonly args: Readonly<Record<string, NarrowArgument>>;
  /** Throws {@link UnusableInput}. */
  readonly keep: (args: Readonly<Record<string, unknown>>) => Keep;
}

/** Whether a row is one of those that are asked for; `null` where it lacks the column that tells. */
export type Keep = (row: Row) => boolean | null;

const isNamed = (row: Row, column: string, wanted: unknown) => {
  const value = row[column];
  return typeof wanted !== 'string' || (typeof value === 'string' && isSameName(value, wanted));
};

const nameIn = (name: unknown, column: string, noun: string): NarrowedName | null =>
  typeof name === 'string' ? { column, name, noun } : null;

const statusOf = nameOfWord(ExternalReferenceStatus);

/** For `externalReferences` of any record. */
export const narrowReferences: Narrowing = {
  nameIn: ({ serviceName }) => nameIn(serviceName, 'service_name', 'reference of an integration'),
  args: {
    serviceName: {
      type: 'String',
      description: 'Only references of the integration of this name, compared without case. No REST call.',
    },
    serviceModel: {
      type: 'String',
      description: 'Only references to this kind of object in the other system, compared without case. No REST call.',
    },
    status: { type: ExternalReferenceStatus, description: 'Only references with this status. No REST call.' },
  },
  keep: ({ serviceName, serviceModel, status }) => {
    return (row) =>
      isNamed(row, 'service_name', serviceName) &&
      isNamed(row, 'service_model', serviceModel) &&
      // By name: the API has more than one word for a status.
      (status == null || statusOf(row.status) === status);
  },
};

/** For `customField`: exactly one of the two. */
export const narrowToCustomField: Narrowing = {
  nameIn: ({ name }) => nameIn(name, 'custom_field_name', 'custom field'),
  args: {
    id: { type: 'ID', description: 'Kantata id or global id of the custom field. Pass this or `name`.' },
    name: { type: 'String', description: 'Name of the custom field, as an exact match. Pass this or `id`.' },
  },
  keep: ({ id, name }) => {
    if ((id == null) === (name == null)) throw new UnusableInput('customField: give exactly one of id and name.');
    if (id == null) return (row) => row.custom_field_name === name;
    const wanted = kantataIdOf(id as string, 'CustomField', 'customField.id');
    // The column of an association, which the API may write only where it is included.
    return ({ custom_field_id: own }) => (own === undefined ? null : idText(own) === wanted);
  },
};
