/** What a row says is what its filter takes: one closed set of words for both. */
import { describe, expect, it } from 'vitest';
import type { Attribute } from '../src/schema/attribute.ts';
import type { Filter } from '../src/schema/filter.ts';
import { type Resource, resources, singular } from '../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';

interface Pair {
  readonly name: string;
  readonly filter: Filter;
  readonly attribute: Attribute;
}

/** Why a filter has words and its column none. */
const OTHERS: Readonly<Record<string, string>> = {
  'Story.archived': 'The column says yes or no, the filter which of them to list.',
  'Workspace.archived': 'The column says yes or no, the filter which of them to list.',
  'SubscribedEvent.subjectType': 'Rows tell of more types than can be filtered by, some of them not documented.',
};

const filtersOf = ({ declaration: { endpoint, whole } }: Resource) =>
  Object.entries((endpoint ?? whole)?.filters ?? {});

/** A filter and the attribute that it is called as: `status` or `statuses` of `status`, `withSubjectType` of `subjectType`. */
const pairs: readonly Pair[] = [...resources.values()].flatMap((resource) =>
  filtersOf(resource).flatMap(([argument, filter]) => {
    const bare = argument.replace(/^with([A-Z])/, (_, letter: string) => letter.toLowerCase());
    const attribute = [argument, singular(argument), bare].flatMap((name) => resource.attributes.get(name) ?? [])[0];
    return attribute && !filter.deprecated ? [{ name: `${resource.type}.${argument}`, filter, attribute }] : [];
  }),
);

const withWords = pairs.filter(({ filter, attribute }) => [filter.type.kind, attribute.type.kind].includes('enum'));

describe('a filter that is called as an attribute', () => {
  it.each(withWords.filter(({ name }) => !(name in OTHERS)).map((pair) => [pair.name, pair] as const))(
    'takes the words that rows say: %s',
    (_, { filter, attribute }) => {
      expect(filter.type).toBe(attribute.type);
    },
  );

  it('has other words only where there is a reason', () => {
    const others = withWords.filter(({ filter, attribute }) => filter.type !== attribute.type);
    expect(others.map(({ name }) => name).toSorted()).toEqual(Object.keys(OTHERS).toSorted());
    expect(withWords.length).toBeGreaterThan(10);
  });
});
