/** Words of the business beside the types of the schema. */
import type { GraphQLSchema } from 'graphql';
import { lineOf, rootsOf } from './search-index.ts';
import { SYNONYMS } from './vocabulary.ts';

/** A table in Markdown: each type that can be asked for, the words that lead to it, and what it is. */
export function glossary(schema: GraphQLSchema): string {
  const rows = [...rootsOf(schema).keys()].toSorted().map((name) => {
    const words = Object.keys(SYNONYMS).filter((word) => SYNONYMS[word]?.some((phrase) => typeOf(phrase) === name));
    return `| ${name} | ${words.join(', ')} | ${lineOf(schema.getType(name)?.description)} |`;
  });
  return ['| Type | Also called | What it is |', '| --- | --- | --- |', ...rows].join('\n');
}

/** `time entry` to `TimeEntry`. */
const typeOf = (phrase: string) =>
  phrase
    .split(' ')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
