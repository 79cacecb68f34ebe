/**
 * Which fields an operation selects of an object, and with which `@defer` each (GraphQL, section 6.3.2, with the
 * incremental delivery of the working draft: `CollectFields`, `BuildExecutionPlan`).
 *
 * A field that is selected several times comes with the first part that any of its selections is in.
 */
import {
  doesFragmentConditionMatch,
  getFieldEntryKey,
  GraphQLDeferDirective,
  shouldIncludeNode,
} from '@graphql-tools/utils';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  getDirectiveValues,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { DeferUsage, DeferUsages } from '../plan.ts';

/** One selection of a field, and the fragment that holds it back. */
interface FieldDetails {
  readonly node: FieldNode;
  readonly usage: DeferUsage | null;
}

/** All selections of one response key. */
export interface CollectedField {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly details: readonly FieldDetails[];
  /** The fragments that it comes with; none for one that comes at once. */
  readonly group: DeferUsages;
  /** As `group` where that is not the group of the object that the field stands in, or else `null`. */
  readonly held: DeferUsages | null;
  /** Every fragment that selects it, whether it comes with that or earlier. */
  readonly usages: DeferUsages;
}

export interface CollectedFields {
  readonly fields: readonly CollectedField[];
  /** The `@defer` that stand in this very selection. */
  readonly defers: readonly DeferUsage[];
}

/** What is collected below: all selections of one field, or of the operation. */
export type Below = Pick<CollectedField, 'details' | 'group'>;

const NONE: DeferUsages = new Set();

type Variables = Readonly<Record<string, unknown>>;

/** A collection under way. */
interface Collecting {
  readonly type: GraphQLObjectType;
  readonly byKey: Map<string, FieldDetails[]>;
  readonly defers: DeferUsage[];
  /** Named fragments that have been collected, with the `@defer` each was collected for. */
  readonly visited: Map<string, Set<DirectiveNode | null>>;
}

export class FieldCollector {
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  /** What an operation selects. */
  roots(type: GraphQLObjectType, selectionSet: SelectionSetNode): CollectedFields {
    return this.#collect(type, [{ selectionSet, usage: null }], NONE);
  }

  /** What a field selects of an object of this type. */
  below(type: GraphQLObjectType, { details, group }: Below): CollectedFields {
    const selections = details.flatMap(({ node: { selectionSet }, usage }) =>
      selectionSet ? [{ selectionSet, usage }] : [],
    );
    return this.#collect(type, selections, group);
  }

  #collect(
    type: GraphQLObjectType,
    selections: readonly { selectionSet: SelectionSetNode; usage: DeferUsage | null }[],
    parent: DeferUsages,
  ): CollectedFields {
    const collecting: Collecting = { type, byKey: new Map(), defers: [], visited: new Map() };
    for (const { selectionSet, usage } of selections) this.#add(collecting, selectionSet, usage);
    return {
      fields: [...collecting.byKey].map(([key, details]) => {
        const usages = new Set(details.flatMap(({ usage }) => usage ?? []));
        const group = groupOf(details, usages);
        return {
          key,
          nodes: details.map(({ node }) => node),
          details,
          group,
          held: isSame(group, parent) ? null : group,
          usages: usages.size === 0 ? NONE : usages,
        };
      }),
      defers: collecting.defers,
    };
  }

  #add(collecting: Collecting, { selections }: SelectionSetNode, usage: DeferUsage | null): void {
    const { type, byKey, defers, visited } = collecting;
    for (const selection of selections) {
      if (!shouldIncludeNode(this.#variables, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = getFieldEntryKey(selection);
        const details = byKey.get(key);
        if (details) details.push({ node: selection, usage });
        else byKey.set(key, [{ node: selection, usage }]);
        continue;
      }
      const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment || !doesFragmentConditionMatch(this.#schema, fragment, type)) continue;
      const defer = this.#deferOf(selection, usage);
      const own = defer ?? usage;
      if (name !== null) {
        let before = visited.get(name);
        if (!before) visited.set(name, (before = new Set()));
        if (before.has(null) || (own && before.has(own.directive))) continue;
        before.add(own?.directive ?? null);
      }
      if (defer) defers.push(defer);
      this.#add(collecting, fragment.selectionSet, own);
    }
  }

  #deferOf(node: InlineFragmentNode | FragmentSpreadNode, parent: DeferUsage | null): DeferUsage | null {
    const directive = node.directives?.find(({ name }) => name.value === GraphQLDeferDirective.name);
    const defer = directive && getDirectiveValues(GraphQLDeferDirective, node, this.#variables);
    if (!directive || !defer || defer.if === false) return null;
    return { label: typeof defer.label === 'string' ? defer.label : undefined, directive, parent };
  }
}

/** The same selections as a stream's entries have them: they come when their entry does, whatever held back the list. */
export const ofEntries = ({ details }: Below): Below => ({
  details: details.map(({ node }) => ({ node, usage: null })),
  group: NONE,
});

/** The fragments that a field comes with: none if it is selected outside of them as well, and no fragment within another. */
function groupOf(details: readonly FieldDetails[], usages: DeferUsages): DeferUsages {
  if (usages.size === 0 || details.some(({ usage }) => usage === null)) return NONE;
  return new Set([...usages].filter((usage) => !isWithin(usage, usages)));
}

function isWithin({ parent }: DeferUsage, usages: DeferUsages): boolean {
  for (let at = parent; at; at = at.parent) if (usages.has(at)) return true;
  return false;
}

const isSame = (one: DeferUsages, other: DeferUsages) =>
  one.size === other.size && [...one].every((usage) => other.has(usage));
