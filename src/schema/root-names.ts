/** What the root fields of a type are called, and its records. */
import { camelCase } from './attribute.ts';
import { type Resource, singular } from './resource.ts';

/** The three root fields of a resource: `timeEntries`, `timeEntry`, `timeEntriesById`. */
export const rootFieldNames = (resource: Resource) => ({
  list: camelCase(resource.key),
  one: camelCase(singular(resource.key)),
  several: `${camelCase(resource.key)}ById`,
});

/** The root field of a type's summary: `timeEntriesSummary`. */
export const summaryName = (resource: Resource) => `${rootFieldNames(resource).list}Summary`;

/** The plural that people use for its records. */
export const calledOf = ({ key, declaration: { called } }: Resource) => called ?? key.replaceAll('_', ' ');
