/**
 * A selection, compiled: for each position what is answered under which response key, beside the
 * need that the loaders are given. Made once per document.
 */
import type { IsOwn } from '../loaders/api-facts.ts';
import type { DirectiveNode, FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { Choice } from '../loaders/choice.ts';
import type { Link } from '../loaders/collection.ts';
import type { NestedNeed } from '../loaders/nested-need.ts';
import type { Requirements } from '../loaders/requirements.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { NestedList } from '../schema/nested-lists.ts';
import type { Keep, NarrowedName } from '../schema/narrow.ts';
import type { Derived, Resource } from '../schema/resource.ts';
import type { Summary } from '../schema/summary.ts';

/** One `@defer` that is not switched off, at one place of a document. */
export interface DeferUsage {
  readonly label: string | undefined;
  readonly directive: DirectiveNode;
  /** The one that it stands in. */
  readonly parent: DeferUsage | null;
}

export type DeferUsages = ReadonlySet<DeferUsage>;

export interface PlannedField {
  /** The response key. */
  readonly key: string;
  /** Where in the document, for errors. */
  readonly nodes: readonly FieldNode[];
  /** The fragments that it comes with, in an answer in parts; `null` where it comes with the object that it stands in. */
  readonly held: DeferUsages | null;
  /** Every deferred fragment that selects it. */
  readonly usages: DeferUsages;
}

/** What is answered of an object. */
export interface Selection<Field extends PlannedField> {
  readonly fields: readonly Field[];
  /** The `@defer` that stand in this selection. */
  readonly defers: readonly DeferUsage[];
  /** Whether, in an answer in parts, there is anything in it that later parts bring, or refer to. */
  readonly isSplit: boolean;
}

/** What `@stream` says of a list. */
export interface Streamed<Entry> {
  /** How many entries come with the list: a number, or the name of the variable that says it. */
  readonly initialCount: number | string;
  readonly label: string | undefined;
  /** What is answered of the entries that follow. */
  readonly entry: Entry;
}

/** A field of a record. */
export type RecordField = PlannedField &
  (
    | { readonly kind: 'typename' | 'id' | 'kantataId' }
    | {
        readonly kind: 'attribute';
        readonly wire: string;
        readonly attribute: Attribute;
        readonly nested: StructPlan | null;
      }
    | { readonly kind: 'derived'; readonly derived: Derived; readonly nested: StructPlan | null }
    | { readonly kind: 'key'; readonly link: Link }
    | { readonly kind: 'keys'; readonly link: Link }
    | { readonly kind: 'ref'; readonly link: Link; readonly nested: StructPlan }
    | { readonly kind: 'to-one'; readonly link: Link; readonly targets: ReadonlyMap<string, RecordPlan> }
    | {
        readonly kind: 'to-many';
        readonly link: Link;
        readonly target: RecordPlan;
        /** Which of the targets are answered, from the field's arguments; all without. */
        readonly narrow: ((variables: Readonly<Record<string, unknown>>) => Keep) | null;
        /** The name that the arguments ask for; null without one. */
        readonly nameIn: ((variables: Readonly<Record<string, unknown>>) => NarrowedName | null) | null;
        /** Which of them, and in which order, from the field's `first` and `orderBy`; all, as they came, without. */
        readonly choice: ReadChoice | null;
        /** Whether the answer shows which records there are beside the chosen ones: it has the ids of all. */
        readonly showsAll: boolean;
        /** Only the first of them, in place of a list. */
        readonly first: boolean;
        readonly streamed: Streamed<RecordPlan> | null;
      }
    | {
        /** A page of a list that is restricted to the record. */
        readonly kind: 'nested';
        readonly need: NestedNeed;
        readonly resource: Resource;
        readonly connection: Selection<ConnectionField>;
        /** Whether the answer shows that the page is not all; so it does where no rows are answered. */
        readonly showsMore: boolean;
      }
  );

/** What is answered of records of one type at one position. */
export interface RecordPlan extends Selection<RecordField> {
  readonly resource: Resource;
  readonly requirements: Requirements;
  /** Nothing but what a pointer to the record tells: its type and its ids. */
  readonly namesOnly: boolean;
}

/** A field of a value object. */
export type StructField = PlannedField &
  (
    | { readonly kind: 'typename' }
    | {
        readonly kind: 'attribute';
        readonly wire: string;
        readonly attribute: Attribute;
        readonly nested: StructPlan | null;
      }
  );

export interface StructPlan extends Selection<StructField> {
  readonly name: string;
}

export type PageInfoField = PlannedField & {
  readonly kind: 'typename' | 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor';
};

export type EdgeField = PlannedField &
  ({ readonly kind: 'typename' | 'cursor' } | { readonly kind: 'node'; readonly shape: RecordPlan });

export type ConnectionField = PlannedField &
  (
    | { readonly kind: 'typename' | 'totalCount' | 'drifted' }
    | { readonly kind: 'nodes'; readonly shape: RecordPlan; readonly streamed: Streamed<RecordPlan> | null }
    | {
        readonly kind: 'edges';
        readonly edge: Selection<EdgeField>;
        readonly streamed: Streamed<Selection<EdgeField>> | null;
      }
    | { readonly kind: 'pageInfo'; readonly pageInfo: Selection<PageInfoField> }
  );

export type RootField = PlannedField &
  (
    | { readonly kind: 'typename' }
    /** Answered from the schema alone. */
    | { readonly kind: 'introspection' }
    | {
        readonly kind: 'list';
        readonly resource: Resource;
        readonly connection: Selection<ConnectionField>;
        readonly requirements: Requirements;
        /** Rows are read, not only counted. */
        readonly rows: boolean;
      }
    | {
        /** The record that is the caller, under the word that the API has for it. */
        readonly kind: 'self';
        readonly resource: Resource;
        readonly word: string;
        readonly shape: RecordPlan;
      }
    | {
        /** The records of a list, grouped and summed; `resource` stands for the summary. */
        readonly kind: 'summary';
        readonly resource: Resource;
        readonly summary: Summary;
        readonly shape: RecordPlan;
      }
    | {
        readonly kind: 'whole';
        readonly resource: Resource;
        readonly shape: RecordPlan;
        readonly streamed: Streamed<RecordPlan> | null;
      }
    | {
        /** Records by their ids in another system. */
        readonly kind: 'external';
        /** The type of the references that lead to them. */
        readonly resource: Resource;
        readonly several: boolean;
        /** Requirements of the references: where they lead. */
        readonly requirements: Requirements;
        /** The answer's fields, by the type of the record. */
        readonly shapes: ReadonlyMap<string, RecordPlan>;
        readonly streamed: Streamed<ReadonlyMap<string, RecordPlan>> | null;
      }
    | {
        /** Sums over rows, by integration. */
        readonly kind: 'integrations';
        readonly resource: Resource;
        readonly row: StructPlan;
      }
    | {
        /** `entities`: the records that a router points at, of whatever types. */
        readonly kind: 'one' | 'several' | 'entities';
        readonly resource: Resource | null;
        readonly shapes: (type: string) => RecordPlan;
        readonly streamed: Streamed<(type: string) => RecordPlan> | null;
      }
  );

/** A list under records, and how its arguments are read. */
export interface NestedField {
  readonly need: NestedNeed;
  readonly list: NestedList;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  /** What is answered of a row. */
  readonly connection: Selection<ConnectionField>;
}

export type NarrowedField = Extract<RecordField, { kind: 'to-many' }> & { readonly narrow: object };

/** Reads `first` and `orderBy` of a field. It stands for them where the loaders are asked, too. */
export type ReadChoice = (variables: Readonly<Record<string, unknown>>) => Choice;

/** A field with these arguments. */
export interface ChosenField {
  readonly read: ReadChoice;
  readonly node: FieldNode;
  /** Where in the operation it stands. */
  readonly path: string;
}

export interface Plan {
  readonly queryType: GraphQLObjectType;
  readonly roots: readonly RootField[];
  /** The `@defer` that stand in the operation's own selection. */
  readonly defers: readonly DeferUsage[];
  /** How many entries come with each streamed list: a number, or the name of the variable that says it. */
  readonly initialCounts: readonly (number | string)[];
  /** Every need of the plan, at whatever position. */
  readonly allRequirements: Requirements[];
  /** The fields below the root whose arguments must be read before anything is called. */
  readonly narrowed: readonly NarrowedField[];
  /** The fields that answer some records of an association, at whatever position. */
  readonly chosen: readonly ChosenField[];
  /** The lists under records, at whatever position. */
  readonly nested: readonly NestedField[];
  /** How many fields have been planned, fragments spread out. It grows where the types that a field answers show only as it runs. */
  readonly fieldCount: () => number;
  /**
   * Whether several needs of the plan are about records of the collection with this key, or one is, and an include brings such
   * records for the sake of their ids, which rows do not tell.
   */
  readonly isShared: (key: string, isOwn: IsOwn) => boolean;
}
