/** What an operation may ask as a part of a larger graph, checked before anything of it is called. */
import { type GraphQLError, Kind, type TypeNode, type VariableDefinitionNode } from 'graphql';
import { refusal } from './errors.ts';
import type { RootRequest } from './root-request.ts';
import type { Plan } from './plan.ts';

/** The refusal of an operation that asks what only a router may ask; null of every other one. */
export const checkFederated = ({ roots }: Plan): GraphQLError | null =>
  roots.some(({ kind, nodes }) => kind === 'entities' || nodes[0]?.name.value === '_service')
    ? refusal(
        '`_entities` and `_service` are for the router of the graph alone, which sends its secret.',
        'FORBIDDEN',
        403,
      )
    : null;

/** The refusal of an operation that names more than `most` representations in all; null of every other one. */
export function checkEntities(requests: readonly RootRequest[], most: number): GraphQLError | null {
  const count = requests.reduce((sum, request) => sum + (request.kind === 'entities' ? request.wanted.length : 0), 0);
  return count > most
    ? refusal(
        `This operation names ${count} representations in \`_entities\`; the limit is ${most}.`,
        'QUERY_TOO_COMPLEX',
        422,
        { entities: count, limit: most },
      )
    : null;
}

/**
 * Puts something else that names no record in the place of each null among the representations in `variables`. A null
 * there breaks the promise of the type `[_Any!]!`, for which the whole operation would have to be refused; this way it
 * is an error at its index, as every other thing there that is no representation.
 */
export const replaceNullEntities = (
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const replaced = definitions.flatMap(({ variable: { name }, type }) => {
    const value = namedTypeOf(type) === '_Any' && Object.hasOwn(variables, name.value) ? variables[name.value] : null;
    return Array.isArray(value) && value.includes(null) ? [[name.value, value.map((entry) => entry ?? false)]] : [];
  });
  return replaced.length > 0 ? { ...variables, ...Object.fromEntries(replaced) } : variables;
};

export const namedTypeOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
