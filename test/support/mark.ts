/** By what a test tells one record of a type from another: a plain attribute that always comes with the row. */
import { type Attribute, snakeCase, wireName } from '../../src/schema/attribute.ts';
import type { Resource } from '../../src/schema/resource.ts';

export interface Mark {
  /** The GraphQL field. */
  readonly field: string;
  /** The column of the row. */
  readonly column: string;
  /** What stands in the column of the record with this id. */
  readonly write: (id: string) => unknown;
  /** What the field is answered for it. */
  readonly read: (id: string) => unknown;
}

type Kind = 'text' | 'number' | 'time' | 'date';

const KINDS: Readonly<Record<string, Kind>> = {
  String: 'text',
  Int: 'number',
  SafeInt: 'number',
  Float: 'number',
  DateTime: 'time',
  Date: 'date',
};

const PREFERRED: readonly Kind[] = ['text', 'number', 'time', 'date'];

const kindOf = ({ type, optional }: Attribute): Kind | undefined =>
  optional || type.kind !== 'scalar' ? undefined : KINDS[type.name];

const day = (id: string) => `2026-01-${id.padStart(2, '0')}`;

/** The mark of a type. Ids must be from 1 to 31. Throws for a type without a plain attribute: there is none. */
export function markOf(resource: Resource): Mark {
  for (const kind of PREFERRED)
    for (const [field, attribute] of resource.attributes)
      if (kindOf(attribute) === kind) {
        const column = wireName(field, attribute);
        const write = {
          text: (id: string) => `${resource.type} ${id}`,
          number: (id: string) => Number(id) * 10,
          time: (id: string) => `${day(id)}T00:00:00Z`,
          date: day,
        }[kind];
        const read = kind === 'time' ? (id: string) => `${day(id)}T00:00:00.000Z` : write;
        return { field, column, write, read };
      }
  throw new Error(`No attribute tells one ${resource.type} from another.`);
}

/** What else makes a record be fetched in its own right: something that no include brings beside its parent. */
export interface Beyond {
  /** The GraphQL selection. */
  readonly selection: string;
  /** What the request for the record must carry for it. */
  readonly params: Readonly<Record<string, string>>;
  /** What is answered for it, when there is nothing of it. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** One such thing of a type; `null` for a type whose side-loaded rows hold all that can be known of it. */
export function beyondOf(resource: Resource): Beyond | null {
  for (const [field, { kind, own, includable, requires, onlyWithIds }] of resource.fields) {
    if (own || !includable || requires || onlyWithIds || kind === 'polymorphic') continue;
    const link = [...resource.links.values()].find(({ name }) => name === snakeCase(field));
    if (!link) continue;
    const ids = link.field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    return { selection: ids, params: { include: link.name }, empty: { [ids]: kind === 'many' ? [] : null } };
  }
  for (const [field, { kind, includable }] of resource.fields)
    if (kind === 'polymorphic' && includable)
      return {
        selection: `${field}Ref { kantataId }`,
        params: { include: snakeCase(field) },
        empty: { [`${field}Ref`]: null },
      };
  const optional = [...resource.attributes].find(
    ([, attribute]) => attribute.optional && kindOf({ ...attribute, optional: false }),
  );
  return optional
    ? {
        selection: optional[0],
        params: { optional_fields: wireName(...optional) },
        empty: { [optional[0]]: null },
      }
    : null;
}
