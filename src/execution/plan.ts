/**
 * A selection, compiled: for each position what is answered under which response key, beside the
 * need that the loaders are given. Made once per document.
 */
import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { Link } from '../loaders/collection.ts';
import type { Requirements } from '../loaders/requirements.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { Row } from '../upstream/envelope.ts';
import type { Derived, Resource } from '../schema/resource.ts';

interface PlannedField {
  /** The response key. */
  readonly key: string;
  /** Where in the document, for errors. */
  readonly nodes: readonly FieldNode[];
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
        readonly narrow: ((variables: Readonly<Record<string, unknown>>) => (row: Row) => boolean) | null;
        /** Only the first of them, in place of a list. */
        readonly first: boolean;
      }
  );

/** What is answered of records of one type at one position. */
export interface RecordPlan {
  readonly resource: Resource;
  readonly requirements: Requirements;
  readonly fields: readonly RecordField[];
  /** Nothing but what a pointer to the record tells: its type and its ids. */
  readonly namesOnly: boolean;
  /** Fields of deferred fragments, in a plan for what follows the first answer. */
  readonly deferred: readonly Deferred<RecordField>[];
}

/** What one `@defer` holds back. */
export interface Deferred<Field> {
  readonly label: string | undefined;
  readonly fields: readonly Field[];
}

/** What `@stream` says of a list. */
export interface Streamed {
  readonly initialCount: number;
  readonly label: string | undefined;
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

export interface StructPlan {
  readonly name: string;
  readonly fields: readonly StructField[];
}

export type PageInfoField = PlannedField & {
  readonly kind: 'typename' | 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor';
};

export type EdgeField = PlannedField &
  ({ readonly kind: 'typename' | 'cursor' } | { readonly kind: 'node'; readonly shape: RecordPlan });

export type ConnectionField = PlannedField &
  (
    | { readonly kind: 'typename' | 'totalCount' | 'drifted' }
    | { readonly kind: 'nodes'; readonly shape: RecordPlan; readonly streamed: Streamed | null }
    | { readonly kind: 'edges'; readonly fields: readonly EdgeField[]; readonly streamed: Streamed | null }
    | { readonly kind: 'pageInfo'; readonly fields: readonly PageInfoField[] }
  );

export type RootField = PlannedField &
  (
    | { readonly kind: 'typename' }
    /** Answered from the schema alone. */
    | { readonly kind: 'introspection' }
    | {
        readonly kind: 'list';
        readonly resource: Resource;
        readonly fields: readonly ConnectionField[];
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
    | { readonly kind: 'whole'; readonly resource: Resource; readonly shape: RecordPlan }
    | {
        /** `entities`: the records that a router points at, of whatever types. */
        readonly kind: 'one' | 'several' | 'entities';
        readonly resource: Resource | null;
        readonly shapes: (type: string) => RecordPlan;
      }
  );

export type NarrowedField = Extract<RecordField, { kind: 'to-many' }> & { readonly narrow: object };

export interface Plan {
  readonly queryType: GraphQLObjectType;
  readonly roots: readonly RootField[];
  /** Root fields of deferred fragments, in a plan for what follows the first answer. */
  readonly deferred: readonly Deferred<RootField>[];
  /** Every need of the plan, at whatever position. */
  readonly allRequirements: Requirements[];
  /** The fields below the root whose arguments must be read before anything is called. */
  readonly narrowed: readonly NarrowedField[];
  /** How many fields have been planned, fragments spread out. It grows where the types that a field answers show only as it runs. */
  readonly fieldCount: () => number;
  /** Whether several needs of the plan are about records of the collection with this key. */
  readonly isShared: (key: string) => boolean;
}
