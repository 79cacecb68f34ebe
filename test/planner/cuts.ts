/** Which lists below the root an answer cuts in silence: by the reference executor, and by the warnings that were given. */
import { type FieldNode, getNamedType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import type { Link } from '../../src/loaders/collection.ts';
import type { FieldCollector } from './fields.ts';

/** A list of the right answer that nothing beside it shows to be cut. */
export interface SilentList {
  /** Where it stands: `workspaces.nodes.0.timeEntries`. */
  readonly path: string;
  /** It has more records than are answered. Otherwise as many as were allowed: whether there are more need not be known. */
  readonly isCut: boolean;
  /** The association whose records it holds; null for a list that has pages. */
  readonly link: Link | null;
}

/** Whether it is certain that nothing shows it. */
export interface JudgedList extends SilentList {
  readonly isSure: boolean;
}

/** The path of a field that is executed, with the indices of lists. */
export function pathOf({ path }: Pick<GraphQLResolveInfo, 'path'>): string {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys.join('.');
}

/** Whether rows are selected of a connection, and nothing that tells if there are more. */
export function isSilent({ fieldNodes, returnType }: GraphQLResolveInfo, fields: FieldCollector): boolean {
  const type = getNamedType(returnType) as GraphQLObjectType;
  const nodesOf = (name: string): readonly FieldNode[] =>
    [...fields.below(fieldNodes, type).values()].filter(([node]) => node?.name.value === name).flat();
  const page = fields.below(nodesOf('pageInfo'), fields.schema.getType('PageInfo') as GraphQLObjectType);
  return (
    nodesOf('nodes').length + nodesOf('edges').length > 0 &&
    nodesOf('totalCount').length === 0 &&
    ![...page.values()].some(([node]) => node?.name.value === 'hasNextPage')
  );
}

interface GivenWarning {
  readonly code: string;
  readonly message?: string;
  readonly path?: readonly (string | number)[];
}

const placeOf = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '');

/** What is wrong with the warnings of cut lists: one that should not be there, or is not. */
export function wrongCuts(warnings: readonly GivenWarning[], lists: readonly JudgedList[]): string[] {
  const given = warnings.filter(({ code }) => code === 'CUT_BY_FIRST');
  const byPath = new Map(lists.map((list) => [list.path, list]));
  const places = given.map(({ path = [] }) => placeOf(path.join('.')));
  const wanted = new Set(lists.filter(({ isCut, isSure }) => isCut && isSure).map(({ path }) => placeOf(path)));
  return [
    ...given.flatMap(({ path = [], message = '' }) => {
      const list = byPath.get(path.join('.'));
      return list && (list.isCut || message.startsWith('This list may have'))
        ? []
        : [`warned of what is not cut: ${path.join('.')}, ${message}`];
    }),
    ...(new Set(places).size < places.length ? [`warned twice of a field: ${places.join()}`] : []),
    ...[...wanted].filter((place) => !places.includes(place)).map((place) => `cut in silence: ${place}`),
  ];
}
