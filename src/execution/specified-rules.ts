/**
 * The rules of graphql-js 17 for documents, for graphql-js 16 as well: selection sets may be empty, and `@defer` and `@stream`
 * have rules of their own. Those of mutations and subscriptions are left out: there are none.
 */
import {
  type ASTVisitor,
  type DirectiveNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  GraphQLError,
  isLeafType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  ScalarLeafsRule,
  type SelectionSetNode,
  specifiedRules as rulesOfGraphql,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { isGraphql17 } from './graphql-versions.ts';
import { finiteNumbers, oneOfVariables } from './input-rules.ts';

const isStream = ({ name }: DirectiveNode) => name.value === 'stream';

/** A label is written in the document, and names one part: a client tells parts apart by it. */
function uniqueLabels(context: ValidationContext): ASTVisitor {
  const known = new Map<string, DirectiveNode>();
  return {
    [Kind.DIRECTIVE](node: DirectiveNode) {
      if (node.name.value !== 'defer' && node.name.value !== 'stream') return;
      const label = node.arguments?.find(({ name }) => name.value === 'label')?.value;
      if (!label || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING) {
        const message = `The label of "@${node.name.value}" must be written out: it cannot come from a variable.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
        return;
      }
      const other = known.get(label.value);
      if (other) {
        const message = 'A label of "@defer" or "@stream" is there twice. Give each part a label of its own.';
        context.reportError(new GraphQLError(message, { nodes: [other, node] }));
      }
      known.set(label.value, other ?? node);
    },
  };
}

const streamsListsOnly = (context: ValidationContext): ASTVisitor => ({
  [Kind.DIRECTIVE](node: DirectiveNode) {
    const field = context.getFieldDef();
    const parent = context.getParentType();
    if (!isStream(node) || !field || !parent || isListType(getNullableType(field.type))) return;
    const message = `Directive "@stream" cannot be used on "${parent.name}.${field.name}", which is no list.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});

/** A list that is streamed is selected once in its place, whatever the types of the fragments that select it. */
export function streamsSelectedOnce(context: ValidationContext): ASTVisitor {
  let hasStream = false;
  return {
    [Kind.DIRECTIVE](node: DirectiveNode) {
      hasStream ||= isStream(node);
    },
    [Kind.DOCUMENT]: {
      leave({ definitions }) {
        if (!hasStream) return;
        for (const definition of definitions)
          if (definition.kind === Kind.OPERATION_DEFINITION) reportStreams(context, definition);
      },
    },
  };
}

function reportStreams(context: ValidationContext, { selectionSet }: OperationDefinitionNode): void {
  const reported = new Set<FieldNode>();
  const check = (sets: readonly SelectionSetNode[], within: ReadonlySet<string>) => {
    const { fields, fragments } = collect(context, sets, within);
    for (const [key, nodes] of fields) {
      const streamed = nodes.size > 1 && [...nodes].find((node) => node.directives?.some(isStream));
      if (streamed && !reported.has(streamed)) {
        reported.add(streamed);
        const message = `"${key}" is streamed, and selected several times. Select it once, or by another alias.`;
        context.reportError(new GraphQLError(message, { nodes: [...nodes] }));
      }
      check(
        [...nodes].flatMap((node) => node.selectionSet ?? []),
        fragments,
      );
    }
  };
  check([selectionSet], new Set());
}

/** Fields by their response keys, with the fragments that were gone through on the way, so that no circle has no end. */
function collect(context: ValidationContext, sets: readonly SelectionSetNode[], within: ReadonlySet<string>) {
  const fields = new Map<string, Set<FieldNode>>();
  const fragments = new Set(within);
  const here = new Set<string>();
  const add = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        fields.set(key, (fields.get(key) ?? new Set()).add(selection));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        add(selection.selectionSet);
      } else {
        const name = selection.name.value;
        const fragment = context.getFragment(name);
        if (!fragment || within.has(name) || here.has(name)) continue;
        here.add(name);
        fragments.add(name);
        add(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) add(set);
  return { fields, fragments };
}

/** That of graphql-js 16, but that an object may be asked for without any field (September 2026, section 2.5). */
function leavesAlone(context: ValidationContext): ASTVisitor {
  const { [Kind.FIELD]: check } = ScalarLeafsRule(context) as { [Kind.FIELD]: (node: FieldNode) => void };
  return {
    [Kind.FIELD](node: FieldNode) {
      const isLeaf = isLeafType(getNamedType(context.getType()));
      if (isLeaf || node.selectionSet?.selections.length !== 0) check(node);
    },
  };
}

const rulesOf17: readonly ValidationRule[] = isGraphql17
  ? rulesOfGraphql
  : [
      ...rulesOfGraphql.filter((rule) => rule !== ScalarLeafsRule),
      leavesAlone,
      uniqueLabels,
      streamsListsOnly,
      streamsSelectedOnce,
    ];

/** All rules of the specification. */
export const specifiedRules: readonly ValidationRule[] = [...rulesOf17, oneOfVariables, finiteNumbers];
