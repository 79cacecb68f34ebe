/** How a list of projects can be narrowed. Several parameters change which projects are listed at all. */
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import { customDateSpans, customIntegerRanges, selectedChoices } from '../custom-field-filter.ts';
import { WorkspaceArchivedFilter, WorkspaceStage } from '../enums/workspace-words.ts';
import * as filter from '../filter.ts';
import { dateRange, percentRange } from '../range-filter.ts';

/** Parameters that choose the projects from which the others select. */
const whichProjects = {
  onMyAccount: filter.flag("True for projects of the caller's account. False has no effect."),
  onAccountByOrgs: filter.flag(
    "True for projects of the caller's account within the caller's organizations. Needs to be a reports viewer or more. False has no effect.",
  ),
  onlyJoinable: filter.flag(
    "True for projects that the caller could join, within the caller's organizations. False has no effect.",
  ),
  onlyParticipatingOrJoinable: filter.flag(
    'True for projects that the caller is in or could join. False has no effect.',
  ),
  onlyProjectManagerIn: filter.flag(
    "True for projects of the caller's account that the caller leads with the right to see finances. False has no effect.",
  ),
  participantOrOrgMemberIn: filter.flag(
    "True for projects of the caller's account that the caller is in or reaches by organization. The API's documentation says AND, its name OR. False has no effect.",
  ),
  includeArchived: filter.boolean('True also includes archived projects. Default of the API: false.'),
  archived: filter.oneOf(
    WorkspaceArchivedFilter,
    'How to treat archived projects. Set `includeArchived: true` beside ONLY and INCLUDE: ' +
      'otherwise its default may hide archived projects.',
  ),
};

const byPeople = {
  creator: filter.ids('Only projects made by these people: a list, despite its name.', 'User'),
  providerLead: filter.ids(
    'Only projects led by these people on the side of the provider: a list, despite its name.',
    'User',
  ),
  hasParticipant: filter.nested(
    filter.id('Only projects that this user is in: an id, although the name looks like a boolean.', 'User'),
  ),
  hasMavenParticipant: filter.id(
    'Only projects that this user is in on the side of the provider: an id, although the name looks like a boolean.',
    'User',
  ),
  userNotParticipating: filter.id(
    'Only projects that this user is not in: an id, although the name looks like a boolean.',
    'User',
  ),
  hasParticipation: filter.flag('True for projects that the caller is in. False has no effect.'),
  // The API reads any value as true.
  currentUserIsMavenParticipant: filter.flag(
    'True for projects only in which the caller is on the side of the provider; false has no effect.',
  ),
  forApprover: filter.id('Only projects in which this user may approve time.', 'User'),
  hasApprovers: filter.boolean('True for projects with an approver, false for those without.'),
  financialsViewableByUser: filter.flag(
    'True for projects whose finances the caller may see from the side of the provider. False has no effect.',
  ),
  viewableForTimeAdministration: filter.flag(
    'True for projects in which the caller may approve time. False has no effect.',
  ),
  canCreateLineItems: filter.boolean(
    'True for projects in which the caller may log time or expenses, false for those in which that is not allowed.',
  ),
  withOrganizations: filter.boolean(
    'With true, only projects that belong to an organization; with false, only those that do not.',
  ),
};

const byState = {
  stage: filter.oneOf(WorkspaceStage, 'Only projects in this stage.'),
  budgeted: filter.boolean('True for projects with a budget, false for those without.'),
  requireTimeApprovals: filter.boolean('True for projects whose time needs approval, false for the others.'),
  requiringExpenseApproval: filter.boolean('True for projects whose expenses need approval, false for the others.'),
  accountColorIds: filter.ids('Only projects marked with these colours.', 'AccountColor'),
  workspaceGroups: filter.nested(filter.ids('Only projects in these groups (clients).', 'WorkspaceGroup'), {
    by: 'workspace_groups',
  }),
  startDateAfter: filter.date('Only projects that start later than this day.'),
  startDateBefore: filter.date('Only projects that start earlier than this day.'),
  dueDateAfter: filter.date('Only projects due later than this day.'),
  dueDateBefore: filter.date('Only projects due earlier than this day.'),
  milestoneWeightPercentageComplete: percentRange(
    'Only projects whose milestones are complete to a percentage within this span, by their weights.',
  ),
  pendingTimesheetSubmissions: dateRange('Only projects with timesheets of these days that wait for approval.', {
    separator: ';',
  }),
};

const byFieldValue = {
  ...byCustomFields('projects'),
  customDateRange: customDateSpans(
    'Only projects whose date fields lie within these spans, each with both ends. `customFields` takes open ends as well.',
  ),
  customIntegerRanges: customIntegerRanges('Only projects whose number fields lie within these spans.'),
  selectedChoices: selectedChoices('Only projects whose choice fields have these choices picked.'),
};

export const workspaceFilters = {
  ...byIds('Workspace', 'projects'),
  except: filter.exceptIds('Exclude these projects.', 'Workspace'),
  search: filter.text(
    "Keywords to look for in id, title, description, leads, groups and values of custom fields (but money and dates), or `field:'word'` with title, description, group, custom_field_value or status as the field. Group and status match whole names. Cannot be combined with `ids`.",
  ),
  matching: filter.text(
    'Only projects with words in their title that begin with these, in upper or lower case. ' +
      'Very common words do not count.',
  ),
  ...whichProjects,
  ...byPeople,
  ...byState,
  ...byFieldValue,
  ...byReferences('projects'),
  ...byTimes('projects'),
} satisfies filter.Filters;
