/**
 * What no part of the account wrote by hand: every declared attribute and association of every row
 * that is still missing, by its kind and name. So a newly declared type or attribute has values at once.
 */
import type { Link } from '../../loaders/collection.ts';
import { type Attribute, type ValueType, wireName } from '../../schema/attribute.ts';
import { type Shelf, shelfOf, shelves } from '../catalogue.ts';
import { asText } from '../row.ts';
import { at, day } from './calendar.ts';
import type { Draft, Ledger } from './ledger.ts';
import { numberFrom, Random } from './random.ts';
import { PHRASES, WORDS } from './vocabulary.ts';

const sentence = (random: Random) => random.pick(PHRASES);
const label = (random: Random) => `${random.pick(WORDS)} ${random.pick(WORDS).toLowerCase()}`;

const amount = (random: Random) => random.between(40, 9_000) * 500;

const text = (name: string, random: Random): string => {
  if (/(^|_)(link|url|path|website)$/.test(name)) return `https://files.example.com/${random.between(10_000, 99_999)}`;
  if (/email/.test(name)) return `${random.pick(WORDS).toLowerCase()}@example.com`;
  if (/currency_symbol/.test(name)) return '$';
  if (/currency/.test(name)) return 'USD';
  if (/phone/.test(name)) return `+1 415 555 0${random.between(100, 199)}`;
  if (/notes|description|message|comment|text|bio/.test(name)) return sentence(random);
  return label(random);
};

function value(type: ValueType, name: string, random: Random): unknown {
  switch (type.kind) {
    case 'enum':
      return random.pick(type.values).wire;
    case 'list':
      return Array.from({ length: random.between(1, 3) }, () => value(type.of, name, random));
    case 'struct':
      return Object.fromEntries(
        Object.entries(type.fields).map(([field, attribute]) => {
          const wire = wireName(field, attribute);
          return [wire, value(attribute.type, wire, random)];
        }),
      );
    case 'scalar':
      return scalar(type.name, name, random);
  }
}

function scalar(type: Extract<ValueType, { kind: 'scalar' }>['name'], name: string, random: Random): unknown {
  switch (type) {
    case 'Boolean':
      return random.chance(0.4);
    case 'Date':
      return day(random.between(-200, 60));
    case 'DateTime':
      return at(random.between(-400, -1), random.between(25_000, 66_000));
    case 'Float':
      return random.between(10, 1_000) / 10;
    case 'ID':
      return String(random.between(100_000, 999_999));
    case 'Int':
      return random.between(0, 100);
    case 'SafeInt':
      return /minutes/.test(name) ? random.between(1, 160) * 15 : amount(random);
    case 'JSON':
      return label(random);
    case 'String':
      return text(name, random);
  }
}

/** Never null: a row without them would look broken. */
const ALWAYS = /^(created_at|updated_at|type|.*_type|name|title|label)$/;

const missing = (draft: Draft, field: string) => draft[field] === undefined;

function fillAttributes(
  drafts: readonly Draft[],
  attributes: readonly (readonly [string, Attribute])[],
  random: Random,
) {
  for (const [name, attribute] of attributes) {
    const always = ALWAYS.test(name) || (attribute.type.kind === 'scalar' && attribute.type.name === 'Boolean');
    let written = 0;
    for (const draft of drafts) {
      if (!missing(draft, name)) continue;
      // The first one always has a value, so that every attribute has one somewhere.
      draft[name] = !always && written > 0 && random.chance(0.12) ? null : value(attribute.type, name, random);
      written += 1;
    }
    const [first] = drafts;
    if (first && drafts.every((draft) => draft[name] === null)) first[name] = value(attribute.type, name, random);
  }
}

/** Rows of the target in the same project, when both are of a project; else all. */
function candidates(
  ledger: Ledger,
  target: Shelf,
  draft: Draft,
  byProject: Map<string, Map<string, Draft[]>>,
): readonly Draft[] {
  const all = ledger.all(target.key);
  const project = draft.workspace_id;
  if (!target.links.has('workspace') || project === undefined || project === null) return all;
  let index = byProject.get(target.key);
  if (!index) {
    index = Map.groupBy(all, (row) => asText(row.workspace_id));
    byProject.set(target.key, index);
  }
  return index.get(asText(project)) ?? all;
}

function fillLinks(
  ledger: Ledger,
  drafts: readonly Draft[],
  link: Link,
  random: Random,
  byProject: Map<string, Map<string, Draft[]>>,
) {
  const targets = link.targets.map(shelfOf);
  const written = link.kind === 'polymorphic' && link.typeField !== null ? link.typeField : link.field;
  // The records on the other side say whose they are: what they do not claim has none of them.
  const claimed = targets.some(({ links }) => [...links.values()].some(({ inverseOf }) => inverseOf === link.name));
  let nth = 0;
  for (const draft of drafts) {
    if (!missing(draft, written)) continue;
    if (claimed && link.kind === 'many') {
      draft[written] = [];
      continue;
    }
    nth += 1;
    const target = targets.length > 0 ? random.pick(targets) : undefined;
    const choice = target ? candidates(ledger, target, draft, byProject) : [];
    if (link.kind === 'many')
      draft[link.field] = target
        ? random.some(choice, random.between(nth === 1 ? 1 : 0, 3)).map((row) => row.id)
        : Array.from({ length: random.between(0, 2) }, () => String(random.between(90_000, 99_999)));
    else {
      const row = choice.length > 0 && (nth === 1 || random.chance(0.88)) ? random.pick(choice) : null;
      if (link.kind === 'one') draft[link.field] = row?.id ?? null;
      else if (link.typeField !== null && link.idField !== null) {
        draft[link.typeField] = row && target ? target.resource.type : null;
        draft[link.idField] = row ? Number(row.id) : null;
      } else draft[link.field] = row && target ? { key: target.key, id: row.id } : null;
    }
  }
}

/** Rows of a collection without hand-written ones. */
const LEAST_ROWS = 5;

/** Completes every row of the account. */
export function fill(ledger: Ledger) {
  for (const { resource, key } of shelves)
    if (resource.members.length === 0 && ledger.all(key).length === 0)
      for (let nth = 0; nth < LEAST_ROWS; nth++) ledger.add(key, {});
  const byProject = new Map<string, Map<string, Draft[]>>();
  const seed = ledger.random.between(0, 2 ** 31);
  for (const shelf of shelves) {
    const drafts = ledger.all(shelf.key);
    // Each collection has chances of its own, so that one more type does not change what the others hold.
    const random = new Random(seed ^ numberFrom(shelf.key));
    // First the associations: those with a type column of their own write an attribute.
    for (const link of shelf.links.values()) fillLinks(ledger, drafts, link, random, byProject);
    fillAttributes(
      drafts,
      [...shelf.resource.attributes].map(([field, attribute]) => [wireName(field, attribute), attribute] as const),
      random,
    );
  }
}
