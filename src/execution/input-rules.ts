/** What the specification (September 2026) asks of values in documents, and graphql-js lets pass, up to 17.1. */
import {
  type ASTVisitor,
  getNamedType,
  GraphQLError,
  GraphQLFloat,
  isInputObjectType,
  Kind,
  type ObjectFieldNode,
  type ValidationContext,
  type ValueNode,
  type VariableNode,
} from 'graphql';

type NumberNode = Extract<ValueNode, { readonly kind: typeof Kind.INT | typeof Kind.FLOAT }>;

/**
 * A variable for the entry of a `@oneOf` object cannot be null (section 5.8.5). graphql-js looks only at objects that stand for
 * themselves, and not at those in lists.
 */
export function oneOfVariables(context: ValidationContext): ASTVisitor {
  const entries = new Map<VariableNode, string>();
  return {
    [Kind.OBJECT_FIELD]({ value }: ObjectFieldNode) {
      const declared = context.getParentInputType();
      const parent = getNamedType(declared);
      if (value.kind === Kind.VARIABLE && parent !== declared && isInputObjectType(parent) && parent.isOneOf)
        entries.set(value, parent.name);
    },
    [Kind.DOCUMENT]: {
      leave({ definitions }) {
        if (entries.size === 0) return;
        for (const definition of definitions) {
          if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
          const types = new Map(
            definition.variableDefinitions?.map(({ variable, type }) => [variable.name.value, type]),
          );
          for (const { node } of context.getRecursiveVariableUsages(definition)) {
            const parent = entries.get(node);
            const type = types.get(node.name.value);
            if (parent === undefined || !type || type.kind === Kind.NON_NULL_TYPE) continue;
            const message = `Variable "$${node.name.value}" must be non-nullable to be used for OneOf Input Object "${parent}".`;
            context.reportError(new GraphQLError(message, { nodes: [type, node] }));
          }
        }
      },
    },
  };
}

/** A number beyond those of a Float (section 3.5.2) is refused, as it is in variables. */
export function finiteNumbers(context: ValidationContext): ASTVisitor {
  const check = (node: NumberNode) => {
    if (getNamedType(context.getInputType()) !== GraphQLFloat || Number.isFinite(Number(node.value))) return;
    const message = `Float cannot represent a number that is not finite: ${node.value}`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  };
  return { [Kind.INT]: check, [Kind.FLOAT]: check };
}
