/**
 * Sees rows of as many types as possible with few calls: an answer's side-loaded rows are as bare as those of a list, so
 * one call with includes shows several types.
 */
import { snakeCase } from '../schema/attribute.ts';
import { type Resource, resources } from '../schema/resource.ts';
import type { Link } from '../loaders/collection.ts';
import type { Observations } from './observations.ts';
import type { Session } from './session.ts';

/** Rows of a call with includes: each may bring many more. */
const ROWS_WITH_INCLUDES = 20;
const ROWS = 50;
const MOST_INCLUDES = 8;

interface Candidate {
  readonly resource: Resource;
  readonly include: readonly string[];
  readonly gain: number;
}

/** Types whose list may be asked. Reading some changes something in Kantata, which no examination may. */
const listed = () =>
  [...resources.values()].filter(
    ({ endpoint, declaration }) => endpoint && !endpoint.writes && declaration.endpoint?.listed !== false,
  );

const isHonoured = ({ includable, onlyWithIds, requires }: Link) => includable && !onlyWithIds && requires === null;

/** Asks until all is seen, nothing more can be, or `reserved` calls are left. */
export async function scan(session: Session, reserved: number): Promise<void> {
  const { observations } = session;
  const { tried } = observations;
  const types = listed();
  while (session.callsLeft > reserved) {
    const candidate = best(types, observations, tried);
    if (!candidate) return;
    const { resource, include } = candidate;
    tried.add(triedAs(resource, include));
    const scope = scopeOf(resource, observations);
    if (scope === null) continue;
    const rows = include.length > 0 ? ROWS_WITH_INCLUDES : ROWS;
    await session.ask(resource.endpoint?.path as string, {
      per_page: String(rows),
      ...(include.length > 0 && { include: include.join(',') }),
      ...scope,
    });
  }
}

/** Includes that are honoured beside `only` alone. */
const needsIds = ({ includable, onlyWithIds, requires }: Link) => includable && onlyWithIds && requires === null;

const MOST_OWNERS = 50;

/** Sees what lists bring only beside `only`, by the records that were seen. One call for each type that has such includes. */
export async function scanByIds(session: Session): Promise<void> {
  const { observations } = session;
  for (const { key, endpoint, links } of listed()) {
    const open = undecided(observations);
    const include = [...links.values()]
      .filter((link) => needsIds(link) && link.targets.some((target) => worth(target.key, observations, open) > 0))
      .map(({ name }) => name);
    const ids = observations.idsOf(key).slice(0, MOST_OWNERS);
    if (!endpoint || endpoint.scope || include.length === 0 || ids.length === 0) continue;
    await session.ask(endpoint.path, {
      only: ids.join(','),
      include: include.join(','),
      apply_default_filters: 'false',
    });
  }
}

/** Each list is asked at most once with includes, and once without. */
const triedAs = ({ type }: Resource, include: readonly string[]) => `${type} ${include.length > 0}`;

/** The call that shows most of what was not seen yet; null where none shows anything. */
function best(types: readonly Resource[], observations: Observations, tried: ReadonlySet<string>): Candidate | null {
  const open = undecided(observations);
  let found: Candidate | null = null;
  for (const resource of types) {
    if (scopeOf(resource, observations) === null) continue;
    const include = includesOf(resource, observations, open);
    for (const names of include.length > 0 ? [include, []] : [[]]) {
      if (tried.has(triedAs(resource, names))) continue;
      const gain = gainOf(resource, names, observations, open);
      if (gain > (found?.gain ?? 0)) found = { resource, include: names, gain };
    }
  }
  return found;
}

/** How many associations of each type are open. */
function undecided({ facts }: Observations): ReadonlyMap<string, ReadonlySet<string>> {
  const open = new Map<string, Set<string>>();
  for (const { collection, link, shown } of facts.assumptions()) {
    if (shown !== 'unknown') continue;
    const names = open.get(collection.key) ?? new Set();
    open.set(collection.key, names.add(link.name));
  }
  return open;
}

const worth = (key: string, observations: Observations, open: ReadonlyMap<string, ReadonlySet<string>>) =>
  (open.get(key)?.size ?? 0) + (observations.rowsOf(key) === 0 ? 1 : 0);

/** The includes that bring types of which something is not known, one for each. */
function includesOf(resource: Resource, observations: Observations, open: ReadonlyMap<string, ReadonlySet<string>>) {
  const brought = new Set<string>([resource.key]);
  const names: string[] = [];
  for (const link of resource.links.values()) {
    const targets = link.targets.filter(({ key }) => !brought.has(key) && worth(key, observations, open) > 0);
    if (!isHonoured(link) || names.length >= MOST_INCLUDES) continue;
    if (targets.length === 0 && !(link.kind === 'polymorphic' && observations.pointers.all === 0)) continue;
    names.push(link.name);
    for (const { key } of targets) brought.add(key);
  }
  return names;
}

function gainOf(
  resource: Resource,
  include: readonly string[],
  observations: Observations,
  open: ReadonlyMap<string, ReadonlySet<string>>,
): number {
  const own = [...(open.get(resource.key) ?? [])].filter((name) => !include.includes(name)).length;
  const brought = new Set(include.flatMap((name) => resource.links.get(name)?.targets.map(({ key }) => key) ?? []));
  let gain = own + (observations.rowsOf(resource.key) === 0 ? 1 : 0);
  for (const key of brought) if (key !== resource.key) gain += worth(key, observations, open);
  return gain;
}

/** The mandatory parameter of a list, with a value that rows exist for; null where none is known yet. */
function scopeOf({ endpoint }: Resource, observations: Observations): Readonly<Record<string, string>> | null {
  const param = endpoint?.scope?.param;
  if (param === undefined) return {};
  if (param === 'subject_type') return { subject_type: 'Workspace' };
  const owner = [...resources.values()].find(({ type }) => `${snakeCase(type).slice(1)}_id` === param);
  const [id] = owner ? observations.idsOf(owner.key) : [];
  return id === undefined ? null : { [param]: id };
}
