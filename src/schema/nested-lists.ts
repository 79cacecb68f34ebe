/**
 * Which lists stand under records of a type: those that a filter restricts to such records, by their ids. Derived from the
 * declarations of the filters, so that a list which is declared stands under its parents at once.
 */
import type { Link } from '../loaders/collection.ts';
import { snakeCase } from './attribute.ts';
import { type Filter, type Filters, paramsOf } from './filter.ts';
import { type EndpointDeclaration, type Resource, resources } from './resource.ts';
import { rootFieldNames } from './root-names.ts';

/** A list under the records of one type. */
export interface NestedList {
  /** The field of the record; with `Connection` behind it where the record has another field of that name. */
  readonly field: string;
  readonly parent: Resource;
  readonly resource: Resource;
  /** The filter that takes the records' ids, and the REST parameter that it sends. */
  readonly argument: string;
  readonly param: string;
  /** The parameter takes several ids. */
  readonly several: boolean;
  /** How a row names its records, to divide the rows of several; null where nothing in it does. */
  readonly by: Link | null;
  /** Filters that say the same as the place of the list, and cannot be given there. */
  readonly taken: ReadonlySet<string>;
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** `WorkspaceResource` -> `workspace_resource`: how an association to one such record is called. */
const linkNameFor = (type: string) => snakeCase(type.charAt(0).toLowerCase() + type.slice(1));

/** Whether a filter is called as the type whose ids it takes: `workspaceId`, `workspaceIds`, `withUserIds`, `byUserId`. */
const isCalledAs = (type: string, name: string): boolean =>
  [type, `With${type}`, `By${type}`].some((stem) => new RegExp(`^${stem}(Ids?)?$`).test(capitalized(name)));

const isNatural = (type: string, name: string, { ids, deprecated }: Filter): boolean =>
  ids?.type === type && deprecated === null && isCalledAs(type, name);

/**
 * The filters of a list that make it one of this type: those whose declaration says so, or else the one that is called as
 * the type is, of two the one that takes several ids.
 */
function nestingFilters(filters: Filters, type: string): readonly (readonly [string, Filter])[] {
  const declared = Object.entries(filters).filter(([, { ids, nesting }]) => ids?.type === type && nesting);
  const ownName = declared.some(([, { nesting }]) => nesting?.field === undefined);
  if (ownName) return declared;
  const natural = Object.entries(filters).filter(([name, filter]) => isNatural(type, name, filter));
  const best = natural.find(([, { ids }]) => ids?.several) ?? natural[0];
  return best ? [best, ...declared] : declared;
}

/** The association of the rows that tells to which records of the type a row belongs; null where there is none. */
function linkTo(parent: Resource, { links }: Resource, by: string): Link | null {
  const [one, many] = [by, parent.key].map((name) => links.get(name));
  const link = [one, many].find(
    (candidate) =>
      candidate?.kind !== 'polymorphic' && candidate?.targets.length === 1 && candidate.targets[0] === parent,
  );
  return !link || link.requires || link.onlyWithIds || link.listing ? null : link;
}

function listsOf(parent: Resource, resource: Resource, isTaken: (name: string) => boolean): NestedList[] {
  const { endpoint } = resource.declaration;
  // A list that writes when it is read is asked for only where a client names it.
  if (!endpoint || endpoint.listed === false || endpoint.writes) return [];
  const { filters } = endpoint;
  return nestingFilters(filters, parent.type).flatMap(([argument, filter]): NestedList[] => {
    const others = Object.entries(filters).filter(([name, { required }]) => required && name !== argument);
    if (others.length > 0) return [];
    const name = filter.nesting?.field ?? rootFieldNames(resource).list;
    return [nestedList(parent, resource, argument, isTaken(name) ? `${name}Connection` : name)];
  });
}

const made = new WeakMap<Resource, Map<string, NestedList>>();

/** The list of `resource` that its filter `argument` restricts to records of `parent`, under this name; made once. */
export function nestedList(parent: Resource, resource: Resource, argument: string, field: string): NestedList {
  let ofParent = made.get(parent);
  if (!ofParent) made.set(parent, (ofParent = new Map()));
  const key = `${resource.type} ${argument} ${field}`;
  let list = ofParent.get(key);
  if (!list) ofParent.set(key, (list = madeList(parent, resource, argument, field)));
  return list;
}

function madeList(parent: Resource, resource: Resource, argument: string, field: string): NestedList {
  const { filters } = resource.declaration.endpoint as EndpointDeclaration;
  const filter = filters[argument] as Filter;
  const [param = ''] = paramsOf(argument, filter);
  const isSame = (other: string) => other === argument || isNatural(parent.type, other, filters[other] as Filter);
  return {
    field,
    parent,
    resource,
    argument,
    param,
    several: filter.ids?.several ?? false,
    by: linkTo(parent, resource, filter.nesting?.by ?? linkNameFor(parent.type)),
    taken: new Set(filter.nesting?.field ? [argument] : Object.keys(filters).filter(isSame)),
  };
}

/**
 * The lists under records of a type.
 *
 * @param isTaken whether the type has a field of that name already.
 */
export const nestedListsOf = (parent: Resource, isTaken: (name: string) => boolean): readonly NestedList[] =>
  [...resources.values()].flatMap((resource) => listsOf(parent, resource, isTaken));
