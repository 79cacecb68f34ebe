/**
 * Which rows a request selects.
 *
 * One mechanism for all endpoints: a declared filter is compared with the association or the
 * attribute that it is named after. What is named otherwise, or means more, stands in `RULES`.
 * A parameter that the endpoint does not declare is ignored, as the API ignores it.
 */
import type { Filter } from '../schema/filter.ts';
import { snakeCase } from '../schema/attribute.ts';
import { singular } from '../schema/resource.ts';
import { type Shelf, shelfOfTypeName } from './catalogue.ts';
import { collectionRules } from './collection-rules.ts';
import { customFieldMatch, customFieldParams } from './custom-fields.ts';
import { defaultsApply, given, isOn, type Params, trimmedPieces } from './params.ts';
import { asText, idsIn, type Row, type StoredRow } from './row.ts';
import type { View } from './view.ts';

export type Test = (row: StoredRow) => boolean;

/** All parameters in force, those that were assumed included. */
type InForce = ReadonlyMap<string, string>;

interface Question {
  readonly shelf: Shelf;
  readonly view: View;
  readonly value: string;
  readonly inForce: InForce;
}

/** What a filter asks of a row; `null` when with this value it asks nothing. */
type Rule = (question: Question) => Test | null;

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

/** Filters that exist though no contract declares them: seen in recorded traffic. */
const UNDECLARED: Readonly<Record<string, readonly string[]>> = { stories: ['workspace_id'] };

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
]);

const on =
  (rule: (question: Question) => Test): Rule =>
  (question) =>
    isOn(question.value) ? rule(question) : null;
const off =
  (rule: (question: Question) => Test): Rule =>
  (question) =>
    isOn(question.value) ? null : rule(question);
const is =
  (rule: (row: Row, question: Question) => boolean): ((question: Question) => Test) =>
  (question) =>
  (row) =>
    rule(row, question);

const ids = (value: string) => new Set(trimmedPieces(value));
const has = (wanted: ReadonlySet<string>, value: unknown) =>
  value !== null && value !== undefined && wanted.has(asText(value));
const hasAny = (wanted: ReadonlySet<string>, values: unknown) => idsIn(values).some((id) => wanted.has(id));

/** `is` one of the listed ids; `is not`. */
const among =
  (field: string): Rule =>
  ({ value }) => {
    const wanted = ids(value);
    return (row) => has(wanted, row[field]);
  };
const notAmong =
  (field: string): Rule =>
  ({ value }) => {
    const unwanted = ids(value);
    return (row) => !has(unwanted, row[field]);
  };

const workspaceOf = (row: Row, { view }: Pick<Question, 'view'>) => view.raw('workspaces', row.workspace_id);
const isArchived = (row: Row | undefined) => row?.archived === true;
const inArchivedWorkspace = (row: Row, question: Question) => isArchived(workspaceOf(row, question));

/** Whether the project belongs to the caller's account. One whose account is not told does. */
const isInternal = (row: Row, { view }: Question) => {
  const account = view.raw('users', view.user.userId)?.account_id;
  const owner = view.raw('workspaces', row.workspace_id)?.account_id;
  return account === undefined || owner === undefined || asText(account) === asText(owner);
};

const isUnnamed = (assignment: Row | undefined, { view }: Question) => {
  const resource = view.raw('workspace_resources', assignment?.resource_id);
  return resource ? resource.user_id === null || resource.user_id === undefined : false;
};

const storyOf = (row: Row, { view }: Question) => view.raw('stories', row.story_id);

/** Words that begin with what is asked for, whatever the case: every word asked must begin one. */
const matchesText = (wanted: string, texts: readonly unknown[]) => {
  const words = texts.flatMap((text) => (typeof text === 'string' ? text.toLowerCase().split(/[^\p{L}\p{N}]+/u) : []));
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => words.some((candidate) => candidate.startsWith(word)));
};

const MATCHED = [
  'title',
  'name',
  'full_name',
  'label',
  'display_label',
  'role_name',
  'rate_card_set_title',
  'email_address',
];

/** Custom field values of a row: those that name it as their subject, and those that it names. */
const valuesOf = (row: StoredRow, { shelf, view }: Pick<Question, 'shelf' | 'view'>) => {
  const known = view.about('custom_field_values', shelf, row.id);
  const named = idsIn(row.custom_field_value_ids).flatMap((id) => view.raw('custom_field_values', id) ?? []);
  return named.length === 0 ? known : [...new Set([...known, ...named])];
};

const referencesOf = (row: StoredRow, { shelf, view }: Pick<Question, 'shelf' | 'view'>) => {
  const known = view.about('external_references', shelf, row.id);
  const named = idsIn(row.external_reference_ids).flatMap((id) => view.raw('external_references', id) ?? []);
  return named.length === 0 ? known : [...new Set([...known, ...named])];
};

const hasValue = (row: Row) =>
  row.value !== null &&
  row.value !== undefined &&
  row.value !== '' &&
  !(Array.isArray(row.value) && row.value.length === 0);

/** Resources of the story's project that are not on the story yet. */
const assignableTo = (story: Row | undefined, row: StoredRow, { view }: Question) => {
  if (!story || String(story.workspace_id) !== String(row.workspace_id)) return false;
  const resources = [...idsIn(story.workspace_resource_ids), ...idsIn(story.workspace_resources_with_unnamed_ids)];
  const assigned = idsIn(story.current_assignment_ids).map((id) => String(view.raw('assignments', id)?.resource_id));
  return !resources.includes(row.id) && !assigned.includes(row.id);
};

const isProvider = (row: Row, { view }: Question) => {
  if (row.user_id === null || row.user_id === undefined) return false;
  const participation = view.raw('participations', row.participation_id);
  if (participation) return participation.role === 'maven';
  return [...view.table('participations').values()].some(
    ({ user_id, workspace_id, role }) =>
      String(user_id) === String(row.user_id) && String(workspace_id) === String(row.workspace_id) && role === 'maven',
  );
};

const isDisabled = (user: Row, { view }: Question) =>
  user.disabled === true || Boolean(view.raw('account_memberships', user.account_membership_id)?.disabled_at);

/** Ids that any row of a collection names in a field. */
const namedIn = ({ view }: Question, key: string, field: string) =>
  view.memo(`named in ${key}.${field}`, () => new Set([...view.table(key).values()].map((row) => String(row[field]))));

/** People in a project that the caller can see; `null` on an account without participations, where nobody can be told apart. */
const participants = ({ view }: Pick<Question, 'view'>) =>
  view.memo('participants', () => {
    const people = new Set([...view.table('participations').values()].map((row) => String(row.user_id)));
    return people.size === 0 ? null : people;
  });

/** Projects that the caller takes part in; `null` when he is in none. */
const ownWorkspaces = ({ view }: Pick<Question, 'view'>) =>
  view.memo('own workspaces', () => {
    const mine = [...view.table('participations').values()].filter((row) => String(row.user_id) === view.user.userId);
    return mine.length === 0 ? null : new Set(mine.map((row) => String(row.workspace_id)));
  });

/** What every endpoint means by a parameter of this name. */
const COMMON: Readonly<Record<string, Rule>> = {
  subject_type: ({ value }) => {
    const type = shelfOfTypeName(value);
    return (row) => type !== undefined && shelfOfTypeName(row.subject_type) === type;
  },
  matching:
    ({ value }) =>
    (row) =>
      matchesText(
        value,
        MATCHED.map((field) => row[field]),
      ),
  has_external_references: (question) => {
    const wanted = isOn(question.value);
    return (row) => referencesOf(row, question).length > 0 === wanted;
  },
  without_external_reference_service_name: (question) => (row) =>
    !referencesOf(row, question).some((reference) => reference.service_name === question.value),
  has_value_for_custom_field_ids: (question) => {
    const wanted = ids(question.value);
    return (row) => valuesOf(row, question).some((value) => has(wanted, value.custom_field_id) && hasValue(value));
  },
  ...Object.fromEntries(
    customFieldParams.map((param): [string, Rule] => [
      param,
      (question) => {
        const match = customFieldMatch(param, question.value);
        return (row) => match(valuesOf(row, question));
      },
    ]),
  ),
  from_archived_workspaces: off(is((row, question) => !inArchivedWorkspace(row, question))),
  on_my_account: on(is(isInternal)),
  in_unarchived_workspaces: on(
    is((row, question) => !isArchived(workspaceOf(storyOf(row, question) ?? row, question))),
  ),
  in_unarchived_stories: on(is((row, question) => !isArchived(storyOf(row, question)))),
};

const inert: Rule = () => null;

/** `archived` of projects and tasks; it takes the place of the older switch that only adds archived ones. */
const archivedFilter: Rule = ({ value }) =>
  value === 'only' ? isArchived : value === 'exclude' ? (row) => !isArchived(row) : null;

/** What timesheets and expense reports have in common. */
const submissions: Readonly<Record<string, Rule>> = {
  statuses: ({ value }) => {
    // The filter calls new what the rows call pending.
    const wanted = new Set(trimmedPieces(value).map((status) => (status === 'new' ? 'pending' : status)));
    return (row) => has(wanted, row.status);
  },
  active: on(is((row) => row.status === 'pending' || row.status === 'approved')),
  not_cancelled: on(is((row) => row.status !== 'cancelled')),
};

/** Skills that the people of a record, if it has any, do not have yet. */
const lackedBy =
  (userOf: (question: Question) => unknown): Rule =>
  (question) => {
    const skills = new Set(idsIn(question.view.raw('users', userOf(question))?.skill_ids));
    return (row) => !skills.has(row.id);
  };

/** What single endpoints mean by their parameters. */
const RULES: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  ...collectionRules,
  workspace_resources: {
    // Both shape the base, below.
    include_unnamed: inert,
    only_unnamed: inert,
    providers: on(is(isProvider)),
    providers_with_unnamed: on(
      is((row, question) => row.user_id === null || row.user_id === undefined || isProvider(row, question)),
    ),
    with_organizations:
      ({ value }) =>
      (row) =>
        Boolean(row.organization_membership_id) === isOn(value),
    potential_workspace_resources_for_story: (question) => {
      const story = question.view.raw('stories', question.value);
      return (row) => row.user_id !== null && row.user_id !== undefined && assignableTo(story, row, question);
    },
    potential_workspace_resource_for_story_with_unnamed_resources: (question) => {
      const story = question.view.raw('stories', question.value);
      return (row) => assignableTo(story, row, question);
    },
    potential_workspace_resources_for_reassignment: (question) => {
      const assignment = question.view.raw('assignments', question.value);
      const story = question.view.raw('stories', assignment?.story_id);
      return (row) => String(assignment?.resource_id) !== row.id && assignableTo(story, row, question);
    },
  },
  assignments: {
    include_unnamed: off(is((row, question) => !isUnnamed(row, question))),
    plannable: inert,
    uncurrent: on(is((row) => row.current !== true)),
    workspace_id:
      ({ value, view }) =>
      (row) =>
        asText(view.raw('stories', row.story_id)?.workspace_id) === value,
  },
  story_allocation_days: {
    include_unnamed: off(
      is((row, question) => !isUnnamed(question.view.raw('assignments', row.assignment_id), question)),
    ),
    only_my_account: on(is(isInternal)),
    assignee_id:
      ({ value, view }) =>
      (row) =>
        asText(view.raw('assignments', row.assignment_id)?.assignee_id) === value,
  },
  account_memberships: {
    only_active: on(is((row) => !row.disabled_at)),
    only_inactive: on(is((row) => Boolean(row.disabled_at))),
    by_full_name:
      ({ value, view }) =>
      (row) =>
        matchesText(value, [view.raw('users', row.user_id)?.full_name]),
  },
  custom_fields: {
    subject_type: ({ value, view }) => {
      const type = shelfOfTypeName(value);
      return (row) => shelfOfTypeName(view.raw('custom_field_sets', row.custom_field_set_id)?.subject_type) === type;
    },
  },
  custom_field_choices: {
    for_choice_ids: among('id'),
    // No row says whether it is obsolete.
    active: inert,
  },
  estimates: { creator: among('creator_id') },
  expense_report_submissions: {
    ...submissions,
    all_on_account: off(is((row, { view }) => String(row.user_id) === view.user.userId)),
  },
  expenses: { with_recent_expense_report_ids: among('recent_submission_id') },
  invoices: {
    paid: on(is((row) => row.status === 'accepted payment')),
    pending: on(is((row) => row.status === 'new' && row.draft !== true)),
    without_drafts: on(is((row) => row.draft !== true)),
    workspace_id: ({ value }) => {
      const wanted = ids(value);
      return (row) => hasAny(wanted, row.workspace_ids);
    },
  },
  organizations: {
    for_current_user: ({ view }) => {
      const mine = new Set(
        [...view.table('organization_memberships').values()].flatMap((row) =>
          shelfOfTypeName(row.member_type)?.key === 'users' && String(row.member_id) === view.user.userId
            ? [asText(row.department_id), asText(row.geography_id)]
            : [],
        ),
      );
      return (row) => mine.has(row.id);
    },
  },
  organization_memberships: {
    member_type:
      ({ value }) =>
      (row) =>
        shelfOfTypeName(row.member_type) === shelfOfTypeName(value),
  },
  posts: { parents_only: on(is((row) => row.reply !== true)) },
  rate_cards: { currencies: among('currency') },
  roles: { only_active: on(is((row) => !row.deleted_at)) },
  skills: {
    except: notAmong('id'),
    for_users: (question) => {
      const people = ids(question.value);
      const known = new Set(
        [...question.view.table('skill_memberships').values()].flatMap((row) =>
          has(people, row.user_id) ? [String(row.skill_id)] : [],
        ),
      );
      return (row) => !known.has(row.id);
    },
    unassigned_skills_for_user: lackedBy(({ value }) => value),
    unassigned_skills_for_workspace_resource: lackedBy(
      ({ value, view }) => view.raw('workspace_resources', value)?.user_id,
    ),
    unassigned_skills_for_estimate_scenario_resource: lackedBy(
      ({ value, view }) => view.raw('estimate_scenario_resources', value)?.user_id,
    ),
    // No row is known of project templates.
    unassigned_skills_for_project_template_assignment: inert,
  },
  stories: {
    archived: archivedFilter,
    show_archived: (question) =>
      question.inForce.has('archived') ? null : off(is((row) => !isArchived(row)))(question),
    show_deleted: off(is((row) => !row.deleted_at)),
    show_from_archived_workspaces: off(is((row, question) => !inArchivedWorkspace(row, question))),
    show_todos: off(is((row) => row.project_plan !== false)),
    all_on_account: off((question) => {
      const mine = ownWorkspaces(question);
      return (row) => mine === null || asText(row.workspace_id) === '' || has(mine, row.workspace_id);
    }),
    by_workspace_group: (question) => {
      const wanted = ids(question.value);
      return (row) => hasAny(wanted, workspaceOf(row, question)?.workspace_group_ids);
    },
    with_assignees: ({ value }) => {
      const wanted = ids(value);
      return (row) => {
        const people = idsIn(row.assignee_ids);
        const unnamed =
          idsIn(row.workspace_resources_with_unnamed_ids).length > idsIn(row.workspace_resource_ids).length;
        return (
          people.some((id) => wanted.has(id)) ||
          (wanted.has('unnamed') && unnamed) ||
          (wanted.has('unassigned') && people.length === 0 && !unnamed)
        );
      };
    },
    with_projects: among('workspace_id'),
  },
  time_entries: {
    with_recent_timesheet_ids: among('recent_submission_id'),
    // These three are true whatever they say.
    approved: is((row) => row.approved === true),
    invoiced: is((row) => row.is_invoiced === true),
    uninvoiced: is((row) => row.is_invoiced !== true),
  },
  time_off_entries: {
    workspace_id: ({ value, view }) => {
      const people = new Set(
        [...view.table('participations').values()].flatMap((row) =>
          String(row.workspace_id) === value ? [String(row.user_id)] : [],
        ),
      );
      return (row) => people.has(String(row.user_id));
    },
    start_date:
      ({ value }) =>
      (row) =>
        asText(row.requested_date) >= value,
    end_date:
      ({ value }) =>
      (row) =>
        asText(row.requested_date) !== '' && asText(row.requested_date) <= value,
  },
  timesheet_submissions: {
    ...submissions,
    start_date_after:
      ({ value }) =>
      (row) =>
        asText(row.start_date) >= value,
  },
  users: {
    show_disabled: off(is((row, question) => !isDisabled(row, question))),
    on_my_account: off((question) => {
      const people = participants(question);
      return (row) => people === null || people.has(row.id);
    }),
    managers: on((question) => {
      const managers = namedIn(question, 'users', 'manager_id');
      return (row) => managers.has(row.id);
    }),
    with_created_estimates: on((question) => {
      const creators = namedIn(question, 'estimates', 'creator_id');
      return (row) => creators.has(row.id);
    }),
    account_role_ids: among('role_id'),
    by_email_addresses: ({ value }) => {
      const wanted = new Set(trimmedPieces(value.toLowerCase()));
      return (row) => has(wanted, String(row.email_address).toLowerCase());
    },
    belonging_to_orgs: ({ value, view }) => {
      const [geographies = new Set<string>(), departments = new Set<string>()] = value
        .split(';')
        .map((part) => new Set(trimmedPieces(part).filter((id) => id !== '')));
      const members = new Set(
        [...view.table('organization_memberships').values()].flatMap((row) =>
          String(row.member_type).toLowerCase() === 'user' &&
          (geographies.size === 0 || has(geographies, row.geography_id)) &&
          (departments.size === 0 || has(departments, row.department_id))
            ? [String(row.member_id)]
            : [],
        ),
      );
      return (row) => members.has(row.id);
    },
    // No row says on which holiday calendar somebody is.
    not_on_calendars: inert,
    with_users: among('id'),
    without_users: notAmong('id'),
    without_skills: ({ value }) => {
      const unwanted = ids(value);
      return (row) => !hasAny(unwanted, row.skill_ids);
    },
  },
  workspace_allocations: {
    user_ids: ({ value, view }) => {
      const wanted = ids(value);
      return (row) => has(wanted, view.raw('workspace_resources', row.workspace_resource_id)?.user_id);
    },
    type:
      ({ value }) =>
      (row) =>
        row.hard === (value === 'hard'),
    named_resources_only: on(
      is((row, { view }) => Boolean(view.raw('workspace_resources', row.workspace_resource_id)?.user_id)),
    ),
    unnamed_resources_only: on(
      is((row, { view }) => !view.raw('workspace_resources', row.workspace_resource_id)?.user_id),
    ),
  },
  workspaces: {
    archived: archivedFilter,
    include_archived: (question) =>
      question.inForce.has('archived') ? null : off(is((row) => !isArchived(row)))(question),
    current_user_is_maven_participant: (question) => {
      const { view } = question;
      const mine = new Set(
        [...view.table('participations').values()].flatMap((row) =>
          String(row.user_id) === view.user.userId && row.role === 'maven' ? [String(row.workspace_id)] : [],
        ),
      );
      return (row) => mine.has(row.id);
    },
    except: notAmong('id'),
    creator: among('creator_id'),
    provider_lead: among('primary_maven_id'),
  },
};

/** What a controller lets through before any filter, where that is not a declared default. */
const BASE: Readonly<Record<string, (inForce: InForce, view: View) => Test | null>> = {
  workspace_resources: (inForce) => {
    if (isOn(inForce.get('only_unnamed'))) return (row) => row.user_id === null || row.user_id === undefined;
    const unnamedToo = [
      'include_unnamed',
      'providers_with_unnamed',
      'potential_workspace_resource_for_story_with_unnamed_resources',
    ].some((name) => isOn(inForce.get(name)));
    return unnamedToo ? null : (row) => row.user_id !== null && row.user_id !== undefined;
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

const TIME_BOUND = /^(.+)_(after|before)$/;

const bound = (name: string, value: string): Test | null => {
  const match = TIME_BOUND.exec(name);
  const limit = Date.parse(value);
  if (!match || Number.isNaN(limit)) return null;
  const field = `${match[1]}_at`;
  const after = match[2] === 'after';
  return (row) => {
    // Time off has no other time of its own, though it can be asked for by one.
    const time = Date.parse(asText(row[field] ?? row.submission_date));
    // A row without the time is in no range, as SQL has it.
    return after ? time >= limit : time <= limit;
  };
};

/** The filter by the association or attribute that the parameter is named after. */
function byName(name: string, filter: Filter | undefined, question: Question): Test | null {
  const { shelf, value } = question;
  const wanted = filter?.list === false ? new Set([value]) : ids(value);
  const stem = name.replace(/^(with|for|by)_/, '').replace(/_ids?$/, '');
  const link = [...shelf.links.values()].find((link) => link.name === stem || singular(link.name) === singular(stem));
  if (link?.kind === 'polymorphic') {
    const { idField } = link;
    return idField === null ? null : (row) => has(wanted, row[idField]);
  }
  if (link?.kind === 'many') return (row) => hasAny(wanted, row[link.field]);
  if (link) return (row) => has(wanted, row[link.field]);
  const field = [name, stem].find((candidate) => shelf.attributes.has(candidate));
  if (field === undefined) return null;
  const isBoolean = filter?.type.kind === 'scalar' && filter.type.name === 'Boolean';
  return isBoolean ? (row) => Boolean(row[field]) === isOn(value) : (row) => has(wanted, row[field]);
}

/** All criteria for references must be met by one and the same reference. */
function byReferences(question: Question): Test | null {
  const criteria = [...question.inForce].flatMap(([name, value]): ((reference: Row) => boolean)[] => {
    const field = /^external_reference_(service_.+|status|external_.+)$/.exec(name)?.[1];
    if (!field) return [];
    if (field === 'service_model_refs') {
      const refs = ids(value);
      return [(reference) => has(refs, reference.service_model_ref)];
    }
    return [(reference) => String(reference[field]) === value];
  });
  if (criteria.length === 0) return null;
  return (row) => referencesOf(row, question).some((reference) => criteria.every((met) => met(reference)));
}

const declaredFilters = (shelf: Shelf): ReadonlyMap<string, Filter> =>
  new Map(
    Object.entries(shelf.resource.declaration.endpoint?.filters ?? {}).map(([argument, filter]) => [
      filter.wire ?? snakeCase(argument),
      filter,
    ]),
  );

/**
 * What the request asks of a row: every test must hold.
 *
 * @param switchedOn whether default filters are in force when the request does not say.
 */
export function testsOf(shelf: Shelf, params: Params, view: View, switchedOn: boolean): readonly Test[] {
  const { endpoint } = shelf.resource.declaration;
  const declared = declaredFilters(shelf);
  const withDefaults = defaultsApply(params, switchedOn);
  const assumed: Readonly<Record<string, string>> = { ...ASSUMED[shelf.key], ...endpoint?.defaults };
  const known = new Set([
    ...declared.keys(),
    ...(declared.has('custom_fields') ? customFieldParams : []),
    ...Object.keys(assumed),
    ...Object.keys(endpoint?.reveal ?? {}),
    ...(endpoint?.scope ? [endpoint.scope.param] : []),
    ...(UNDECLARED[shelf.key] ?? []),
  ]);

  const inForce = new Map<string, string>();
  for (const name of known) {
    const always = CONTROLLER[shelf.key]?.has(name) ?? false;
    const value = given(params, name) ?? (always || withDefaults ? assumed[name] : undefined);
    if (value !== undefined && !NO_FILTERS.has(name)) inForce.set(name, value);
  }

  const tests = [
    BASE[shelf.key]?.(inForce, view),
    withDefaults ? HIDDEN[shelf.key]?.(inForce) : null,
    byReferences({ shelf, view, inForce, value: '' }),
    ...[...inForce].map(([name, value]) => {
      const question = { shelf, view, value, inForce };
      const rule = RULES[shelf.key]?.[name] ?? COMMON[name];
      if (rule) return rule(question);
      if (name.startsWith('external_reference_')) return null;
      return bound(name, value) ?? byName(name, declared.get(name), question);
    }),
  ];
  return tests.filter((test) => test !== null && test !== undefined);
}

/** Parameters without which the endpoint refuses a list. */
export function missingParams(shelf: Shelf, params: Params): readonly string[] {
  const required = [...declaredFilters(shelf)].filter(([, filter]) => filter.required).map(([name]) => name);
  const scope = shelf.resource.endpoint?.scope?.param;
  return [...new Set([...required, ...(scope ? [scope] : [])])].filter((name) => given(params, name) === undefined);
}
