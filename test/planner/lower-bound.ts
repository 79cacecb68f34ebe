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
 * nothing, and is not made. Nothing waits for a later wave in the hope of company, but for one thing that is tried below.
 *
 * Where no include gives an association, a list of the targets does, once their owners are known to be there.
 *
 * What is tried. A record that is known only by a column of its parent, and wanted bare, can be asked
 * for by its own id, or come with an include when the parent is fetched once more. Every such
 * association is tried both ways, in every wave, with all that follows from it. Not where the record's
 * own columns lead on: fetched by its id it could bring what they lead to, beside its parent it could
 * not, and which of the two is cheaper only those later answers tell. Such records are fetched by id.
 *
 * A list under a record goes out as soon as the record's id is known. Where the record comes with its parent, and that parent is
 * asked for now whatever is decided, the list may also go out after that answer: it tells whether the record is there, and
 * names those of further parents. Both are tried.
 */
import type { GraphQLSchema } from 'graphql';
import type { Listing } from '../../src/loaders/collection.ts';
import type { Resource } from '../../src/schema/resource.ts';
import type { Api, ApiRow } from './api.ts';
import { ABSENT, AS_RECORDED, BARE, type Facts, Knowledge, type Ticket, union } from './knowledge.ts';
import { BelowCalls } from './nested-bound.ts';
import { type Edge, isAskable, type Position } from './position.ts';
import { pointersOf } from './pointers.ts';
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
  const known = new Knowledge(account, rule);
  const search = new Search(known, true, api);
  const { calls, waves } = await search.run(lists, visits);
  if (search.isOpen) return { calls: 0, most: Number.POSITIVE_INFINITY, waves };
  return { calls, most: (await new Search(known, false, api).run(lists, visits)).calls, waves };
}

/** A way to settle an operation, from some wave on. */
type Way = Pick<Bound, 'calls' | 'waves'>;

/** Everything that is known after some waves, and what has been seen to. */
interface State {
  readonly facts: Facts;
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

/** How the targets of a fork come, and whether the lists under them wait for that. */
type Turn = 'by ids' | 'by parents' | 'by parents, lists after';

/** Whether a record that leads to a target is itself asked for now. */
const isUnderWay = (demands: ReadonlyMap<string, Visit>, { position }: Fork, parent: string): boolean =>
  demands.has(keyOf({ position, id: parent, scope: null }));

/** Every way to take one of each. */
function* combinations<Choice>([first, ...rest]: readonly (readonly Choice[])[]): Generator<readonly Choice[]> {
  if (!first) return void (yield []);
  for (const taken of combinations(rest)) for (const choice of first) yield [choice, ...taken];
}

class Search {
  /** Whether all calls of a batch ask the same of their records. */
  readonly #isUniform: boolean;
  readonly #known: Knowledge;
  readonly #below: BelowCalls;

  constructor(known: Knowledge, isUniform: boolean, api: Api) {
    this.#isUniform = isUniform;
    this.#known = known;
    this.#below = new BelowCalls({
      api,
      ownersOf: ({ resource, by }, id) =>
        by ? pointersOf(known.rowOf(resource, id) as ApiRow, by).map((pointer) => pointer.id) : [],
      isTold: ({ resource, by }) => by !== null && known.tells(resource, by),
    });
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

  /** Every way to settle the forks. */
  *#ways(state: State, demands: ReadonlyMap<string, Visit>, forks: readonly Fork[]) {
    const free = forks.filter(({ target }) => isAskable(target.resource)).slice(0, MOST_FORKS);
    const choices = forks.map((fork): readonly Turn[] => {
      const waits = fork.target.lists.length > 0 && fork.pairs.some(({ parent }) => isUnderWay(demands, fork, parent));
      const byParents: readonly Turn[] = waits ? ['by parents', 'by parents, lists after'] : ['by parents'];
      return free.includes(fork) ? ['by ids', ...byParents] : byParents;
    });
    for (const turns of combinations(choices)) {
      const taken = { state: copyOf(state), demands: new Map(demands) };
      forks.forEach((fork, index) => {
        for (const { parent, id } of fork.pairs) {
          const waits = turns[index] === 'by parents, lists after' && isUnderWay(demands, fork, parent);
          if (turns[index] === 'by ids')
            this.#visit(taken.state, { position: fork.target, id, scope: null }, taken.demands, new Map());
          else if (!waits) this.#visitLists(taken.state, fork.target, id, taken.demands);
        }
      });
      yield { taken, viaParents: forks.filter((_, index) => turns[index] !== 'by ids') };
    }
  }

  #visit(state: State, visit: Visit, demands: Map<string, Visit>, open: Map<string, Fork>): void {
    const { position, id } = visit;
    const key = keyOf(visit);
    this.#visitLists(state, position, id, demands);
    if (!position.looks || state.done.has(key) || demands.has(key)) return;
    const fact = this.#known.factOf(state.facts, position.resource, id);
    const asks =
      !this.#known.isKnown(state.facts, position, id) && isAskable(position.resource) && !state.asked.has(key);
    if (asks) demands.set(key, visit);
    else state.done.add(key);
    if (!fact?.here) return;
    for (const edge of position.edges.values()) {
      const listing = { position, id, scope: null, listing: edge };
      if (edge.link.listing && !fact.included.has(edge.link.name)) demands.set(keyOf(listing), listing);
      for (const pointer of this.#known.targets(state.facts, position.resource, id, edge.link)) {
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
      const pointers = this.#known.targets(state.facts, position.resource, id, edge.link);
      const isIncluded = this.#known.factOf(state.facts, position.resource, id)?.included.has(edge.link.name);
      const areKnown = pointers.every((pointer) => this.#known.factOf(state.facts, pointer.resource, pointer.id));
      if (!isIncluded && !areKnown) continue;
      state.choosing.delete(choosing);
      const candidates = pointers.flatMap((pointer) => {
        const row = this.#known.rowOf(pointer.resource, pointer.id);
        return row && this.#known.factOf(state.facts, pointer.resource, pointer.id)?.here
          ? [{ id: pointer.id, row }]
          : [];
      });
      for (const { target, of } of edge.chosen)
        for (const one of of(candidates))
          if (target.looks) this.#arrive(state, position, id, edge, target, one.id, demands, open);
    }
  }

  /** Lists under a record go out as soon as its id is known, however the record itself comes. */
  #visitLists(state: State, position: Position, id: string, demands: Map<string, Visit>): void {
    if (!position.looks || this.#known.factOf(state.facts, position.resource, id)?.here === false) return;
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
    const fact = this.#known.factOf(state.facts, position.resource, parent);
    if (fact?.included.has(edge.link.name) && !this.#known.factOf(state.facts, target.resource, id))
      state.facts.set(`${target.resource.key} ${id}`, ABSENT);
    const known = this.#known.isKnown(state.facts, target, id);
    if (known || !this.#couldComeWith(state, position, parent, edge, target) || fact?.included.has(edge.link.name)) {
      this.#visit(state, { position: target, id, scope: null }, demands, open);
      return;
    }
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
      (this.#known.scopeOf(state.facts, resource, parent, null) !== undefined || resource.endpoint?.single === true) &&
      target.bareIsEnough(this.#known.tells) &&
      !target.bareLeadsOn(this.#known.tells)
    );
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
        if (group.scope === null || this.#known.placeOf(resource, id) === group.scope)
          this.#known.learn(
            state.facts,
            resource,
            id,
            calls === 1 || this.#isUniform ? { include, optional } : ticket,
            group.partial,
            group.scope !== null,
          );
        else if (!this.#known.factOf(state.facts, resource, id)) state.facts.set(`${resource.key} ${id}`, ABSENT);
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
        const fixed = fixedType(resource, question);
        for (const name of this.#known.includes(position, null, named, null, fixed)) include.add(name);
        for (const field of position.optional) optional.add(field);
      }
      for (const id of pages.flatMap((page) => page.ids))
        this.#known.learn(state.facts, resource, id, { include, optional }, false, resource.endpoint?.scope !== null);
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

  #book(state: State, groups: Map<string, Group>, visit: Visit): void {
    const { position, id } = visit;
    const { resource } = position;
    const known = resource.members.find((member) => this.#known.factOf(state.facts, member, id)?.here);
    for (const home of known ? [known] : resource.members.length > 0 ? resource.members : [resource]) {
      const fact = this.#known.factOf(state.facts, home, id) ?? null;
      const include = this.#known.includes(position, fact, true, id);
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
    const known = this.#known.factOf(state.facts, resource, id)?.here || scope !== null;
    const value =
      known || !resource.endpoint?.scope ? this.#known.scopeOf(state.facts, resource, id, scope) : undefined;
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
    for (const { resource, id: owned } of this.#known.listed(id, link, link.listing as Listing)) {
      const target = targets.get(resource.type);
      const include = new Set(target ? this.#known.includes(target, null, false, null) : []);
      this.#known.learn(state.facts, resource, owned, { include, optional: new Set(target?.optional) }, false, false);
    }
    const owner = { position, id, scope: null };
    state.done.delete(keyOf(owner));
    return owner;
  }
}

/** The type that a list's mandatory parameter fixes for what its rows point at; null where none does. */
const fixedType = ({ endpoint }: Resource, question: string): string | null =>
  (endpoint?.scope && new URLSearchParams(question.split('?')[1]).get(endpoint.scope.param)) ?? null;

const copyOf = (state: State): State => ({
  ...state,
  facts: new Map(state.facts),
  asked: new Set(state.asked),
  done: new Set(state.done),
  choosing: new Set(state.choosing),
});

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
