/**
 * Filters that many endpoints have in the same way, to be spread into their declarations.
 *
 * `what` is what people call several of the records: `requests`, `holidays`.
 */
import * as filter from './filter.ts';

/** `ids`: the API's `only`. */
export const onlyThese = (type: string, what: string) => ({
  ids: filter.wire(
    'only',
    filter.ids(`Only these ${what}. An empty list answers an empty page and calls nothing.`, type),
  ),
});

/** `createdAfter` and `createdBefore`. */
export const createdBetween = (what: string) => ({
  createdAfter: filter.dateTime(`Only ${what} created after this time.`),
  createdBefore: filter.dateTime(`Only ${what} created before this time.`),
});

/** `updatedAfter` and `updatedBefore`. */
export const updatedBetween = (what: string) => ({
  updatedAfter: filter.dateTime(`Only ${what} last changed after this time.`),
  updatedBefore: filter.dateTime(`Only ${what} last changed before this time.`),
});
