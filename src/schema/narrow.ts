/**
 * Arguments that choose among records which come with their parent anyway. They cost nothing, and
 * save nothing: what they leave out has been fetched.
 */
import { idText } from '../loaders/unusable-id.ts';
import type { Row } from '../upstream/envelope.ts';
import { type Enumeration, nameOfWord } from './attribute.ts';
import { ExternalReferenceStatus } from './enums/external-reference-status.ts';
import { kantataIdOf } from './global-id.ts';
import { UnusableInput } from './unusable-input.ts';

interface NarrowArgument {
  readonly type: 'String' | 'ID' | Enumeration;
  readonly description: string;
}

/** The arguments of a field that narrows, and what they mean for a row. */
export interface Narrowing {
  readonly args: Readonly<Record<string, NarrowArgument>>;
  /** Throws {@link UnusableInput}. */
  readonly keep: (args: Readonly<Record<string, unknown>>) => (row: Row) => boolean;
}

const equals = (row: Row, column: string, wanted: unknown) =>
  wanted === null || wanted === undefined || row[column] === wanted;

const statusOf = nameOfWord(ExternalReferenceStatus);

/** For `externalReferences` of any record. */
export const narrowReferences: Narrowing = {
  args: {
    serviceName: { type: 'String', description: 'Only references to this provider. No REST call.' },
    serviceModel: {
      type: 'String',
      description: 'Only references to this kind of object in the other system. No REST call.',
    },
    status: { type: ExternalReferenceStatus, description: 'Only references with this status. No REST call.' },
  },
  keep: ({ serviceName, serviceModel, status }) => {
    return (row) =>
      equals(row, 'service_name', serviceName) &&
      equals(row, 'service_model', serviceModel) &&
      // By name: the API has more than one word for a status.
      (status == null || statusOf(row.status) === status);
  },
};

/** For `customField`: exactly one of the two. */
export const narrowToCustomField: Narrowing = {
  args: {
    id: { type: 'ID', description: 'Kantata id or global id of the custom field. Pass this or `name`.' },
    name: { type: 'String', description: 'Name of the custom field, as an exact match. Pass this or `id`.' },
  },
  keep: ({ id, name }) => {
    if ((id == null) === (name == null)) throw new UnusableInput('customField: give exactly one of id and name.');
    if (id == null) return (row) => row.custom_field_name === name;
    const wanted = kantataIdOf(id as string, 'CustomField', 'customField.id');
    return (row) => idText(row.custom_field_id) === wanted;
  },
};
