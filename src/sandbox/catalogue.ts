/** Which collections the API has: the declared resource types, found by the names that requests and rows use. */
import type { Collection, Link } from '../loaders/collection.ts';
import { wireName } from '../schema/attribute.ts';
import { type Resource, resources } from '../schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it declares the types; that is its effect
import '../schema/types/index.ts';
import { readTypeName } from '../schema/scope.ts';

/** Class names that the wire uses for a type beside its own, on every account. */
const ALIASES: Readonly<Record<string, string>> = { Resource: 'WorkspaceResource' };

const TIMES: ReadonlySet<string> = new Set(['Date', 'DateTime']);

/** One declared type, with what the stand-in looks up for every row of it. */
export interface Shelf {
  readonly resource: Resource;
  readonly key: string;
  readonly links: ReadonlyMap<string, Link>;
  /** Wire names of attributes that are written only when `optional_fields` names them. */
  readonly optional: ReadonlySet<string>;
  /** Wire names that a bare row leaves out: optional attributes, and what associations write only when included. */
  readonly withheld: ReadonlySet<string>;
  /** Own columns that an association writes even when it has nothing to say. */
  readonly own: readonly Link[];
  /** Polymorphic associations, whose pointer is no column. */
  readonly pointers: readonly Link[];
  /** Wire names of all attributes. */
  readonly attributes: ReadonlySet<string>;
  /** Wire names of those that are dates or points in time. */
  readonly times: ReadonlySet<string>;
}

/** Whether the id or ids of an association are always written, where it writes them when it is included. */
const isColumn = ({ own, kind, idsIn }: Link) => own && kind !== 'polymorphic' && idsIn === null;

function shelf(resource: Resource): Shelf {
  const attributes = [...resource.attributes].map(
    ([field, attribute]) => [wireName(field, attribute), attribute] as const,
  );
  const optional = new Set(attributes.filter(([, attribute]) => attribute.optional).map(([name]) => name));
  const links = [...resource.links.values()];
  return {
    resource,
    key: resource.key,
    links: resource.links,
    optional,
    withheld: new Set([...optional, ...links.filter((link) => !isColumn(link)).map((link) => link.field)]),
    own: links.filter(isColumn),
    pointers: links.filter(({ kind }) => kind === 'polymorphic'),
    attributes: new Set(attributes.map(([name]) => name)),
    times: new Set(
      attributes.filter(([, { type }]) => type.kind === 'scalar' && TIMES.has(type.name)).map(([name]) => name),
    ),
  };
}

const byType = new Map<string, Shelf>();
const byKey = new Map<string, Shelf>();
const byPath = new Map<string, Shelf>();

for (const resource of resources.values()) {
  const entry = shelf(resource);
  byType.set(resource.type, entry);
  for (const alias of resource.declaration.aliases ?? []) byType.set(alias, entry);
  if (!byKey.has(resource.key)) byKey.set(resource.key, entry);
  if (resource.endpoint) byPath.set(resource.endpoint.path, entry);
}
for (const [alias, type] of Object.entries(ALIASES)) {
  const entry = byType.get(type);
  if (entry && !byType.has(alias)) byType.set(alias, entry);
}

/** All declared types. */
export const shelves: readonly Shelf[] = [...resources.keys()].map((type) => byType.get(type) as Shelf);

/** Keys of all collections that can have rows. */
export const collectionKeys: readonly string[] = [...byKey.keys()];

export const shelfOfKey = (key: string) => byKey.get(key);
export const shelfOfPath = (path: string) => byPath.get(path);

/** The type that a class name stands for, also in snake case (`workspace_group`), also by another name (`Resource`). */
export const shelfOfTypeName = (name: unknown) => {
  const type = readTypeName(name);
  return type === null ? undefined : byType.get(type);
};

/** The type of a link's target. */
export const shelfOf = (collection: Collection) => byType.get(collection.type) as Shelf;

/** The collections in which rows of a type live: its own, and those of the types that it stands for. */
export const homesOf = ({ resource }: Shelf): readonly Shelf[] => [
  ...resource.members.map((member) => byType.get(member.type) as Shelf),
  byType.get(resource.type) as Shelf,
];

const bases = new Map<string, Shelf>();
for (const entry of byType.values()) for (const member of entry.resource.members) bases.set(member.key, entry);

/** The type that a polymorphic column names for a row of this one: the type that stands for it, or itself. */
export const baseOf = (entry: Shelf): Shelf => bases.get(entry.key) ?? entry;
