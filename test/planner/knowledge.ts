/**
 * What answers tell of records, by the rules of the API and the account's rows: how well a record is known, where it leads, and
 * what a call must ask for to tell the rest.
 */
import type { Link, Listing } from '../../src/loaders/collection.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import type { ApiRow } from './api.ts';
import { type Pointer, pointersOf } from './pointers.ts';
import { isAskable, type Position, type Tells } from './position.ts';
import type { Account } from './random-account.ts';

/**
 * Whether a row tells where an association leads though its include was not asked for. Whoever knows the API knows of
 * a type whether all its rows do; where some do and some do not, he cannot count on any before he sees it.
 */
export interface ApiRule {
  readonly tells: (resource: Resource, link: Link, row: ApiRow) => boolean;
  /** Rows have the pointer of a polymorphic association beside its type and id. */
  readonly pointers: boolean;
}

/** The API as it was recorded: columns of a row's own are written, and nothing else is. */
export const AS_RECORDED: ApiRule = { tells: (_, link) => link.own, pointers: false };

/** What is known of a record. */
export interface Fact {
  /** False: it was asked for, and is not there. */
  readonly here: boolean;
  readonly optional: ReadonlySet<string>;
  readonly included: ReadonlySet<string>;
  /** The call that brought it named the value of its mandatory parameter. */
  readonly placed: boolean;
}

const NONE: ReadonlySet<string> = new Set();
export const ABSENT: Fact = { here: false, optional: NONE, included: NONE, placed: false };
export const BARE: Fact = { here: true, optional: NONE, included: NONE, placed: false };

/** By collection key and id. */
export type Facts = Map<string, Fact>;

/** What one record is asked for with. */
export interface Ticket {
  readonly include: Set<string>;
  readonly optional: Set<string>;
}

/** Reads the account by what `facts` say has been told of it. */
export class Knowledge {
  readonly #rows = new Map<string, ReadonlyMap<string, ApiRow>>();
  readonly #rule: ApiRule;
  /** Of each association, whether all rows tell it. */
  readonly #told = new Map<Link, boolean>();

  constructor(account: Account, rule: ApiRule) {
    this.#rule = rule;
    for (const [key, rows] of Object.entries(account))
      this.#rows.set(key, new Map(rows.map((row) => [String(row.id), row])));
  }

  /** The account's row; `undefined` where there is none. Of a type that stands for others, that of the one which has it. */
  rowOf(resource: Resource, id: string): ApiRow | undefined {
    for (const { key } of [resource, ...resource.members]) {
      const row = this.#rows.get(key)?.get(id);
      if (row) return row;
    }
    return undefined;
  }

  /** What answers have told of a record; `undefined` where none has. */
  factOf(facts: Facts, resource: Resource, id: string): Fact | undefined {
    const own = facts.get(`${resource.key} ${id}`);
    if (resource.members.length === 0) return own;
    const members = resource.members.map(({ key }) => facts.get(`${key} ${id}`));
    return members.find((fact) => fact?.here) ?? own ?? (members.every((fact) => fact) ? ABSENT : undefined);
  }

  /** Whether nothing that could be asked would tell more. */
  isKnown(facts: Facts, { resource, looks, optional, refs, edges }: Position, id: string): boolean {
    if (!looks) return true;
    const fact = this.factOf(facts, resource, id);
    if (!fact) return false;
    if (!fact.here) return true;
    return (
      [...optional].every((field) => fact.optional.has(field)) &&
      [...refs].every((name) => fact.included.has(name) || this.#pointerTold(resource, id, name)) &&
      [...edges.values()].every(({ link, targets }) => {
        if (link.listing || fact.included.has(link.name)) return true;
        if (!this.#columnTells(resource, link, this.rowOf(resource, id) as ApiRow)) return false;
        // A target that nothing but the include can bring.
        return this.targets(facts, resource, id, link).every((target) => {
          const position = targets.get(target.resource.type);
          return (
            !position?.looks ||
            !link.includable ||
            isAskable(position.resource) ||
            this.isKnown(facts, position, target.id)
          );
        });
      })
    );
  }

  #columnTells(resource: Resource, link: Link, row: ApiRow): boolean {
    return this.#rule.tells(resource, link, row) || (link.idsIn?.(row) ?? null) !== null;
  }

  /** Whether every row of the type tells it, so that one counts on it. */
  readonly tells: Tells = (resource, link) => {
    let told = this.#told.get(link);
    if (told === undefined) {
      const homes = resource.members.length > 0 ? resource.members : [resource];
      const rows = homes.flatMap(({ key }) => [...(this.#rows.get(key)?.values() ?? [])]);
      told = rows.length === 0 ? link.own : rows.every((row) => this.#rule.tells(resource, link, row));
      this.#told.set(link, told);
    }
    return told;
  };

  #pointerTold(resource: Resource, id: string, name: string): boolean {
    const link = resource.links.get(name);
    const row = this.rowOf(resource, id);
    if (!link || !row) return false;
    return link.typeField === null ? this.#rule.tells(resource, link, row) : this.#rule.pointers;
  }

  /** Which records an association of a row leads to, as far as it is known. */
  targets(facts: Facts, resource: Resource, id: string, link: Link): Pointer[] {
    const row = this.rowOf(resource, id) as ApiRow;
    const fact = this.factOf(facts, resource, id) as Fact;
    if (link.listing) return fact.included.has(link.name) ? this.listed(id, link, link.listing) : [];
    if (!fact.included.has(link.name) && !this.#columnTells(resource, link, row)) return [];
    return pointersOf(row, link).filter((pointer) => link.own || this.rowOf(pointer.resource, pointer.id));
  }

  /** The records that name this one as their owner. */
  listed(id: string, { targets: [target] }: Link, { params, column }: Listing): Pointer[] {
    const resource = resources.get(target?.type ?? '');
    if (!resource) return [];
    const rows = [...(this.#rows.get(resource.key)?.values() ?? [])];
    const owned = rows.filter(
      (row) => String(row[column]) === id && Object.entries(params).every(([name, value]) => row[name] === value),
    );
    return owned.map((row) => ({ resource, id: String(row.id) }));
  }

  /** The value of the mandatory parameter; `null` where there is none to give, `undefined` where it is not known. */
  scopeOf(facts: Facts, resource: Resource, id: string, named: string | null): string | null | undefined {
    const scope = resource.endpoint?.scope;
    if (!scope) return null;
    if (named !== null) return named;
    const row = this.rowOf(resource, id);
    if (!row) return undefined;
    const fact = this.factOf(facts, resource, id);
    // The column may be that of an association, which the row need not tell.
    const link = [...resource.links.values()].find(({ field }) => field === scope.field);
    const told = !link || fact?.placed || fact?.included.has(link.name) || this.#rule.tells(resource, link, row);
    return (told ? scope.read(row[scope.field]) : null) ?? undefined;
  }

  /** The value itself, which the API knows whether or not it tells. */
  placeOf(resource: Resource, id: string): string | null | undefined {
    const row = this.rowOf(resource, id);
    return row && resource.endpoint?.scope?.read(row[resource.endpoint.scope.field]);
  }

  /**
   * Which includes a record or a list is asked with; `row` being what is known of the record before.
   *
   * @param fixed the one type that the rows of a list can point at, by its mandatory parameter.
   */
  includes(
    position: Position,
    fact: Fact | null,
    byId: boolean,
    id: string | null,
    fixed: string | null = null,
  ): string[] {
    const { resource } = position;
    const row = fact?.here && id !== null ? this.rowOf(resource, id) : undefined;
    const isTold = (link: Link) => (row ? this.#columnTells(resource, link, row) : this.tells(resource, link));
    const names = [...position.refs].filter((name) => {
      const link = resource.links.get(name) as Link;
      return link.typeField !== null || !isTold(link);
    });
    for (const { link, targets } of position.edges.values()) {
      if (link.listing || !link.includable || link.requires !== null || (link.onlyWithIds && !byId)) continue;
      const isFixed =
        fixed !== null && link.kind === 'polymorphic' && link.typeField === resource.endpoint?.scope?.field;
      const wanted = [...targets.values()].filter(
        ({ looks, resource: { type, aliases } }) => looks && (!isFixed || [type, ...aliases].includes(fixed)),
      );
      // With the row known, its columns name the target: how it comes is a fork of its own.
      const useful = isTold(link) ? !fact?.here && wanted.some((target) => tellsMore(target, this.tells)) : true;
      if (useful) names.push(link.name);
    }
    return names.filter((name) => !fact?.included.has(name));
  }

  /** An answer holds a record. */
  learn(
    facts: Facts,
    resource: Resource,
    id: string,
    { include, optional }: Ticket,
    partial: boolean,
    placed: boolean,
  ): void {
    const key = `${resource.key} ${id}`;
    const row = this.#rows.get(resource.key)?.get(id);
    const before = facts.get(key);
    if (!row) {
      if (!partial && !before) facts.set(key, ABSENT);
      return;
    }
    facts.set(key, {
      here: true,
      optional: union([before?.optional ?? NONE, optional]),
      included: union([before?.included ?? NONE, include]),
      placed: placed || (before?.placed ?? false),
    });
    for (const name of include) {
      const link = resource.links.get(name);
      if (!link) continue;
      for (const pointer of pointersOf(row, link)) {
        const there = `${pointer.resource.key} ${pointer.id}`;
        if (!this.rowOf(pointer.resource, pointer.id)) {
          // The include brings every target that there is, before anything goes on from any of the rows. Which one is
          // missing, a column tells; what is no column is written as if the row led nowhere.
          if (link.own && !facts.has(there)) facts.set(there, ABSENT);
        } else if (!facts.get(there)?.here) facts.set(there, BARE);
      }
    }
  }
}

/** Whether a bare row of the target would tell anything that is wanted and not known without. */
const tellsMore = (target: Position, tells: Tells): boolean =>
  target.bareIsEnough(tells) ||
  target.bareLeadsFurther(tells) ||
  !isAskable(target.resource) ||
  (target.resource.endpoint?.scope ?? null) !== null;

export const union = <T>(sets: readonly ReadonlySet<T>[]): Set<T> => new Set(sets.flatMap((set) => [...set]));
