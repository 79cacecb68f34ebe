/** Finds types, fields, filters and examples by words of the business. */
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  getNamedType,
} from 'graphql';
import { fieldPlanOf } from '../schema/field-plan.ts';
import type { Example } from './examples.ts';
import { estimateTokens } from './tokens.ts';
import { termsOf, wordsOf } from './vocabulary.ts';

export interface Found {
  readonly kind: 'type' | 'field' | 'filter' | 'example';
  /** What `describe` takes: `Story`, `Story.dueDate`, `StoryFilter.completed`. Of an example, its name. */
  readonly name: string;
  /** How it is used, in a line. */
  readonly text: string;
}

interface Entry extends Found {
  /** Of a type that is in no root field: one whose records have it. */
  readonly within?: string | undefined;
  /** Words of the name, of the type around it, and of the description. */
  readonly words: readonly [ReadonlySet<string>, ReadonlySet<string>, ReadonlySet<string>];
}

const WEIGHTS = [4, 2, 1] as const;
const MEANT_BY_ANOTHER_WORD = 0.9;
/** A type that is called so, and not only among other things. */
const WHOLE_NAME = 2;
/** A type is where one begins, and an example shows the whole of it. */
const FACTORS: Readonly<Record<Found['kind'], number>> = { type: 1.5, field: 1, filter: 1.1, example: 0.6 };
const MOST: Readonly<Record<Found['kind'], number>> = { type: 6, field: 10, filter: 10, example: 2 };

/** Ranks what is in a schema by the words of a query; within so many tokens of text. */
export class SearchIndex {
  readonly #entries: readonly Entry[];
  readonly #types: ReadonlyMap<string, Entry>;
  readonly #rarity = new Map<string, number>();

  constructor(schema: GraphQLSchema, examples: readonly Example[]) {
    this.#entries = [...entriesOf(schema), ...examples.map(exampleEntry)];
    this.#types = new Map(
      this.#entries.filter(({ kind }) => kind === 'type').map((entry): [string, Entry] => [entry.name, entry]),
    );
    const counts = new Map<string, number>();
    for (const { words } of this.#entries)
      for (const word of new Set(words.flatMap((set) => [...set]))) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) this.#rarity.set(word, Math.log(1 + this.#entries.length / count));
  }

  /** The best first, of each kind a few. Empty where no word is known. */
  find(query: string, maxTokens: number): readonly Found[] {
    const terms = termsOf(query);
    const scored = this.#entries
      .map((entry) => ({ entry, score: this.#score(entry, terms) }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score);
    const left = { ...MOST } as Record<Found['kind'], number>;
    const found: Found[] = [];
    let tokens = 0;
    const add = ({ kind, name, text }: Entry) => {
      const size = estimateTokens(`${name} ${text}\n`);
      if (left[kind] === 0 || tokens + size > maxTokens || found.some((one) => one.name === name)) return;
      tokens += size;
      left[kind] -= 1;
      found.push({ kind, name, text });
    };
    for (const { entry } of scored) {
      // A field is of use only to those who know how its type is asked for.
      const owner = this.#types.get(entry.name.replace(/(?:Filter)?\..*/, ''));
      const around = this.#types.get(owner?.within ?? '');
      if (around) add(around);
      if (owner) add(owner);
      add(entry);
    }
    return found;
  }

  #score({ words, kind }: Entry, terms: ReturnType<typeof termsOf>): number {
    let score = 0;
    for (const phrases of terms)
      score += Math.max(
        ...phrases.map((phrase, at) => {
          const one = phrase.map((word) => this.#ofWord(words, word));
          // All words of a phrase have to be there.
          if (one.includes(0)) return 0;
          const isWhole = kind === 'type' && one.length === words[0].size && phrase.every((word) => words[0].has(word));
          const weight = (at === 0 ? 1 : MEANT_BY_ANOTHER_WORD) * (isWhole ? WHOLE_NAME : 1);
          return (one.reduce((sum, value) => sum + value, 0) / one.length) * weight;
        }),
      );
    // Of two with the same words, the shorter name is the one that is meant.
    return score === 0 ? 0 : (score * FACTORS[kind]) / (1 + 0.08 * words[0].size);
  }

  #ofWord(words: Entry['words'], word: string): number {
    const at = words.findIndex((set) => set.has(word));
    return at < 0 ? 0 : (WEIGHTS[at] as number) * (this.#rarity.get(word) ?? 0);
  }
}

const setOf = (...texts: readonly string[]): ReadonlySet<string> => new Set(texts.flatMap((text) => wordsOf(text)));

const MAX_LINE = 110;

/** The first sentence of a description, or as much of it as fits in a line. */
export function lineOf(description: string | null | undefined): string {
  const [sentence = ''] = /^.*?[.;](?=\s|$)/s.exec(description ?? '') ?? [description ?? ''];
  return sentence.length > MAX_LINE ? `${sentence.slice(0, MAX_LINE)}…` : sentence;
}

/** The root fields that answer records of each type. */
export function rootsOf(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const roots = new Map<string, string[]>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const plan = fieldPlanOf(field);
    if (plan?.kind !== 'list' && plan?.kind !== 'one' && plan?.kind !== 'several' && plan?.kind !== 'summary') continue;
    const type = plan.resource?.type;
    if (type === undefined) continue;
    roots.set(type, [...(roots.get(type) ?? []), field.name]);
  }
  return roots;
}

function entriesOf(schema: GraphQLSchema): readonly Entry[] {
  const roots = rootsOf(schema);
  const places = placesOf(schema, roots);
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || type === schema.getQueryType()) return [];
    if (isObjectType(type) && !/(Connection|Edge|SummaryRow)$|^PageInfo$/.test(type.name))
      return ofObject(type, roots, places);
    if (isInputObjectType(type) && type.name.endsWith('Filter')) return ofFilter(type);
    return [];
  });
}

/** A field that answers records of each type, in a type that is in a root field: `Workspace.status`. */
function placesOf(
  schema: GraphQLSchema,
  roots: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly [type: string, field: string]> {
  const places = new Map<string, readonly [string, string]>();
  for (const name of roots.keys()) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { name: answered } = getNamedType(field.type);
      if (!places.has(answered)) places.set(answered, [name, field.name]);
    }
  }
  return places;
}

function ofObject(
  type: GraphQLObjectType,
  roots: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, readonly [type: string, field: string]>,
): readonly Entry[] {
  const { name, description } = type;
  const from = roots.get(name);
  const place = from ? undefined : places.get(name);
  const where = place ? `in ${place.join('.')}` : 'below other records';
  const typeWords = setOf(name);
  return [
    {
      kind: 'type',
      name,
      text: `${from ? `by ${from.join(', ')}` : where}. ${lineOf(description)}`,
      within: place?.[0],
      words: [typeWords, new Set(), setOf(description ?? '')],
    },
    ...Object.values(type.getFields()).map(
      (field): Entry => ({
        kind: 'field',
        name: `${name}.${field.name}`,
        text: `${String(field.type)}. ${lineOf(field.description)}`,
        words: [setOf(field.name), typeWords, setOf(field.description ?? '')],
      }),
    ),
  ];
}

function ofFilter(type: GraphQLInputObjectType): readonly Entry[] {
  const owner = setOf(type.name.replace(/Filter$/, ''));
  return Object.values(type.getFields()).map((field): Entry => {
    const values = valuesOf(getNamedType(field.type));
    return {
      kind: 'filter',
      name: `${type.name}.${field.name}`,
      text: `${String(field.type)}${values}. ${lineOf(field.description)}`,
      words: [setOf(field.name), owner, setOf(field.description ?? '')],
    };
  });
}

const MAX_VALUES = 8;

/** The values of an enum, where there are few. */
const valuesOf = (type: ReturnType<typeof getNamedType>): string =>
  isEnumType(type) && type.getValues().length <= MAX_VALUES
    ? ` (${type
        .getValues()
        .map(({ name }) => name)
        .join('|')})`
    : '';

const exampleEntry = ({ name, about, text }: Example): Entry => ({
  kind: 'example',
  name,
  text: `${about}\n${text}`,
  words: [setOf(name), new Set(), setOf(about, text)],
});
