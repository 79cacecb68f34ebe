/** Filters whose value has a grammar of its own on the wire: skills with levels, organizations, submitted time. */
import { enumeration } from './attribute.ts';
import { type Filter, filter, type InputShape, refuse, wireDay } from './filter.ts';
import { kantataIdOf } from './global-id.ts';
import { scalarField } from './input-field.ts';

const SkillMatch = enumeration('SkillMatch', 'How many of the skills a person must have.', {
  and: ['ALL', 'All of the skills.'],
  or: ['ANY', 'At least one of the skills.'],
});

const SkillLevels: InputShape = {
  kind: 'input',
  name: 'SkillLevels',
  description: 'A skill and the accepted levels.',
  fields: {
    skillId: scalarField('ID', 'Kantata id or global id of the skill.', { required: true }),
    levels: scalarField('Int', 'Accepted levels, for example `[3, 4, 5]`.', { list: true, required: true }),
  },
};

const SkillsFilter: InputShape = {
  kind: 'input',
  name: 'SkillsFilter',
  description: 'Skills at certain levels.',
  fields: {
    skills: { type: SkillLevels, list: true, required: true, description: 'The skills, each at most once.' },
    match: { type: SkillMatch, description: 'How many of the skills a person must have. Default: ANY.' },
  },
};

interface SkillsValue {
  readonly skills: readonly { readonly skillId: string; readonly levels: readonly number[] }[];
  readonly match?: string | null;
}

/**
 * People with skills at levels: an object as text, `{"12":[3,4],"operation":"and"}`.
 *
 * @param withIds the endpoint wants the ids of the skills once more, as a list under `ids`.
 */
export const skills = (description: string, { withIds = false }: { withIds?: boolean } = {}): Filter =>
  filter(SkillsFilter, description, (value: SkillsValue, param, label) => {
    const levels = new Map(
      value.skills.map((skill) => [kantataIdOf(skill.skillId, 'Skill', `${label}.skills.skillId`), skill.levels]),
    );
    if (levels.size === 0) return 'nothing';
    if (levels.size < value.skills.length) refuse(`${label}: list each skill at most once.`);
    if ([...levels.values()].some((each) => each.length === 0))
      refuse(`${label}: give at least one level for each skill.`);
    return {
      [param]: JSON.stringify({
        ...(withIds && { ids: [...levels.keys()].map(Number) }),
        ...Object.fromEntries(levels),
        operation: value.match === 'ALL' ? 'and' : 'or',
      }),
    };
  });

const OrganizationsFilter: InputShape = {
  kind: 'input',
  name: 'OrganizationsFilter',
  description: 'Geographies and departments. At least one must be given.',
  fields: {
    geographyIds: scalarField('ID', 'Match any of these geographies. Omit to match all.', { list: true }),
    departmentIds: scalarField('ID', 'Match any of these departments. Omit to match all.', { list: true }),
  },
};

interface OrganizationsValue {
  readonly geographyIds?: readonly string[] | null;
  readonly departmentIds?: readonly string[] | null;
}

/** Members of organizations: ids of geographies, a semicolon, ids of departments. */
export const organizations = (description: string): Filter =>
  filter(OrganizationsFilter, description, ({ geographyIds, departmentIds }: OrganizationsValue, param, label) => {
    const [geographies, departments] = [geographyIds, departmentIds].map((ids) =>
      (ids ?? []).map((id) => kantataIdOf(id, 'Organization', label)).join(','),
    );
    if (!geographies && !departments) refuse(`${label}: give geographyIds, departmentIds, or both.`);
    return { [param]: `${geographies};${departments}` };
  });

const WithoutTimesheet: InputShape = {
  kind: 'input',
  name: 'WithoutTimesheet',
  description: 'A project and a span of days for which no timesheet was submitted.',
  fields: {
    workspaceId: scalarField('ID', 'Kantata id or global id of the project.', { required: true }),
    from: scalarField('Date', 'First day of the span.', { required: true }),
    to: scalarField('Date', 'Last day of the span.', { required: true }),
  },
};

interface WithoutTimesheetValue {
  readonly workspaceId: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** People without a timesheet: `project:from:to`. */
export const withoutTimesheet = (description: string): Filter =>
  filter(WithoutTimesheet, description, ({ workspaceId, from, to }: WithoutTimesheetValue, param, label) => {
    if (wireDay(from) > wireDay(to)) refuse(`${label}: from is after to.`);
    return { [param]: `${kantataIdOf(workspaceId, 'Workspace', label)}:${wireDay(from)}:${wireDay(to)}` };
  });

/** Ids of people, and words that stand for people who have none. */
export const peopleOr = (words: readonly string[], description: string): Filter =>
  filter(
    { kind: 'scalar', name: 'String' },
    description,
    (values: readonly string[], param, label) =>
      values.length === 0
        ? 'nothing'
        : {
            [param]: [
              ...new Set(values.map((value) => (words.includes(value) ? value : kantataIdOf(value, 'User', label)))),
            ].join(','),
          },
    true,
  );
