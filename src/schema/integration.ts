/** An integration, as the links that it maintains show it: no record of the API, but a sum over external references. */
import { dateTime, integer, list, oneOf, struct, text } from './attribute.ts';
import { ExternalReferenceSubjectType } from './types/external-reference.ts';

export const Integration = struct(
  'Integration',
  'An integration with another system, summed up from the links that it maintains and the token may see.',
  {
    serviceName: text('Name of the integration, as its links have it. Null for links without a name.'),
    subjectTypes: list(
      (description) => oneOf(ExternalReferenceSubjectType, description),
      'Kinds of record that it links, among those that were asked for.',
    ),
    pending: integer('Links whose exchange with the other system is still to come.'),
    failed: integer(
      'Links whose last exchange failed. List them with `externalReferences(filter: { status: FAILED })`.',
    ),
    lastSyncedAt: dateTime('When any of its links was last synchronized. Null when none ever was.'),
  },
);
