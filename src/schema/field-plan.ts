/**
 * What each field of the schema means to the planner, kept in the field's `extensions`. The schema's
 * builder writes it, the planner reads it: nothing is looked up by a field's name.
 */
import type { GraphQLField } from 'graphql';
import type { Attribute } from './attribute.ts';
import type { NestedList } from './nested-lists.ts';
import type { Association, Derived, Resource } from './resource.ts';
import type { Summary } from './summary.ts';

export type FieldPlan =
  /** The global id. */
  | { readonly kind: 'id' }
  | { readonly kind: 'kantataId' }
  | {
      readonly kind: 'attribute';
      readonly wire: string;
      readonly attribute: Attribute;
      /** The gateway itself writes the value. */
      readonly isKnown?: boolean;
    }
  | { readonly kind: 'derived'; readonly derived: Derived }
  /** The one custom field value that the arguments name. */
  | { readonly kind: 'customField'; readonly association: Association; readonly link: string }
  /** The records that an association leads to. */
  | {
      readonly kind: 'association';
      readonly association: Association;
      readonly link: string;
      /** The gateway itself writes which records they are. */
      readonly isKnown?: boolean;
    }
  /** Only their ids, as the API writes them. */
  | { readonly kind: 'keys'; readonly association: Association; readonly link: string }
  /** A page of a list. */
  | { readonly kind: 'list'; readonly resource: Resource }
  /** A page of a list under a record, which the list is restricted to. */
  | { readonly kind: 'nested'; readonly resource: Resource; readonly list: NestedList }
  /** The record that is the caller, under the word that the API has for it. */
  | { readonly kind: 'self'; readonly resource: Resource; readonly word: string }
  /** A list that the API always answers whole. */
  | { readonly kind: 'whole'; readonly resource: Resource }
  /** The records of a list, grouped and summed; `resource` stands for the summary as a record. */
  | { readonly kind: 'summary'; readonly summary: Summary; readonly resource: Resource }
  | { readonly kind: 'one'; readonly resource: Resource | null }
  | { readonly kind: 'several'; readonly resource: Resource | null }
  /** Records by their ids in another system, to which rows of this type lead. */
  | { readonly kind: 'external'; readonly resource: Resource; readonly several: boolean }
  /** Sums over all rows of this type, by integration. */
  | { readonly kind: 'integrations'; readonly resource: Resource }
  /** `_entities` and `_service` of a subgraph. */
  | { readonly kind: 'entities' | 'service' }
  | { readonly kind: 'nodes' | 'edges' | 'pageInfo' | 'totalCount' | 'drifted' | 'node' | 'cursor' }
  | { readonly kind: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor' };

declare module 'graphql' {
  // oxlint-disable-next-line no-unused-vars
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    meaning?: FieldPlan;
  }
}

/** The extensions of a field with this meaning. */
export const withFieldPlan = (meaning: FieldPlan) => ({ extensions: { meaning } });

export const fieldPlanOf = (field: GraphQLField<unknown, unknown>): FieldPlan | undefined => field.extensions.meaning;
