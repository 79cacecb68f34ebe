/**
 * Which rows a request selects.
 *
 * One mechanism for all endpoints: a declared filter is compared with the association or the
 * attribute that it is named after. What is named otherwise, or means more, stands in `rules/`.
 * A parameter that the endpoint does not declare is ignored, as the API ignores it, and
 * {@link unknownParams} reports it.
 */
import { type Filter, paramsOf } from '../schema/filter.ts';
import { singular } from '../schema/resource.ts';
import type { Shelf } from './catalogue.ts';
import {
  has,
  type InForce,
  ids,
  inert,
  isNone,
  type Question,
  type Rule,
  type Rules,
  type Test,
  unwritten,
} from './filter-rule.ts';
import { defaultsApply, given, isOn, type Params } from './params.ts';
import { asText } from './row.ts';
import { CALENDARS } from './rules/calendars.ts';
import { byReferences, COMMON } from './rules/common.ts';
import { EVENTS } from './rules/events.ts';
import { MONEY } from './rules/money.ts';
import { PEOPLE } from './rules/people.ts';
import { PLAN } from './rules/plan.ts';
import { PROJECTS } from './rules/projects.ts';
import type { View } from './view.ts';

/** What single lists mean by their parameters. */
const RULES: Readonly<Record<string, Rules>> = {
  ...CALENDARS,
  ...EVENTS,
  ...MONEY,
  ...PEOPLE,
  ...PLAN,
  ...PROJECTS,
};

/**
 * Parameters of the API's controllers. They shape what there is to filter, so
 * `apply_default_filters=false` does not lift what they assume, and neither does a request for one record.
 */
const CONTROLLER: Readonly<Record<string, ReadonlySet<string>>> = {
  workspace_resources: new Set(['include_unnamed', 'only_unnamed']),
  assignments: new Set(['include_unnamed']),
  story_allocation_days: new Set(['include_unnamed', 'only_my_account']),
  stories: new Set(['all_on_account']),
  expense_report_submissions: new Set(['all_on_account']),
  users: new Set(['on_my_account']),
};

/** Parameters that do not select rows by their values. */
const NO_FILTERS = new Set([
  'only',
  'search',
  'include',
  'order',
  'page',
  'per_page',
  'limit',
  'offset',
  'optional_fields',
  'apply_default_filters',
]);

/** What a controller lets through before any filter, where that is not a declared default. */
const BASE: Readonly<Record<string, (inForce: InForce, view: View) => Test | null>> = {
  workspace_resources: (inForce) => {
    if (isOn(inForce.get('only_unnamed'))) return (row) => isNone(row.user_id);
    const unnamedToo = [
      'include_unnamed',
      'providers_with_unnamed',
      'potential_workspace_resource_for_story_with_unnamed_resources',
    ].some((name) => isOn(inForce.get(name)));
    return unnamedToo ? null : (row) => !isNone(row.user_id);
  },
};

/** Parameters whose absence hides rows, though the contract declares no default for them. */
const ASSUMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  stories: { all_on_account: 'false' },
  users: { on_my_account: 'false' },
};

/** Those that nothing but the switch lifts. */
const HIDDEN: Readonly<Record<string, (inForce: InForce) => Test | null>> = {
  account_memberships: (inForce) =>
    inForce.has('only_active') || inForce.has('only_inactive') ? null : (row) => !row.disabled_at,
};

const TIME_BOUND = /^(created|updated|last_synced)_(after|before)$/;

/** `created_after` and the like: a bound of a time of the record. */
const bound = (name: string): Rule | null => {
  const match = TIME_BOUND.exec(name);
  if (!match) return null;
  const field = `${match[1]}_at`;
  const after = match[2] === 'after';
  return ({ value }) => {
    const limit = Date.parse(value);
    if (Number.isNaN(limit)) return null;
    return (row) => {
      // Some rows do not tell the time by which they can be asked for; time off has no other than this.
      const time = Date.parse(asText(row[field] ?? unwritten(row)[field] ?? row.submission_date));
      // A row without the time is in no range, as SQL has it.
      return after ? time >= limit : time <= limit;
    };
  };
};

/** The filter by the association or attribute that the parameter is named after; `null` when there is none. */
function byName(name: string, filter: Filter | undefined, shelf: Shelf): Rule | null {
  const wantedOf = (value: string) => (filter?.list === false ? new Set([value]) : ids(value));
  const stem = name.replace(/^(with|for|by)_/, '').replace(/_ids?$/, '');
  const link = [...shelf.links.values()].find((one) => one.name === stem || singular(one.name) === singular(stem));
  if (link?.kind === 'polymorphic') {
    const { idField } = link;
    return idField === null
      ? null
      : ({ value }) => {
          const wanted = wantedOf(value);
          return (row) => has(wanted, row[idField]);
        };
  }
  if (link?.kind === 'many')
    return ({ value }) => {
      const wanted = wantedOf(value);
      return (row) => Array.isArray(row[link.field]) && (row[link.field] as unknown[]).some((id) => has(wanted, id));
    };
  const field = link?.field ?? [name, stem].find((candidate) => shelf.attributes.has(candidate));
  if (field === undefined) return null;
  if (!link && filter?.type.kind === 'scalar' && filter.type.name === 'Boolean')
    return ({ value }) =>
      (row) =>
        Boolean(row[field]) === isOn(value);
  return ({ value }) => {
    const wanted = wantedOf(value);
    return (row) => has(wanted, row[field]);
  };
}

/** What a list knows of its parameters, worked out once. */
interface Known {
  readonly declared: ReadonlyMap<string, Filter>;
  /** Parameters that select rows. */
  readonly names: ReadonlySet<string>;
  readonly assumed: Readonly<Record<string, string>>;
  /** The rule of each of them; none for one that the stand-in does not obey. */
  readonly rules: ReadonlyMap<string, Rule>;
}

const knownOf = new WeakMap<Shelf, Known>();

const ruleOf = (shelf: Shelf, name: string, filter: Filter | undefined): Rule | null =>
  RULES[shelf.key]?.[name] ??
  COMMON[name] ??
  // All of these are looked at together.
  (name.startsWith('external_reference_') ? inert : (bound(name) ?? byName(name, filter, shelf)));

function known(shelf: Shelf): Known {
  let found = knownOf.get(shelf);
  if (!found) {
    const { endpoint } = shelf.resource.declaration;
    const declared = new Map(
      Object.entries(endpoint?.filters ?? {}).flatMap(([argument, filter]) =>
        paramsOf(argument, filter).map((param) => [param, filter] as const),
      ),
    );
    const assumed: Readonly<Record<string, string>> = { ...ASSUMED[shelf.key], ...endpoint?.defaults };
    const names = new Set(
      [
        ...declared.keys(),
        ...Object.keys(assumed),
        ...Object.keys(endpoint?.reveal ?? {}),
        ...(endpoint?.scope ? [endpoint.scope.param] : []),
      ].filter((name) => !NO_FILTERS.has(name)),
    );
    const rules = new Map(
      [...names].flatMap((name) => {
        const rule = ruleOf(shelf, name, declared.get(name));
        return rule ? [[name, rule] as const] : [];
      }),
    );
    knownOf.set(shelf, (found = { declared, names, assumed, rules }));
  }
  return found;
}

/**
 * What the request asks of a row: every test must hold.
 *
 * @param switchedOn whether default filters are in force when the request does not say.
 */
export function testsOf(shelf: Shelf, params: Params, view: View, switchedOn: boolean): readonly Test[] {
  const { names, assumed, rules } = known(shelf);
  const withDefaults = defaultsApply(params, switchedOn);
  const inForce = new Map<string, string>();
  for (const name of names) {
    const stays = CONTROLLER[shelf.key]?.has(name) ?? false;
    const value = given(params, name) ?? (stays || withDefaults ? assumed[name] : undefined);
    if (value !== undefined) inForce.set(name, value);
  }
  const question = (value: string): Question => ({ shelf, view, value, inForce });
  const tests = [
    BASE[shelf.key]?.(inForce, view),
    withDefaults ? HIDDEN[shelf.key]?.(inForce) : null,
    byReferences(question('')),
    ...[...inForce].map(([name, value]) => rules.get(name)?.(question(value))),
  ];
  return tests.filter((test) => test !== null && test !== undefined);
}

/** Parameters of a request that the list does not have, or that the stand-in would not obey. */
export function unknownParams(shelf: Shelf, params: Params): readonly string[] {
  const { names, rules, declared } = known(shelf);
  return Object.keys(params).filter((name) =>
    NO_FILTERS.has(name) ? name === 'search' && !declared.has(name) : !names.has(name) || !rules.has(name),
  );
}

/** Parameters without which the endpoint refuses a list. */
export function missingParams(shelf: Shelf, params: Params): readonly string[] {
  const { declared } = known(shelf);
  const required = [...declared].filter(([, filter]) => filter.required).map(([name]) => name);
  const scope = shelf.resource.endpoint?.scope?.param;
  return [...new Set([...required, ...(scope ? [scope] : [])])].filter((name) => given(params, name) === undefined);
}
