/** Finds what the API has by words of the business: examples, lists, fields and filters. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { termsOf, wordsOf } from '../../src/mcp/vocabulary.ts';
import type { Example } from './example.ts';

export type RootField = GraphQLField<unknown, unknown>;

export interface Hit {
  readonly kind: 'example' | 'list' | 'field' | 'filter';
  /** `timeEntries`, `Story.dueDate`, `StoryFilter.completed`, or the question of an example. */
  readonly name: string;
  readonly about: string;
  readonly example?: Example;
  /** For lists: what it asks. */
  readonly root?: RootField;
}

interface Entry extends Hit {
  /** Words of the name, of what it belongs to, and of the description. */
  readonly words: readonly [ReadonlySet<string>, ReadonlySet<string>, ReadonlySet<string>];
}

export interface Group {
  readonly name: string;
  readonly roots: readonly RootField[];
}

const OTHERS = 'More';

/** `Money: List …` to `Money` and the rest. */
function splitGroup(description: string | null | undefined): readonly [group: string, text: string] {
  const [, group, text] = /^([A-Z][a-z]+(?: [a-z]+)?): (.*)$/s.exec(description ?? '') ?? [];
  return group === undefined ? [OTHERS, description ?? ''] : [group, text ?? ''];
}

export const aboutRoot = (field: RootField): string => splitGroup(field.description)[1];

/** Whether a root field lists records, or answers who asks: what one begins with. */
function isBeginning({ name, type }: RootField): boolean {
  const bare = isNonNullType(type) ? type.ofType : type;
  return (
    name === 'me' ||
    getNamedType(type).name.endsWith('Connection') ||
    (isListType(bare) && !/(?:ById|nodes)$/.test(name))
  );
}

/** The root fields that one begins with, by the part of the business that they are of. */
export function groupsOf(schema: GraphQLSchema): readonly Group[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) => isBeginning(field));
  const groups = Map.groupBy(roots, ({ name, description }) =>
    name.startsWith('customField') ? 'Custom fields' : splitGroup(description)[0],
  );
  return [...groups]
    .map(([name, own]) => ({ name, roots: own }))
    .toSorted(
      (one, other) => Number(one.name === OTHERS) - Number(other.name === OTHERS) || one.name.localeCompare(other.name),
    );
}

const setOf = (...texts: readonly (string | null | undefined)[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => wordsOf(text ?? '')));

/** A name weighs more than what it belongs to, and that more than what is said of it. */
const WEIGHTS = [4, 2, 1];
const FACTORS: Readonly<Record<Hit['kind'], number>> = { example: 4, list: 2, field: 1, filter: 1 };
/** What is meant by another word counts a little less. */
const SYNONYM = 0.9;

/** Makes the index of a schema, and of examples. */
export function createSearch(
  schema: GraphQLSchema | null,
  examples: readonly Example[],
): (text: string) => readonly Hit[] {
  const entries = [...examples.map((one) => ofExample(one)), ...(schema ? ofSchema(schema) : [])];
  return (text) => {
    const terms = termsOf(text);
    if (terms.length === 0) return [];
    return entries
      .map((entry) => ({ entry, score: scoreOf(entry, terms) }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score)
      .map(({ entry }) => entry);
  };
}

/** A word is met by itself or by what it stands for. What meets all words comes before what meets some. */
function scoreOf({ words, kind, name }: Entry, terms: ReturnType<typeof termsOf>): number {
  let score = 0;
  let met = 0;
  for (const phrases of terms) {
    const best = Math.max(...phrases.map((phrase, at) => scoreOfPhrase(words, phrase) * (at === 0 ? 1 : SYNONYM)));
    score += best;
    if (best > 0) met++;
  }
  return (score * (met / terms.length) ** 2 * FACTORS[kind]) / (1 + wordsOf(name).length / 10);
}

function scoreOfPhrase(words: Entry['words'], phrase: readonly string[]): number {
  const weights = phrase.map((word) => WEIGHTS[words.findIndex((set) => has(set, word))] ?? 0);
  return weights.includes(0) ? 0 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
}

/** A word that is still being typed finds what it begins. */
const has = (set: ReadonlySet<string>, word: string) =>
  set.has(word) || (word.length > 2 && [...set].some((one) => one.startsWith(word)));

/** The fields of the records that a list has. */
function fieldNamesOf({ type }: RootField): readonly string[] {
  const list = getNamedType(type);
  const nodes = isObjectType(list) ? list.getFields().nodes : undefined;
  const record = nodes && getNamedType(nodes.type);
  return record && 'getFields' in record ? Object.keys(record.getFields()) : [];
}

const ofExample = (example: Example): Entry => ({
  kind: 'example',
  name: example.question,
  about: example.about,
  example,
  words: [setOf(example.title, example.question), new Set(), setOf(example.about, example.query)],
});

function ofSchema(schema: GraphQLSchema): readonly Entry[] {
  const query = schema.getQueryType();
  const lists = groupsOf(schema).flatMap(({ name, roots }) =>
    roots.map(
      (root): Entry => ({
        kind: 'list',
        name: root.name,
        about: aboutRoot(root),
        root,
        words: [setOf(root.name), setOf(name), setOf(root.description, ...fieldNamesOf(root))],
      }),
    ),
  );
  const rest = Object.values(schema.getTypeMap()).flatMap((type): readonly Entry[] => {
    if (type.name.startsWith('__') || type === query || /(?:Connection|Edge)$|^PageInfo$/.test(type.name)) return [];
    const kind = isObjectType(type)
      ? 'field'
      : isInputObjectType(type) && type.name.endsWith('Filter')
        ? 'filter'
        : null;
    if (!kind || !('getFields' in type)) return [];
    const owner = setOf(type.name.replace(/Filter$/, ''));
    return Object.values(type.getFields()).map(({ name, description }) => ({
      kind,
      name: `${type.name}.${name}`,
      about: description ?? '',
      words: [setOf(name), owner, setOf(description)],
    }));
  });
  return [...lists, ...rest];
}
