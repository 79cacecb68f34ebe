/**
 * Filters that many lists have under the same names: ids, times of the record, references to other
 * systems, custom fields. A type spreads them into its own filters; each says what the list is of.
 */
import { customFields } from './custom-field-filter.ts';
import { ExternalReferenceStatus } from './enums/external-reference-status.ts';
import { boolean, dateTime, deprecated, type Filters, ids, oneOf, text, texts, wire } from './filter.ts';

/**
 * `ids`, sent as `only`.
 *
 * @param type whose global ids are accepted as well.
 * @param records what the list is of, in the plural.
 */
export const byIds = (type: string, records: string) =>
  ({
    ids: wire('only', ids(`Only these ${records}. An empty list returns an empty page without a REST call.`, type)),
  }) satisfies Filters;

/** When records were created, and when they last changed. */
export const byTimes = (records: string) =>
  ({
    createdAfter: dateTime(`Only ${records} created after this time.`),
    createdBefore: dateTime(`Only ${records} created before this time.`),
    updatedAfter: dateTime(`Only ${records} last changed after this time.`),
    updatedBefore: dateTime(`Only ${records} last changed before this time.`),
  }) satisfies Filters;

/**
 * The nine parameters that select by references to other systems. The API's text for the status
 * names `successful` and `fail`, while references themselves say `failed`.
 */
export const byReferences = (records: string) =>
  ({
    hasExternalReferences: boolean(
      `True for ${records} with a reference to another system, false for those without any.`,
    ),
    externalReferenceServiceName: text(
      `Only ${records} linked by the integration of this name, compared without case; a name in another case takes more requests.`,
    ),
    withoutExternalReferenceServiceName: text(`Exclude ${records} linked by the integration of this name.`),
    externalReferenceServiceModel: text(`Only ${records} linked to this kind of object in another system.`),
    externalReferenceServiceModelRef: text(
      `Only ${records} linked to this id in another system. The API documents a number; for an id with letters use \`externalReferenceServiceModelRefs\`.`,
    ),
    externalReferenceServiceModelRefs: texts(
      `Only ${records} linked to one of these ids in another system, at most 200.`,
      { atMost: 200 },
    ),
    externalReferenceStatus: oneOf(
      ExternalReferenceStatus,
      `Only ${records} with a reference in this state. The API documents SUCCESSFUL and FAILED only.`,
      { FAILED: 'fail' },
    ),
    externalReferenceExternalStatus: text(
      `Only ${records} linked to an object that has this status in the other system.`,
    ),
    externalReferenceExternalMessage: text(`Only ${records} with a reference whose message is exactly this text.`),
  }) satisfies Filters;

/** `customFields`, the five parameters for values of custom fields, and `hasValueForCustomFieldIds`. */
export const byCustomFields = (records: string) =>
  ({
    customFields,
    hasValueForCustomFieldIds: ids(`Only ${records} that have any value in these custom fields.`, 'CustomField'),
  }) satisfies Filters;

/** The four of {@link byTimes} on a list whose documentation has none of them. */
export const undocumentedTimes = (records: string) =>
  Object.fromEntries(
    Object.entries(byTimes(records)).map(([name, argument]) => [
      name,
      deprecated('The API does not document this parameter for this list and may ignore it.', argument),
    ]),
  ) satisfies Filters;
