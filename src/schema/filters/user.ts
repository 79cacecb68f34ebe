/** How a list of people can be narrowed. Several parameters change whose people are listed at all. */
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { organizations, skills, withoutTimesheet } from '../structured-filter.ts';

/** Parameters that choose the people from whom the others select. */
const whosePeople = {
  onMyAccount: filter.boolean(
    "True for everyone on the caller's account. Without it, only people in projects of the caller are listed. Not together with `accountId`.",
  ),
  accountId: filter.id('Only members of the account with this Kantata id. Not together with `onMyAccount`.'),
  onMyAccountOrParticipantInWorkspace: filter.id(
    "Everyone on the caller's account, and everyone in this project: an id, although the name looks like a boolean.",
    'Workspace',
  ),
  allContacts: filter.flag("True for the caller's contacts instead of the usual people. False has no effect."),
  contactsOnDifferentAccount: filter.flag(
    "True for the caller's contacts on other accounts instead of the usual people. False has no effect.",
  ),
  showDisabled: filter.boolean(
    'True also includes people whose membership is disabled or inactive. Default of the API: false.',
  ),
};

const byNameOrAddress = {
  search: filter.text(
    'Full-text search, best match first; the API does not document which attributes it searches. Cannot be combined with `ids`.',
  ),
  matching: filter.text('Only people who match this text. The API does not document which attributes it searches.'),
  byFullName: filter.text('Only people with this text in their full name.'),
  byFullNameOrAccountRole: filter.text('Only people whose full name or usual role matches this text.'),
  byEmailAddress: filter.text('Only the person with exactly this e-mail address. `byEmailAddresses` takes several.'),
  byEmailAddresses: filter.texts('Only people with exactly these e-mail addresses, at most 200.', { atMost: 200 }),
  withUsers: filter.ids('Only these people.', 'User'),
  withoutUsers: filter.exceptIds('Exclude these people.', 'User'),
};

const byProject = {
  participantIn: filter.id('Only people in this project.', 'Workspace'),
  notParticipantIn: filter.id('Only people who are not in this project.', 'Workspace'),
  writeAccessIn: filter.id('Only people in this project who may write there.', 'Workspace'),
  canBeApproverInWorkspace: filter.id(
    'Only people on the side of the provider in this project who may see its finances, and so may approve.',
    'Workspace',
  ),
  withoutTimesheetSubmission: withoutTimesheet(
    'Only people who submitted no timesheet for a project in a span of days.',
  ),
  notAssignedTo: filter.id('Only people who are not assigned to this task.', 'Story'),
  notFollowing: filter.id('Only people who do not follow this task.', 'Story'),
  potentialFollowersForStory: filter.id('Only people who could follow this task.', 'Story'),
  assignableToResource: filter.id('Only people who could take this seat of a project.', 'WorkspaceResource'),
  clientsOnly: filter.flag('True for people who are a client in some project. False has no effect.'),
  consultantsOnly: filter.flag(
    'True for people who are on the side of the provider in some project. False has no effect.',
  ),
  providerLeadsOnAccountProjects: filter.flag(
    "True for people who lead projects of the caller's account on the side of the provider. False has no effect.",
  ),
};

const byPlaceAndRight = {
  accountRoleIds: filter.ids('Only people with these roles on the account.', 'Role'),
  isProjectLead: filter.flag('True for people with the rights of a project lead or more. False has no effect.'),
  canViewReports: filter.flag('True for people with the rights of a reports viewer or more. False has no effect.'),
  showUsersInInsightsGroups: filter.flag(
    'True for people with access to Insights only: it restricts the list, although the name suggests an addition. False has no effect.',
  ),
  managers: filter.boolean('True for people who manage others only. Default of the API: false.'),
  onlyPossibleManagers: filter.flag('True for members of the account who could become a manager. False has no effect.'),
  onlyPossibleManagees: filter.flag('True for members of the account who could have a manager. False has no effect.'),
  withCreatedEstimates: filter.boolean('True for people who made estimates only. Default of the API: false.'),
  withOrganizations: filter.boolean(
    'With true, only people who belong to an organization; with false, only those who do not.',
  ),
  belongingToOrganizations: filter.wire(
    'belonging_to_orgs',
    organizations('Only people of these geographies and departments.'),
  ),
  // Two lists in one parameter, with a punctuation of its own.
  belongingToOrgs: filter.deprecated(
    'Use `belongingToOrganizations`.',
    filter.text(
      'Only people of these geographies and departments: Kantata ids of geographies between commas, a semicolon, ' +
        'then ids of departments between commas, for example `3,5;8`.',
    ),
  ),
  notOnCalendars: filter.exceptIds('Exclude people on these holiday calendars.', 'HolidayCalendar'),
  withSkills: skills('Only people with these skills, at these levels.'),
  withoutSkills: filter.exceptIds('Exclude people who have these skills.', 'Skill'),
};

export const userFilters = {
  ...byIds('User', 'people'),
  ...byNameOrAddress,
  ...whosePeople,
  ...byProject,
  ...byPlaceAndRight,
  ...byCustomFields('people'),
  ...byReferences('people'),
  ...byTimes('people'),
} satisfies filter.Filters;
