/**
 * Random accounts: rows of every declared type, as the sandbox keeps them. Few ids, the same in every
 * collection, so that records are shared, chains of managers and parents run in circles, and an id
 * alone never tells the type.
 */
import { type Arbitrary, integer } from 'fast-check';
import type { Attribute, ValueType } from '../../src/schema/attribute.ts';
import { wireName } from '../../src/schema/attribute.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it declares the types
import '../../src/schema/types/index.ts';
import type { Link } from '../../src/loaders/collection.ts';
import { type Choices, chance, choicesFromSeed, pick, pickSome } from './choices.ts';

type WrittenRow = Record<string, unknown> & { id: string };

/** Rows by collection, as `startGateway` takes them. */
export type Account = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Collections that are larger than one `only` can hold, in an account that has crowds. */
const CROWDED: ReadonlySet<string> = new Set(['users', 'workspaces', 'stories', 'time_entries', 'workspace_resources']);
const CROWD = 320;
const MOST_ROWS = 6;

/** Of 33 kinds of subject, those that most references have here, so that operations meet them. */
export const USUAL_SUBJECTS: readonly string[] = [
  'WorkspaceResource',
  'User',
  'Story',
  'Workspace',
  'Participation',
  'TimeEntry',
  'Submission',
  'CustomFieldValue',
  'EstimateScenarioResource',
];
const REFERENCES = 40;

/** Collections whose rows are the members of another type: the two halves of the ids, so that an id is of one kind. */
const HALVES: Readonly<Record<string, number>> = { timesheet_submissions: 1, expense_report_submissions: 0 };

/** The links whose rows tell where they belong, so that both sides must agree. */
const MIRRORED: Readonly<Record<string, string>> = {
  external_references: 'external_reference_ids',
  custom_field_values: 'custom_field_value_ids',
};

/** The column that rows without a number are known by: no two have the same, and none has none. */
const NAMED: Readonly<Record<string, string>> = {
  currencies: 'iso_code',
  insights_reports: 'identifier',
  subscribed_event_types: 'name',
};

/** @param crowded some collections have more rows than fit one batch. */
export const accounts = ({ crowded }: { crowded: boolean }): Arbitrary<Account> =>
  integer({ min: 0, max: 2 ** 31 - 1 }).map((seed) => accountFrom(choicesFromSeed(seed), crowded));

function accountFrom(choices: Choices, crowded: boolean): Account {
  const tables = new Map<string, WrittenRow[]>();
  // A type that stands for rows of other collections has none of its own.
  for (const { key, members } of resources.values())
    if (members.length === 0) tables.set(key, blankRows(choices, key, crowded));
  const idsOf = ({ key, members }: Pick<Resource, 'key' | 'members'>) => {
    const rows = members.length > 0 ? members.flatMap((member) => tables.get(member.key) ?? []) : tables.get(key);
    return (rows ?? []).map(({ id }) => id);
  };
  for (const resource of resources.values()) {
    if (resource.members.length > 0) continue;
    // Associations that lead every record to another one, so that as many are met as there are records.
    const parallel = new Set([...resource.links.keys()].filter(() => crowded && chance(choices, 60)));
    for (const row of tables.get(resource.key) ?? []) {
      for (const [field, attribute] of resource.attributes)
        row[wireName(field, attribute)] = valueOf(choices, attribute);
      for (const link of resource.links.values()) {
        const columns = linkColumns(choices, link, idsOf);
        Object.assign(row, columns);
        if (parallel.has(link.name) && link.kind === 'one') row[link.field] = row.id;
      }
    }
  }
  for (const row of tables.get('custom_field_values') ?? []) writeValue(choices, row, idsOf);
  for (const [key, field] of Object.entries(NAMED))
    for (const row of tables.get(key) ?? []) row[field] = `name ${row.id}`;
  mirror(tables);
  return Object.fromEntries(tables);
}

function blankRows(choices: Choices, key: string, crowded: boolean): WrittenRow[] {
  // There is always somebody who asks.
  const isThere = key === 'users' || chance(choices, 90);
  const usual = key === 'external_references' ? REFERENCES : isThere ? 1 + choices.below(MOST_ROWS) : 0;
  const count = crowded && CROWDED.has(key) ? CROWD : usual;
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return ids.filter((id) => !(key in HALVES) || id % 2 === HALVES[key]).map((id) => ({ id: String(id) }));
}

/** What an association writes: mostly a record that is there, sometimes none, now and then one that is not. */
function linkColumns(choices: Choices, link: Link, idsOf: (target: Resource) => string[]): Record<string, unknown> {
  const oneOf = (target: Resource): string | null => {
    const ids = idsOf(target);
    if (chance(choices, 8)) return '77';
    return ids.length === 0 || chance(choices, 15) ? null : pick(choices, ids);
  };
  const targets = link.targets as readonly Resource[];
  if (link.kind === 'polymorphic') {
    const usual = targets.filter(({ type }) => USUAL_SUBJECTS.includes(type));
    const target = pick(choices, usual.length > 0 && chance(choices, 75) ? usual : targets);
    const id = oneOf(target);
    if (link.typeField && link.idField) return { [link.typeField]: target.type, [link.idField]: id && Number(id) };
    return { [link.field]: id && { key: target.key, id } };
  }
  const [target] = targets;
  if (!target) return { [link.field]: pickSome(choices, ['501', '502'], choices.below(3)) };
  if (link.kind === 'one') return { [link.field]: oneOf(target) };
  const ids = pickSome(choices, idsOf(target), choices.below(4));
  return { [link.field]: chance(choices, 8) ? [...ids, '78'] : ids };
}

/** References and values name their subject; the subject names them. */
function mirror(tables: ReadonlyMap<string, WrittenRow[]>): void {
  for (const [key, field] of Object.entries(MIRRORED)) {
    for (const resource of resources.values()) {
      if (!resource.links.has(key)) continue;
      const names = new Set([resource.type, ...resource.aliases]);
      // A timesheet and an expense report are what a reference calls a submission.
      if (resource.key in HALVES) names.add('Submission');
      for (const row of tables.get(resource.key) ?? [])
        row[field] = (tables.get(key) ?? [])
          .filter(({ subject_type: type, subject_id: id }) => names.has(String(type)) && String(id) === row.id)
          .map(({ id }) => id);
    }
  }
}

/** The value of a custom field, by the kind of the field; choices stand in it as well as in their own column. */
function writeValue(choices: Choices, row: WrittenRow, idsOf: (target: Resource) => string[]): void {
  const choice = pickSome(choices, idsOf(resources.get('CustomFieldChoice') as Resource), 2);
  const [type, value] = pick(choices, [
    ['string', 'a text'],
    ['number', 12],
    ['date', '2025-03-04'],
    ['currency', [1250, 'EUR']],
    ['multi', choice.map(Number)],
  ] as const);
  Object.assign(row, { type, value, selected_choice_ids: type === 'multi' ? choice : [] });
}

/** A wire value that the attribute can read; null now and then. */
function valueOf(choices: Choices, attribute: Attribute): unknown {
  if (chance(choices, 15)) return null;
  const value = wireValue(choices, attribute.type);
  try {
    const read = attribute.read(value);
    if (attribute.item && Array.isArray(read)) for (const entry of read) attribute.item.read(entry);
    return value;
  } catch {
    return null;
  }
}

function wireValue(choices: Choices, type: ValueType): unknown {
  switch (type.kind) {
    case 'enum':
      return pick(choices, type.values).wire;
    case 'struct':
      return Object.fromEntries(
        Object.entries(type.fields).map(([field, attribute]) => [
          wireName(field, attribute),
          valueOf(choices, attribute),
        ]),
      );
    case 'list':
      return [wireValue(choices, type.of)];
    case 'scalar':
      return scalars[type.name](choices);
  }
}

const digit = (choices: Choices) => 1 + choices.below(9);

const scalars = {
  ID: (choices) => String(digit(choices)),
  String: (choices) => `text ${digit(choices)}`,
  Int: digit,
  SafeInt: digit,
  Float: (choices) => digit(choices) + 0.5,
  Boolean: (choices) => chance(choices, 50),
  Date: (choices) => `2025-02-0${digit(choices)}`,
  DateTime: (choices) => `2025-02-0${digit(choices)}T10:00:00-08:00`,
  JSON: (choices) => `json ${digit(choices)}`,
} satisfies Record<string, (choices: Choices) => unknown>;
