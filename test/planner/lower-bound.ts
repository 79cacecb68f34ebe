/**
 * How few REST calls an operation can do with: by the rules of the API and the data alone. It knows
 * nothing of the planner; what it does not know in advance it tries out, all of it, and takes the
 * best.
 *
 * The rules. An include is one level deep and its rows come bare: own columns only. Some includes work
 * only beside `only`, some only beside a further parameter that may hide rows. Optional fields and ids
 * that are no columns come only with a record that is asked for. A batch holds 150 ids, and one value
 * of a mandatory parameter; without that value a record is asked for alone, by its path. Some types
 * have no endpoint. A type and an id in columns are known with the row.
 *
 * Waves. A call belongs to wave 1 if the operation alone fixes it, to wave n + 1 if it needs an id that
 * first becomes known in an answer of wave n. What an include can bring is known with its parent's
 * answer; an include that could only bring bytes (records that must be fetched again in their own
 * right, whose id is known without, and whose own columns lead nowhere, or only to what comes beside them then) brings
 * nothing, and is not made. Nothing waits for a later wave in the hope of company.
 *
 * Where no include gives an association, a list of the targets does, once their owners are known to be there.
 *
 * What is tried. A record that is known only by a column of its parent, and wanted bare, can be asked
 * for by its own id, or come with an include when the parent is fetched once more. Every such
 * association is tried both ways, in every wave, with all that follows from it. Not where the record's
 * own columns lead on: fetched by its id it could bring what they lead to, beside its parent it could
 * not, and which of the two is cheaper only those later answers tell. Such records are fetched by id.
 */
import type { GraphQLSchema } from 'graphql';
import type { Link, Listing } from '../../src/loaders/collection.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import type { Api, ApiRow } from './api.ts';
import { BelowCalls } from './nested-bound.ts';
import { type Edge, isAskable, type Position, type Tells } from './position.ts';
import { type Pointer, pointersOf } from './pointers.ts';
import type { Account } from './random-account.ts';
import type { RandomOperation } from './random-operation.ts';
import { type ListCall, readRoots, type Visit } from './roots.ts';

export interface Bound {
  readonly calls: number;
  /**
   * The same where a batch that needs several calls gives each record only what is wanted of that
   * record. More than `calls` only where its records want different things, and what one asks for would have
   * spared another a later call, had chance put the two into one.
   */
  readonly most: number;
  /** One way to do with so few, for people. */
  readonly waves: readonly (readonly string[])[];
}

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
const AS_RECORDED: ApiRule = { tells: (_, link) => link.own, pointers: false };

/**
 * @param api tells which rows a list holds, and in which order: that is data, too.
 * @param rule how the API writes rows. Default: as it was recorded.
 */
export async function lowerBound(
  schema: GraphQLSchema,
  operation: RandomOperation,
  account: Account,
  api: Api,
  rule = AS_RECORDED,
): Promise<Bound> {
  const { lists, visits } = await readRoots(schema, operation, api);
  const search = new Search(account, rule, true, api);
  const { calls, waves } = await search.run(lists, visits);
  if (search.isOpen) return { calls: 0, most: Number.POSITIVE_INFINITY, waves };
  return { calls, most: (await new Search(account, rule, false, api).run(lists, visits)).calls, waves };
}

/** A way to settle an operation, from some wave on. */
type Way = Pick<Bound, 'calls' | 'waves'>;

/** What is known of a record. */
interface Fact {
  /** False: it was asked for, and is not there. */
  readonly here: boolean;
  readonly optional: ReadonlySet<string>;
  readonly included: ReadonlySet<string>;
  /** The call that brought it named the value of its mandatory parameter. */
  readonly placed: boolean;
}

const NONE: ReadonlySet<string> = new Set();
const ABSENT: Fact = { here: false, optional: NONE, included: NONE, placed: false };
const BARE: Fact = { here: true, optional: NONE, included: NONE, placed: false };

/** Everything that is known after some waves, and what has been seen to. */
interface State {
  readonly facts: Map<string, Fact>;
  readonly asked: Set<string>;
  readonly done: Set<string>;
  /** Records some of whose targets are wanted, once the rows of all are known. */
  readonly choosing: Set<{ readonly position: Position; readonly id: string; readonly edge: Edge }>;
  readonly wave: number;
}

/** Targets that a column of their parents names, and that could come either way. */
interface Fork {
  readonly position: Position;
  readonly edge: Edge;
  readonly target: Position;
  readonly pairs: { parent: string; id: string }[];
}

/** What one record is asked for with. */
interface Ticket {
  readonly include: Set<string>;
  readonly optional: Set<string>;
}

interface Group {
  readonly resource: Resource;
  readonly label: string;
  /** The mandatory parameter's value: rows of any other are not found. */
  readonly scope: string | null;
  readonly tickets: Map<string, Ticket>;
  /** Each by its own path: there is no list that gives them. */
  readonly single: boolean;
  /** Carries a parameter that may hide rows. */
  readonly partial: boolean;
}

const MOST_IDS = 150;
const MOST_FORKS = 8;

const keyOf = ({ position, id, scope, listing, below }: Visit) =>
  `${position.number} ${scope ?? ''} ${id} ${listing?.link.name ?? ''} ${below ? `below ${position.lists.indexOf(below)}` : ''}`;

class Search {
  readonly #rows = new Map<string, ReadonlyMap<string, ApiRow>>();

  /** Whether all calls of a batch ask the same of their records. */
  readonly #isUniform: boolean;

  readonly #rule: ApiRule;
  /** Of each association, whether all rows tell it. */
  readonly #told = new Map<Link, boolean>();

  readonly #below: BelowCalls;

  constructor(account: Account, rule: ApiRule, isUniform: boolean, api: Api) {
    this.#isUniform = isUniform;
    this.#rule = rule;
    this.#below = new BelowCalls({
      api,
      ownersOf: ({ resource, by }, id) =>
        by ? pointersOf(this.#rowOf(resource, id) as ApiRow, by).map((pointer) => pointer.id) : [],
      isTold: ({ resource, by }) => by !== null && this.#tells(resource, by),
    });
    for (const [key, rows] of Object.entries(account))
      this.#rows.set(key, new Map(rows.map((row) => [String(row.id), row])));
  }

  /** The rule for lists under records leaves open how few there are: which of them share a call. */
  get isOpen(): boolean {
    return this.#below.isOpen;
  }

  run(lists: readonly ListCall[], visits: readonly Visit[]): Promise<Way> {
    return this.#wave(
      { facts: new Map(), asked: new Set(), done: new Set(), choosing: new Set(), wave: 1 },
      visits,
      [],
      lists,
    );
  }

  /** The cheapest way on from what is known, `visits` and `forks` being what comes up now. */
  async #wave(
    before: State,
    visits: readonly Visit[],
    forks: readonly Fork[],
    lists: readonly ListCall[],
  ): Promise<Way> {
    const state: State = {
      ...before,
      facts: new Map(before.facts),
      asked: new Set(before.asked),
      done: new Set(before.done),
      choosing: new Set(before.choosing),
    };
    const demands = new Map<string, Visit>();
    const open = new Map<string, Fork>();
    for (const { position, edge, target, pairs } of forks)
      for (const { parent, id } of pairs) this.#arrive(state, position, parent, edge, target, id, demands, open);
    for (const visit of visits) this.#visit(state, visit, demands, open);
    this.#choose(state, demands, open);
    const due = lists.filter(({ wave }) => wave === state.wave);
    if (demands.size === 0 && open.size === 0 && due.length === 0 && lists.every(({ wave }) => wave <= state.wave))
      return { calls: 0, waves: [] };
    let best: Way | null = null;
    for (const { taken, viaParents } of this.#ways(state, demands, [...open.values()])) {
      const way = await this.#send(taken, viaParents, lists, due);
      if (!best || way.calls < best.calls) best = way;
    }
    return best as Way;
  }

  /** Every way to settle the forks: by the targets' ids, or by their parents. */
  *#ways(state: State, demands: ReadonlyMap<string, Visit>, forks: readonly Fork[]) {
    const free = forks.filter(({ target }) => isAskable(target.resource)).slice(0, MOST_FORKS);
    const forced = forks.filter((fork) => !free.includes(fork));
    for (let choice = 0; choice < 2 ** free.length; choice++) {
      const taken = { state: copyOf(state), demands: new Map(demands) };
      const viaParents = [...forced, ...free.filter((_, index) => (choice & (1 << index)) !== 0)];
      free.forEach(({ target, pairs }, index) => {
        if ((choice & (1 << index)) !== 0) return;
        for (const { id } of pairs)
          this.#visit(taken.state, { position: target, id, scope: null }, taken.demands, new Map());
      });
      yield { taken, viaParents };
    }
  }

  #rowOf(resource: Resource, id: string): ApiRow | undefined {
    for (const { key } of [resource, ...resource.members]) {
      const row = this.#rows.get(key)?.get(id);
      if (row) return row;
    }
    return undefined;
  }

  #factOf({ facts }: State, resource: Resource, id: string): Fact | undefined {
    const own = facts.get(`${resource.key} ${id}`);
    if (resource.members.length === 0) return own;
    const members = resource.members.map(({ key }) => facts.get(`${key} ${id}`));
    return members.find((fact) => fact?.here) ?? own ?? (members.every((fact) => fact) ? ABSENT : undefined);
  }

  /** Whether nothing that could be asked would tell more. */
  #isKnown(state: State, { resource, looks, optional, refs, edges }: Position, id: string): boolean {
    if (!looks) return true;
    const fact = this.#factOf(state, resource, id);
    if (!fact) return false;
    if (!fact.here) return true;
    return (
      [...optional].every((field) => fact.optional.has(field)) &&
      [...refs].every((name) => fact.included.has(name) || this.#pointerTold(resource, id, name)) &&
      [...edges.values()].every(({ link, targets }) => {
        if (link.listing || fact.included.has(link.name)) return true;
        if (!this.#columnTells(resource, link, this.#rowOf(resource, id) as ApiRow)) return false;
        // A target that nothing but the include can bring.
        return this.#targets(state, resource, id, link).every((target) => {
          const position = targets.get(target.resource.type);
          return (
            !position?.looks ||
            !link.includable ||
            isAskable(position.resource) ||
            this.#isKnown(state, position, target.id)
          );
        });
      })
    );
  }

  #columnTells(resource: Resource, link: Link, row: ApiRow): boolean {
    return this.#rule.tells(resource, link, row) || (link.idsIn?.(row) ?? null) !== null;
  }

  /** Whether every row of the type tells it, so that one counts on it. */
  readonly #tells: Tells = (resource, link) => {
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
    const row = this.#rowOf(resource, id);
    if (!link || !row) return false;
    return link.typeField === null ? this.#rule.tells(resource, link, row) : this.#rule.pointers;
  }

  /** Which records an association of a row leads to, as far as it is known. */
  #targets(state: State, resource: Resource, id: string, link: Link): Pointer[] {
    const row = this.#rowOf(resource, id) as ApiRow;
    const fact = this.#factOf(state, resource, id) as Fact;
    if (link.listing) return fact.included.has(link.name) ? this.#listed(id, link, link.listing) : [];
    if (!fact.included.has(link.name) && !this.#columnTells(resource, link, row)) return [];
    return pointersOf(row, link).filter((pointer) => link.own || this.#rowOf(pointer.resource, pointer.id));
  }

  /** The records that name this one as their owner. */
  #listed(id: string, { targets: [target] }: Link, { params, column }: Listing): Pointer[] {
    const resource = resources.get(target?.type ?? '');
    if (!resource) return [];
    const rows = [...(this.#rows.get(resource.key)?.values() ?? [])];
    const owned = rows.filter(
      (row) => String(row[column]) === id && Object.entries(params).every(([name, value]) => row[name] === value),
    );
    return owned.map((row) => ({ resource, id: String(row.id) }));
  }

  #visit(state: State, visit: Visit, demands: Map<string, Visit>, open: Map<string, Fork>): void {
    const { position, id } = visit;
    const key = keyOf(visit);
    this.#visitLists(state, position, id, demands);
    if (!position.looks || state.done.has(key) || demands.has(key)) return;
    const fact = this.#factOf(state, position.resource, id);
    const asks = !this.#isKnown(state, position, id) && isAskable(position.resource) && !state.asked.has(key);
    if (asks) demands.set(key, visit);
    else state.done.add(key);
    if (!fact?.here) return;
    for (const edge of position.edges.values()) {
      const listing = { position, id, scope: null, listing: edge };
      if (edge.link.listing && !fact.included.has(edge.link.name)) demands.set(keyOf(listing), listing);
      for (const pointer of this.#targets(state, position.resource, id, edge.link)) {
        const target = edge.targets.get(pointer.resource.type);
        if (target?.looks) this.#arrive(state, position, id, edge, target, pointer.id, demands, open);
      }
      if (edge.chosen.length > 0) state.choosing.add({ position, id, edge });
    }
  }

  /** Goes on to the targets that are wanted of some records, where the rows of all are known. */
  #choose(state: State, demands: Map<string, Visit>, open: Map<string, Fork>): void {
    // Grows while it is read: one that is chosen may lead on.
    for (const choosing of state.choosing) {
      const { position, id, edge } = choosing;
      const pointers = this.#targets(state, position.resource, id, edge.link);
      const isIncluded = this.#factOf(state, position.resource, id)?.included.has(edge.link.name);
      const areKnown = pointers.every((pointer) => this.#factOf(state, pointer.resource, pointer.id));
      if (!isIncluded && !areKnown) continue;
      state.choosing.delete(choosing);
      const candidates = pointers.flatMap((pointer) => {
        const row = this.#rowOf(pointer.resource, pointer.id);
        return row && this.#factOf(state, pointer.resource, pointer.id)?.here ? [{ id: pointer.id, row }] : [];
      });
      for (const { target, of } of edge.chosen)
        for (const one of of(candidates))
          if (target.looks) this.#arrive(state, position, id, edge, target, one.id, demands, open);
    }
  }

  /** Lists under a record go out as soon as its id is known, however the record itself comes. */
  #visitLists(state: State, position: Position, id: string, demands: Map<string, Visit>): void {
    if (!position.looks || this.#factOf(state, position.resource, id)?.here === false) return;
    for (const below of position.lists) {
      const list = { position, id, scope: null, below };
      if (!state.done.has(keyOf(list))) demands.set(keyOf(list), list);
    }
  }

  /** A record leads to another one. */
  #arrive(
    state: State,
    position: Position,
    parent: string,
    edge: Edge,
    target: Position,
    id: string,
    demands: Map<string, Visit>,
    open: Map<string, Fork>,
  ): void {
    const fact = this.#factOf(state, position.resource, parent);
    if (fact?.included.has(edge.link.name) && !this.#factOf(state, target.resource, id))
      state.facts.set(`${target.resource.key} ${id}`, ABSENT);
    const known = this.#isKnown(state, target, id);
    if (known || !this.#couldComeWith(state, position, parent, edge, target) || fact?.included.has(edge.link.name)) {
      this.#visit(state, { position: target, id, scope: null }, demands, open);
      return;
    }
    this.#visitLists(state, target, id, demands);
    const key = `${position.number} ${edge.link.name} ${target.number}`;
    const fork = open.get(key);
    if (fork) fork.pairs.push({ parent, id });
    else open.set(key, { position, edge, target, pairs: [{ parent, id }] });
  }

  /** Whether fetching the parent again with the include would bring what is wanted of the target. */
  #couldComeWith(state: State, { resource }: Position, parent: string, { link }: Edge, target: Position): boolean {
    return (
      link.includable &&
      link.requires === null &&
      isAskable(resource) &&
      resource.members.length === 0 &&
      // Without its scope, a parent can be fetched again by its own path.
      (this.#scopeOf(state, resource, parent, null) !== undefined || resource.endpoint?.single === true) &&
      target.bareIsEnough(this.#tells) &&
      !target.bareLeadsOn(this.#tells)
    );
  }

  /** The value of the mandatory parameter; `null` where there is none to give, `undefined` where it is not known. */
  #scopeOf(state: State, resource: Resource, id: string, named: string | null): string | null | undefined {
    const scope = resource.endpoint?.scope;
    if (!scope) return null;
    if (named !== null) return named;
    const row = this.#rowOf(resource, id);
    if (!row) return undefined;
    const fact = this.#factOf(state, resource, id);
    // The column may be that of an association, which the row need not tell.
    const link = [...resource.links.values()].find(({ field }) => field === scope.field);
    const told = !link || fact?.placed || fact?.included.has(link.name) || this.#rule.tells(resource, link, row);
    return (told ? scope.read(row[scope.field]) : null) ?? undefined;
  }

  /** The value itself, which the API knows whether or not it tells. */
  #placeOf(resource: Resource, id: string): string | null | undefined {
    const row = this.#rowOf(resource, id);
    return row && resource.endpoint?.scope?.read(row[resource.endpoint.scope.field]);
  }

  async #send(
    { state: before, demands }: { state: State; demands: ReadonlyMap<string, Visit> },
    viaParents: readonly Fork[],
    lists: readonly ListCall[],
    due: readonly ListCall[],
  ): Promise<Way> {
    const state = { ...copyOf(before), wave: before.wave + 1 };
    const below = await this.#below.of(
      [...demands.values()].flatMap((visit) => (visit.below ? [{ below: visit.below, parent: visit.id }] : [])),
      before.wave,
    );
    const now = [...due, ...below.filter(({ wave }) => wave === before.wave)];
    const groups = new Map<string, Group>();
    for (const visit of demands.values()) if (!visit.listing && !visit.below) this.#book(before, groups, visit);
    for (const { position, edge, pairs } of viaParents)
      for (const { parent } of pairs)
        this.#ticket(before, groups, { position, id: parent, scope: null }).include.add(edge.link.name);
    const lines: string[] = [];
    for (const group of groups.values()) {
      const { resource, label, tickets, single } = group;
      const calls = single ? tickets.size : Math.ceil(tickets.size / MOST_IDS);
      for (let call = 0; call < calls; call++) lines.push(`${label} ${[...tickets.keys()].slice(0, 9).join()}`);
      // One call asks the same of all its records.
      const include = union([...tickets.values()].map((ticket) => ticket.include));
      const optional = union([...tickets.values()].map((ticket) => ticket.optional));
      for (const [id, ticket] of tickets)
        if (group.scope === null || this.#placeOf(resource, id) === group.scope)
          this.#learn(
            state,
            resource,
            id,
            calls === 1 || this.#isUniform ? { include, optional } : ticket,
            group.partial,
            group.scope !== null,
          );
        else if (!this.#factOf(state, resource, id)) state.facts.set(`${resource.key} ${id}`, ABSENT);
    }
    const next: Visit[] = [...demands.values()].filter((visit) => !visit.listing && !visit.below);
    for (const { label, visits } of this.#listings(demands)) {
      for (let call = 0; call < Math.ceil(visits.size / MOST_IDS); call++) lines.push(label);
      for (const visit of visits.values()) next.push(this.#learnListed(state, visit));
    }
    for (const { position, read, isSilent } of now)
      if (isSilent && position) next.push(...read.map((id) => ({ position, id, scope: null })));
    for (const { question, resource, pages } of distinct(now.filter(({ isSilent }) => !isSilent))) {
      lines.push(`list ${question}`);
      const include = new Set<string>();
      const optional = new Set<string>();
      for (const { position, named, also } of pages) {
        if (also) include.add(also);
        if (!position) continue;
        for (const name of this.#includes(position, null, named, null)) include.add(name);
        for (const field of position.optional) optional.add(field);
      }
      for (const id of pages.flatMap((page) => page.ids))
        this.#learn(state, resource, id, { include, optional }, false, resource.endpoint?.scope !== null);
      for (const { position, read } of pages)
        if (position) next.push(...read.map((id) => ({ position, id, scope: null })));
    }
    for (const visit of demands.values()) {
      state.asked.add(keyOf(visit));
      if (visit.below) state.done.add(keyOf(visit));
    }
    const rest = await this.#wave(state, next, viaParents, [...lists, ...below]);
    return { calls: lines.length + rest.calls, waves: [lines, ...rest.waves] };
  }

  /** Which includes a record or a list is asked with; `row` being what is known of the record before. */
  #includes(position: Position, fact: Fact | null, byId: boolean, id: string | null): string[] {
    const { resource } = position;
    const row = fact?.here && id !== null ? this.#rowOf(resource, id) : undefined;
    const isTold = (link: Link) => (row ? this.#columnTells(resource, link, row) : this.#tells(resource, link));
    const names = [...position.refs].filter((name) => {
      const link = resource.links.get(name) as Link;
      return link.typeField !== null || !isTold(link);
    });
    for (const { link, targets } of position.edges.values()) {
      if (link.listing || !link.includable || link.requires !== null || (link.onlyWithIds && !byId)) continue;
      const wanted = [...targets.values()].filter(({ looks }) => looks);
      // With the row known, its columns name the target: how it comes is a fork of its own.
      const useful = isTold(link) ? !fact?.here && wanted.some((target) => tellsMore(target, this.#tells)) : true;
      if (useful) names.push(link.name);
    }
    return names.filter((name) => !fact?.included.has(name));
  }

  #book(state: State, groups: Map<string, Group>, visit: Visit): void {
    const { position, id } = visit;
    const { resource } = position;
    const known = resource.members.find((member) => this.#factOf(state, member, id)?.here);
    for (const home of known ? [known] : resource.members.length > 0 ? resource.members : [resource]) {
      const fact = this.#factOf(state, home, id) ?? null;
      const include = this.#includes(position, fact, true, id);
      const optional = [...position.optional].filter((field) => !fact?.optional.has(field));
      const special = [...position.edges.values()].filter(
        ({ link }) => link.requires !== null && !fact?.included.has(link.name),
      );
      if (special.length === 0 || !fact?.here || include.length + optional.length > 0) {
        const ticket = this.#ticket(state, groups, visit, home);
        for (const name of include) ticket.include.add(name);
        for (const field of optional) ticket.optional.add(field);
      }
      for (const { link } of special)
        this.#ticket(state, groups, visit, home, JSON.stringify(link.requires)).include.add(link.name);
    }
  }

  #ticket(
    state: State,
    groups: Map<string, Group>,
    { position, id, scope }: Visit,
    home?: Resource,
    special = '',
  ): Ticket {
    const resource = home ?? position.resource;
    const known = this.#factOf(state, resource, id)?.here || scope !== null;
    const value = known || !resource.endpoint?.scope ? this.#scopeOf(state, resource, id, scope) : undefined;
    const single = value === undefined;
    const label = `${resource.endpoint?.path} ${single ? 'one by one' : (value ?? '')}${special}`;
    let group = groups.get(label);
    if (!group)
      groups.set(
        label,
        (group = { resource, label, scope: value ?? null, tickets: new Map(), single, partial: special !== '' }),
      );
    let ticket = group.tickets.get(id);
    if (!ticket) group.tickets.set(id, (ticket = { include: new Set(), optional: new Set() }));
    return ticket;
  }

  /** Lists in place of includes: one for all owners. */
  #listings(demands: ReadonlyMap<string, Visit>) {
    const groups = new Map<string, { label: string; visits: Map<string, Visit> }>();
    for (const visit of demands.values()) {
      if (!visit.listing) continue;
      const label = `list of ${visit.position.resource.type}.${visit.listing.link.name}`;
      const group = groups.get(label) ?? { label, visits: new Map<string, Visit>() };
      groups.set(label, group);
      group.visits.set(keyOf(visit), visit);
    }
    return groups.values();
  }

  /** The owner knows its records, and each is known as a list tells it. Gives the visit that goes on from there. */
  #learnListed(state: State, { position, id, listing }: Visit): Visit {
    const { link, targets } = listing as Edge;
    const key = `${position.resource.key} ${id}`;
    const fact = state.facts.get(key) ?? BARE;
    state.facts.set(key, { ...fact, included: union([fact.included, new Set([link.name])]) });
    for (const { resource, id: owned } of this.#listed(id, link, link.listing as Listing)) {
      const target = targets.get(resource.type);
      const include = new Set(target ? this.#includes(target, null, false, null) : []);
      this.#learn(state, resource, owned, { include, optional: new Set(target?.optional) }, false, false);
    }
    const owner = { position, id, scope: null };
    state.done.delete(keyOf(owner));
    return owner;
  }

  /** An answer holds a record. */
  #learn(
    { facts }: State,
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
        if (!this.#rowOf(pointer.resource, pointer.id)) {
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
  target.resource.endpoint?.scope !== null;

const copyOf = (state: State): State => ({
  ...state,
  facts: new Map(state.facts),
  asked: new Set(state.asked),
  done: new Set(state.done),
  choosing: new Set(state.choosing),
});

const union = <T>(sets: readonly ReadonlySet<T>[]): Set<T> => new Set(sets.flatMap((set) => [...set]));

/** Equal lists are one call; a count rides on any list with its filters. */
function distinct(lists: readonly ListCall[]) {
  const calls = new Map<string, { question: string; resource: Resource; pages: ListCall[] }>();
  const filters = new Set(lists.filter(({ position }) => position).map((list) => list.filters));
  for (const list of lists) {
    if (!list.position && filters.has(list.filters)) continue;
    const question = list.position ? list.question : `count ${list.filters}`;
    const call = calls.get(question);
    if (call) call.pages.push(list);
    else calls.set(question, { question, resource: list.resource, pages: [list] });
  }
  return [...calls.values()];
}
