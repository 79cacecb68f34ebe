/**
 * `resource()`: one declaration from which everything about a type derives: GraphQL type, root
 * fields, filter input, connection, record shape for the loaders, rows of the sandbox.
 */
import type { Collection, Endpoint, Link, Listing, Scope, WordColumn } from '../loaders/collection.ts';
import type { DeclaredFanOut } from '../loaders/fan-out.ts';
import type { Row } from '../upstream/envelope.ts';
import { type Attribute, nameOfWord, wireName } from './attribute.ts';
import type { Filters } from './filter.ts';
import type { SummaryDeclaration } from './summary.ts';

/** A type's declaration of its endpoint. */
export interface EndpointDeclaration {
  /** Set when it is not `/` and the collection. */
  readonly path?: string;
  /** `GET path/{id}` exists. */
  readonly single: boolean;
  /** Whether `GET path` exists. Where it does not, each record costs a request of its own. Default: yes. */
  readonly listed?: false;
  /** Parameters that let a load by id see what the endpoint hides by default. */
  readonly reveal?: Readonly<Record<string, string>>;
  /**
   * Filters that are in force unless the request says otherwise, for the sandbox: parameter -> the
   * value that the endpoint assumes.
   */
  readonly defaults?: Readonly<Record<string, string>>;
  readonly scope?: Scope;
  /** For an endpoint whose reading can change something in Kantata: the change, in a sentence. */
  readonly writes?: string;
  /** Documented orders as `name:direction`, or a bare name where the API has no direction. */
  readonly orders: readonly string[];
  /** The order that the API uses when none is sent. */
  readonly defaultOrder: string | null;
  /** The endpoint documents `custom_field:<id>:asc` and `:desc` as orders. */
  readonly orderByCustomField?: boolean;
  readonly filters: Filters;
  /** The reason why filters cannot be combined; null when they can. A null value counts as absent. */
  readonly clash?: (filter: Readonly<Record<string, unknown>>) => string | null;
}

/** A list that the API always answers whole: it knows neither pages nor `only`, and gives no record by its id. */
export interface WholeList {
  /** Set when it is not `/` and the collection. */
  readonly path?: string;
  readonly filters: Filters;
  /** Reads the body where it is no usual envelope: the rows, in their order, each with its id; null for one that it cannot read. */
  readonly rows?: (body: unknown) => readonly (Row & { readonly id: string })[] | null;
}

export interface Association {
  readonly kind: 'one' | 'many' | 'polymorphic';
  readonly description: string;
  readonly targets: () => readonly Resource[];
  /** Without the include the row already carries the id. */
  readonly own: boolean;
  readonly includable: boolean;
  readonly onlyWithIds: boolean;
  readonly requires: Readonly<Record<string, string>> | null;
  readonly field: string | null;
  readonly typeField: string | null;
  readonly idField: string | null;
  readonly inverseOf: string | null;
  /** The union's name, for a polymorphic association. */
  readonly union: string | null;
  /** The include's name, where it is not the field's name in snake case. */
  readonly wire: string | null;
  /** See `Link.listing`. */
  readonly listing: Listing | null;
  /** See `Link.idsIn`. */
  readonly idsIn: Link['idsIn'];
  /** A second name for the field, where people search for another word. */
  readonly alsoAs: string | null;
  /** See `Link.expected`. */
  readonly expected: DeclaredFanOut | null;
}

/** A field whose value is derived from other columns of the row. */
export interface Derived {
  readonly attribute: Attribute;
  /** The wire value that the attribute reads; null for none. */
  readonly from: (row: Readonly<Record<string, unknown>>) => unknown;
}

export const derived = (attribute: Attribute, from: Derived['from']): Derived => ({ attribute, from });

/** The parts of Kantata, as people divide it: the description of a root field begins with one, which groups lists of fields. */
export type Area = 'Projects' | 'People' | 'Time' | 'Money' | 'Sync' | 'Custom fields' | 'Surveys' | 'Settings';

export interface ResourceDeclaration {
  /** The collection key of its rows. */
  readonly collection: string;
  /** Where its root fields belong: their descriptions begin with it. */
  readonly area?: Area;
  /** What people call several records, where that is not the collection's name: tasks, seats. */
  readonly called?: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Fields that are read from several columns of the row. */
  readonly derived?: Readonly<Record<string, Derived>>;
  /** The root field, and word in its endpoint's path, of the one record that is the caller: `GET /users/me`. */
  readonly self?: string;
  /** Left out for a type that comes only with a parent. */
  readonly endpoint?: EndpointDeclaration;
  /** In place of an endpoint: a list that the API always answers whole. */
  readonly whole?: WholeList;
  /** What of its list can be grouped and summed; left out for a type without a summary. */
  readonly summary?: SummaryDeclaration;
  /** For a type that stands for rows of several collections (a submission is a timesheet or an expense report). */
  readonly members?: () => readonly Resource[];
  /** Other names that the wire uses for the type. */
  readonly aliases?: readonly string[];
  /** How many of its records another one is expected to have, where its association to many does not say. */
  readonly expected?: DeclaredFanOut;
}

/** For a type without a list: a parameter without a known value, which makes each record load by its own path. */
const OWN_PATHS: Scope = { param: '', field: '', read: () => null };

/** A declared resource type. Its {@link Collection} side is what the loaders use. */
export class Resource implements Collection {
  readonly type: string;
  readonly key: string;
  readonly description: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly declaration: ResourceDeclaration;
  readonly endpoint: Endpoint | null;
  #thunk: () => Readonly<Record<string, Association>> = () => ({});
  #associations: ReadonlyMap<string, Association> | undefined;
  #members: readonly Resource[] | undefined;
  #links: ReadonlyMap<string, Link> | undefined;
  #words: readonly WordColumn[] | undefined;

  constructor(type: string, declaration: ResourceDeclaration) {
    this.type = type;
    this.key = declaration.collection;
    this.description = declaration.description;
    this.declaration = declaration;
    this.attributes = new Map(Object.entries(declaration.attributes));
    const { endpoint } = declaration;
    this.endpoint = endpoint
      ? {
          path: endpoint.path ?? `/${declaration.collection}`,
          reveal: endpoint.reveal ?? {},
          scope: endpoint.scope ?? (endpoint.listed === false ? OWN_PATHS : null),
          single: endpoint.single,
          writes: endpoint.writes !== undefined,
        }
      : null;
  }

  /** Says how records of this type lead to others. Apart from the declaration, because types point at each other. */
  associations(thunk: () => Readonly<Record<string, Association>>) {
    this.#thunk = thunk;
  }

  /** The associations, by field name. */
  get fields(): ReadonlyMap<string, Association> {
    this.#associations ??= new Map(Object.entries(this.#thunk()));
    return this.#associations;
  }

  get links(): ReadonlyMap<string, Link> {
    this.#links ??= new Map(
      [...this.fields].map(([field, association]) => [linkName(field, association), link(field, association)]),
    );
    return this.#links;
  }

  get words(): readonly WordColumn[] {
    this.#words ??= [...this.attributes].flatMap(([name, attribute]) =>
      attribute.type.kind === 'enum' ? [{ column: wireName(name, attribute), nameOf: nameOfWord(attribute.type) }] : [],
    );
    return this.#words;
  }

  get aliases(): readonly string[] {
    return this.declaration.aliases ?? [];
  }

  get members(): readonly Resource[] {
    return (this.#members ??= this.declaration.members?.() ?? []);
  }
}

/** Every declared type, by name; `schema/index.ts` decides which there are by importing their files. */
export const resources = new Map<string, Resource>();

export function resource(type: string, declaration: ResourceDeclaration): Resource {
  if (resources.has(type)) throw new Error(`${type} is declared twice.`);
  const declared = new Resource(type, declaration);
  resources.set(type, declared);
  return declared;
}

/** The include's name of an association. */
export const linkName = (field: string, association: Association) => wireName(field, association);

/** `approvers` -> `approver`, `story_dependencies` -> `story_dependency`: the usual English rule, on the last word. */
export const singular = (name: string) =>
  name.endsWith('ies')
    ? `${name.slice(0, -3)}y`
    : /(ss|tus|x|ch|sh)es$/.test(name)
      ? name.slice(0, -2)
      : name.endsWith('s')
        ? name.slice(0, -1)
        : name;

const keyField = (name: string, kind: Association['kind']) =>
  kind === 'many' ? `${singular(name)}_ids` : kind === 'polymorphic' ? `${name}_ref` : `${name}_id`;

const link = (field: string, association: Association): Link => {
  const name = linkName(field, association);
  return {
    name,
    kind: association.kind,
    field: association.field ?? keyField(name, association.kind),
    own: association.own,
    typeField: association.typeField,
    idField: association.idField,
    includable: association.includable,
    onlyWithIds: association.onlyWithIds,
    requires: association.requires,
    targets: association.targets(),
    inverseOf: association.inverseOf,
    listing: association.listing,
    idsIn: association.idsIn,
    expected: association.expected ?? association.targets()[0]?.declaration.expected ?? null,
  };
};

type Options = Partial<
  Pick<Association, 'onlyWithIds' | 'requires' | 'field' | 'wire' | 'includable' | 'idsIn' | 'alsoAs' | 'expected'>
>;

const association = (
  kind: Association['kind'],
  own: boolean,
  targets: () => readonly Resource[],
  description: string,
  options: Partial<Association>,
): Association => ({
  includable: true,
  onlyWithIds: false,
  requires: null,
  field: null,
  typeField: null,
  idField: null,
  inverseOf: null,
  union: null,
  wire: null,
  listing: null,
  idsIn: null,
  alsoAs: null,
  expected: null,
  ...options,
  kind,
  own,
  targets,
  description,
});

/** To-one by a column of the row itself: its id is there without the include. */
export const belongsTo = (target: Resource, description: string, options: Options = {}) =>
  association('one', true, () => [target], description, options);

/** To-one whose id the API writes only with the include. */
export const hasOne = (target: Resource, description: string, options: Options = {}) =>
  association('one', false, () => [target], description, options);

/** To-many. Its ids come only with the include (but for `own` columns of ids). */
export const hasMany = (target: Resource, description: string, options: Options & { own?: boolean } = {}) =>
  association('many', options.own ?? false, () => [target], description, options);

/** To-many that no include brings, but a list that is filtered by the ids of its owners. */
export const listedBy = (target: Resource, listing: Listing, description: string) =>
  association('many', false, () => [target], description, { includable: false, listing });

/** To-many to records of an undocumented type: only their ids are known. */
export const idsOnly = (description: string, options: Options = {}) =>
  association('many', false, () => [], description, options);

/**
 * To-one to records of several types: one GraphQL union.
 *
 * With `typeField` and `idField`, type and id are columns of the row, and cost nothing; without, both come with the include.
 */
export const polymorphic = (
  union: string,
  targets: readonly Resource[],
  description: string,
  options: Options & { typeField?: string; idField?: string; inverseOf?: string } = {},
) => association('polymorphic', options.typeField !== undefined, () => targets, description, { ...options, union });
