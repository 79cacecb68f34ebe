/**
 * What one position of an operation needs of the records that stand there: a tree that follows the
 * associations, whatever fragments, aliases and repeated fields the selection was written with.
 * Pure; made once per document.
 */
import type { IsOwn } from './api-facts.ts';
import type { ChosenRequirements } from './choice.ts';
import type { Collection, Link } from './collection.ts';
import type { NestedNeed } from './nested-need.ts';

/** What is needed of the records of one type at one position. */
export interface Requirements {
  readonly collection: Collection;
  /** Something beyond the id is read, or the record's existence must be known. */
  row: boolean;
  /** Fields, in wire names, that the API sends only when asked. */
  readonly optional: Set<string>;
  /** Associations to follow, by wire name. */
  readonly links: Map<string, LinkRequirements>;
  /** Polymorphic associations whose pointer itself is read, which the API writes only with the include. */
  readonly refs: Set<string>;
  /** Lists that stand under each of the records, by what they are in the operation. */
  readonly lists: Map<object, NestedNeed>;
  /** The places in the operation that this serves, for the explanation: `workspaceResources.nodes.user`. */
  readonly paths: Set<string>;
}

export interface LinkRequirements {
  readonly link: Link;
  /** Requirements of the targets, by type. Absent for a type that is not selected. */
  readonly targets: Map<Collection, Requirements>;
  /** Types whose target is the very record that the position was reached from, so that it is known. */
  readonly back: Set<Collection>;
  /** Fields that answer some of the targets, and what they want of those. */
  chosen?: ChosenRequirements[];
}

export const createRequirements = (collection: Collection): Requirements => ({
  collection,
  row: false,
  optional: new Set(),
  links: new Map(),
  refs: new Set(),
  lists: new Map(),
  paths: new Set(),
});

/** Nothing beyond the id: such a record need not be fetched. */
export const isEmpty = (requirements: Requirements) =>
  !requirements.row && requirements.optional.size === 0 && requirements.links.size === 0;

/** Whether records of the type can be asked for by id at all. */
export const isLoadable = (collection: Collection): boolean =>
  collection.endpoint !== null || collection.members.some((member) => member.endpoint !== null);

/**
 * Whether a bare row, as a side-load brings it, cannot serve: optional fields and associations
 * whose ids are no columns of the row come only when the record is fetched in its own right.
 */
export const needsOwnFetch = (requirements: Requirements, isOwn: IsOwn): boolean =>
  requirements.optional.size > 0 ||
  needsPointer(requirements, isOwn) ||
  [...requirements.links.values()].some(
    (linkRequirements) =>
      (!isOwn(linkRequirements.link) && !linkRequirements.link.listing) || comesOnlyIncluded(linkRequirements),
  );

/** Whether a polymorphic pointer is read that rows do not tell without the include: where type and id are columns, it still is none. */
const needsPointer = ({ refs, collection }: Requirements, isOwn: IsOwn): boolean =>
  [...refs].some((name) => !isPointerOwn(collection.links.get(name), isOwn));

export const isPointerOwn = (link: Link | undefined, isOwn: IsOwn): boolean =>
  link !== undefined && link.typeField === null && isOwn(link);

/** Whether records are wanted that nothing brings but an include: there is no asking for them by their ids. */
const comesOnlyIncluded = ({ link, targets, back }: LinkRequirements): boolean =>
  link.includable &&
  [...targets].some(
    ([collection, requirements]) => !isEmpty(requirements) && !back.has(collection) && !isLoadable(collection),
  );

/** Whether a record, known by its own columns, leads to further records that are wanted, and that `counts` says matter. */
const columnsLeadTo = (
  requirements: Requirements,
  isOwn: IsOwn,
  counts: (link: Link, target: Requirements) => boolean,
): boolean =>
  [...requirements.links.values()].some(
    ({ link, targets, back }) =>
      (link.listing || isOwn(link)) &&
      [...targets].some(([collection, target]) => !back.has(collection) && !isEmpty(target) && counts(link, target)),
  );

const columnsLeadOn = (requirements: Requirements, isOwn: IsOwn): boolean =>
  columnsLeadTo(requirements, isOwn, () => true);

/**
 * Whether its columns lead to records that must be asked for by their own ids. Those which an include brings, with all that
 * is wanted of them, come with the record when that is fetched again. Not where the API gives a part of the record
 * only in a call of its own: with the row known, that may be the only call.
 */
const columnsLeadFurther = (requirements: Requirements, isOwn: IsOwn): boolean => {
  const isOneCall = [...requirements.links.values()].every(({ link }) => !link.requires);
  return columnsLeadTo(
    requirements,
    isOwn,
    (link, target) => !isOneCall || !link.includable || !bareRowEnds(target, isOwn),
  );
};

/** Whether a bare row tells all that is wanted, of the record and of what it leads to. */
export const bareRowEnds = (requirements: Requirements, isOwn: IsOwn): boolean =>
  !needsOwnFetch(requirements, isOwn) && !columnsLeadOn(requirements, isOwn);

/**
 * Whether records lead to several types by their columns, all of which an include brings: fetched once more with these, as
 * one call, they take fewer calls than each type by its ids, so that this is what will be done once they are known.
 */
const isBestAskedAgain = (requirements: Requirements, isOwn: IsOwn): boolean => {
  const reached = new Set<Collection>();
  for (const { link, targets, back } of requirements.links.values()) {
    if (link.listing || link.requires || link.onlyWithIds || !link.includable || link.kind !== 'one') return false;
    for (const [collection, target] of targets) {
      if (back.has(collection) || isEmpty(target)) continue;
      if (!isOwn(link) || !bareRowEnds(target, isOwn)) return false;
      reached.add(collection);
    }
  }
  return reached.size > 1;
};

/**
 * Whether including the association with its parent would only bring bytes: its id is known without,
 * and each target must be fetched again in its own right. A type with a mandatory scope is included
 * all the same, because its row says which scope to ask; so is one whose columns lead to records that need calls of
 * their own, because they tell a wave earlier which. Not where the parent's row is known: a target whose columns lead
 * on is then asked for at once, by its own id, and brings what they lead to.
 */
const includeIsWaste = (
  { link, targets, back }: LinkRequirements,
  { only, rowKnown, isTold, isOneBatch }: CallShape,
  isOwn: IsOwn,
): boolean => {
  for (const [collection, requirements] of targets) {
    if (only && link.kind === 'polymorphic' && collection !== only) continue;
    if (isEmpty(requirements) || back.has(collection)) continue;
    if (!isLoadable(collection) || collection.endpoint?.scope) return false;
    if (only && isOneBatch && isBestAskedAgain(requirements, isOwn)) continue;
    if (
      rowKnown
        ? bareRowEnds(requirements, isOwn)
        : !needsOwnFetch(requirements, isOwn) || columnsLeadFurther(requirements, isOwn)
    )
      return false;
  }
  return isTold ? isTold(link) : isOwn(link);
};

/** What one call asks for beside its rows. */
export interface Extras {
  readonly include: Set<string>;
  readonly optional: Set<string>;
}

export interface CallShape {
  /** The call names its rows by `only` or by path; some includes work only then. */
  readonly byId: boolean;
  /** The one type that polymorphic targets can have here, where the call itself fixes it. */
  readonly only: Collection | null;
  /** The record's own columns are known already. */
  readonly rowKnown?: boolean;
  /** For one record whose row is known: whether it names the association's target. */
  readonly isTold?: IsOwn;
  /** The call's parameters are the client's: none may be added for the sake of an include. */
  readonly isList?: boolean;
  /** It has no more rows than one call names by their ids. */
  readonly isOneBatch?: boolean;
}

/** Whether a call of this shape includes the association. The one place where that is decided. */
export const isIncluded = (linkRequirements: LinkRequirements, shape: CallShape, isOwn: IsOwn): boolean => {
  const { link } = linkRequirements;
  const honoured = (shape.byId || !link.onlyWithIds) && !(shape.isList && link.requires);
  return link.includable && honoured && !includeIsWaste(linkRequirements, shape, isOwn);
};

/** Adds what `need` wants of a call of this shape to `extras`. */
export function addExtras(extras: Extras, requirements: Requirements, shape: CallShape, isOwn: IsOwn): void {
  for (const field of requirements.optional) extras.optional.add(field);
  for (const name of requirements.refs)
    if (!isPointerOwn(requirements.collection.links.get(name), shape.isTold ?? isOwn)) extras.include.add(name);
  for (const linkRequirements of requirements.links.values()) {
    if (isIncluded(linkRequirements, shape, isOwn)) extras.include.add(linkRequirements.link.name);
  }
}

/** Whether the answer to a call of this shape can lead to further calls: what it does not bring, or brings too bare. */
export const leadsFurther = (requirements: Requirements, shape: CallShape, isOwn: IsOwn): boolean => {
  if (requirements.lists.size > 0) return true;
  for (const linkRequirements of requirements.links.values()) {
    if (linkRequirements.link.listing || linkRequirements.chosen) return true;
    const included = isIncluded(linkRequirements, shape, isOwn);
    for (const target of linkRequirements.targets.values()) {
      if (target === requirements || isEmpty(target)) continue;
      if (!included || needsOwnFetch(target, isOwn) || target.links.size > 0 || target.lists.size > 0) return true;
    }
    if (!included && !isOwn(linkRequirements.link)) return true;
  }
  return false;
};
