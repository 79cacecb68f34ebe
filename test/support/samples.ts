/**
 * What the API may write for each kind of attribute, and what a client must read of it. Stated by
 * kind of value and not by reader: a reader that reads otherwise is found out.
 */
import { type Attribute, type Enumeration, wireName, type ValueType } from '../../src/schema/attribute.ts';
import type { Resource } from '../../src/schema/resource.ts';

/** A wire value, and what is answered for it. */
interface Sample {
  readonly wire: unknown;
  readonly read: unknown;
}

/** A row as the API would write it, beside its attributes as a client must read them. */
export interface SampleRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly read: Readonly<Record<string, unknown>>;
}

/** A row in which one value cannot be read, and where in the record that is. */
export interface SpoiledRow extends SampleRow {
  readonly path: Path;
}

type Path = readonly (string | number)[];

const same = (...values: unknown[]): Sample[] => values.map((value) => ({ wire: value, read: value }));

const SCALARS = {
  // Text stays as it is, empty or not; what should have been text and is none is still worth reading.
  String: [...same('Ünïcode & "quotes" 👋', ''), { wire: 12.5, read: '12.5' }, { wire: true, read: 'true' }],
  // An id is text on one record and a number on the next.
  ID: [
    { wire: 4_294_967_297, read: '4294967297' },
    { wire: '9223372036854775807', read: '9223372036854775807' },
    { wire: '', read: null },
  ],
  Boolean: [...same(true, false), { wire: 'true', read: true }, { wire: 'false', read: false }],
  Int: [...same(42, -1, 0, 2_147_483_647), { wire: '7', read: 7 }, { wire: '', read: null }],
  // Money and sums of minutes pass 32 bits.
  SafeInt: [
    ...same(12_345_678_901_23, -9_007_199_254_740_991, 0),
    { wire: '123456789012', read: 123_456_789_012 },
    { wire: '', read: null },
  ],
  Float: [...same(12.5, 0), { wire: '0.25', read: 0.25 }, { wire: '', read: null }],
  Date: [
    ...same('2026-03-01', '2024-02-29'),
    { wire: '', read: null },
    // Where a whole time was written, the day of the zone that it was written for.
    { wire: '2026-03-01T23:30:00-08:00', read: '2026-03-01' },
  ],
  DateTime: [
    { wire: '2026-01-15T18:30:00-08:00', read: '2026-01-16T02:30:00.000Z' },
    { wire: '2026-07-15T18:30:00-07:00', read: '2026-07-16T01:30:00.000Z' },
    { wire: '2026-01-15T18:30:00Z', read: '2026-01-15T18:30:00.000Z' },
    { wire: '2026-03-10T09:05:59-08:00', read: '2026-03-10T17:05:59.000Z' },
    { wire: '2026-03-10T09:05:59+02:00', read: '2026-03-10T07:05:59.000Z' },
    { wire: '2026-03-01T01:00:00+02:00', read: '2026-02-28T23:00:00.000Z' },
    { wire: '2026-12-31T20:00:00-08:00', read: '2027-01-01T04:00:00.000Z' },
    { wire: '2026-03-10T15:00:00+05:30', read: '2026-03-10T09:30:00.000Z' },
    { wire: '2026-03-10T15:00:00.250Z', read: '2026-03-10T15:00:00.250Z' },
    { wire: '', read: null },
  ],
  JSON: same({ deep: [1, null, { er: 'text' }] }, [250_000, 'USD'], 'text', 0, false, ''),
} as const;

/** Values that break what each kind promises. */
const UNREADABLE = {
  String: [{ not: 'text' }, ['text']],
  ID: [1.5, 2 ** 60, true],
  Boolean: ['yes', 1],
  Int: [2_147_483_648, 1.5, 'several'],
  SafeInt: [2 ** 53, 0.5, 'a lot'],
  Float: ['free', [1]],
  Date: ['tomorrow', '2026-02-30', 20_260_301],
  DateTime: [
    'noon',
    '2026-02-30',
    '2026-02-30T10:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-10T25:00:00-08:00',
    1_767_225_600,
  ],
  JSON: [],
} as const;

const wordSamples = ({ values }: Enumeration): Sample[] => values.map(({ wire, name }) => ({ wire, read: name }));

const enumSamples = (type: Enumeration): Sample[] => [
  ...wordSamples(type),
  ...type.values.flatMap(({ variants, name }) => variants.map((wire) => ({ wire, read: name }))),
  // Sources disagree about the case of words, and about blanks: `WorkspaceGroup` came as `workspace_group`.
  ...type.values.map(({ wire, name }) => ({ wire: wire.toUpperCase().replaceAll(' ', '_'), read: name })),
  ...type.values.map(({ wire, name }) => ({ wire: wire.replace(/\B[A-Z]/g, '_$&').toLowerCase(), read: name })),
  { wire: '', read: null },
];

function samplesOf(type: ValueType): readonly Sample[] {
  const nothing = { wire: null, read: null };
  switch (type.kind) {
    case 'scalar':
      return [...SCALARS[type.name], nothing];
    case 'enum':
      return [...enumSamples(type), nothing];
    case 'list': {
      const items = samplesOf(type.of);
      return [{ wire: items.map(({ wire }) => wire), read: items.map(({ read }) => read) }, ...same([]), nothing];
    }
    case 'struct':
      return [...objects(Object.entries(type.fields)), nothing];
  }
}

type Fields = readonly (readonly [name: string, attribute: Attribute])[];

/** So many objects that every sample of every field stands in one of them. */
function objects(fields: Fields, samples = ({ type }: Attribute) => samplesOf(type)): Sample[] {
  const columns = fields.map(([name, attribute]) => {
    const values = samples(attribute);
    return {
      name,
      wireName: wireName(name, attribute),
      sample: (index: number) => values[index % values.length] as Sample,
      length: values.length,
    };
  });
  return Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, index) => ({
    wire: Object.fromEntries(columns.map(({ wireName, sample }) => [wireName, sample(index).wire])),
    read: Object.fromEntries(columns.map(({ name, sample }) => [name, sample(index).read])),
  }));
}

/** The attribute, if any, that a record cannot be asked for without: of it only plain values will do. */
const isScope = ({ endpoint }: Resource, name: string, attribute: Attribute) =>
  endpoint?.scope?.field === wireName(name, attribute) && !endpoint.single;

const numbered = (samples: readonly Sample[]): SampleRow[] =>
  samples.map(({ wire, read }, index) => {
    const id = String(index + 1);
    return { row: { ...(wire as object), id }, read: { kantataId: id, ...(read as object) } };
  });

/** Rows, by id from 1, that hold between them every sample of every attribute. */
export function sampleRows(resource: Resource): SampleRow[] {
  const scope = [...resource.attributes].find(([name, attribute]) => isScope(resource, name, attribute))?.[1];
  return numbered(
    objects([...resource.attributes], (attribute) =>
      attribute === scope ? wordSamples(attribute.type as Enumeration) : samplesOf(attribute.type),
    ),
  );
}

interface Spoiling {
  /** Where in the answer. */
  readonly path: Path;
  /** Where in the row. */
  readonly wirePath: Path;
  readonly value: unknown;
}

/** One row, by id from 1, for each way in which one value of a record can be unreadable, everything else being good. */
export function spoiledRows(resource: Resource): SpoiledRow[] {
  const fields = [...resource.attributes];
  const [good] = objects(fields) as [Sample];
  const spoiled = spoilings(fields.filter(([name, attribute]) => !isScope(resource, name, attribute)));
  return numbered(
    spoiled.map(({ path, wirePath, value }) => ({
      wire: put(good.wire, wirePath, value),
      read: put(good.read, path, null),
    })),
  ).map((row, index) => ({ ...row, path: (spoiled[index] as Spoiling).path }));
}

const spoilings = (fields: Fields): Spoiling[] =>
  fields.flatMap(([name, attribute]) => {
    const column = wireName(name, attribute);
    return [
      ...unreadable(attribute.type).map((value) => ({ path: [name], wirePath: [column], value })),
      ...spoilingsWithin(attribute.type).map(({ path, wirePath, value }) => ({
        path: [name, ...path],
        wirePath: [column, ...wirePath],
        value,
      })),
    ];
  });

/** Of an object, its fields; of a list, its first entry, and what is within that. */
function spoilingsWithin(type: ValueType): Spoiling[] {
  if (type.kind === 'struct') return spoilings(Object.entries(type.fields));
  if (type.kind !== 'list') return [];
  const entries = unreadable(type.of).map((value) => ({ path: [], wirePath: [], value }));
  return [...entries, ...spoilingsWithin(type.of)].map(({ path, wirePath, value }) => ({
    path: [0, ...path],
    wirePath: [0, ...wirePath],
    value,
  }));
}

function unreadable(type: ValueType): readonly unknown[] {
  switch (type.kind) {
    case 'scalar':
      return UNREADABLE[type.name];
    case 'enum':
      return ['a word that nobody declared', 7];
    case 'list':
      return ['no list'];
    case 'struct':
      return ['no object', ['nor this']];
  }
}

/** A copy of `target` with another value at a path. */
function put(target: unknown, [key, ...rest]: Path, value: unknown): unknown {
  const at = (target as Record<string | number, unknown>)[key as string];
  const changed = rest.length > 0 ? put(at, rest, value) : value;
  return Array.isArray(target)
    ? target.with(key as number, changed)
    : { ...(target as object), [key as string]: changed };
}
