import { boolean, cents, dateTime, enumeration, minutes, oneOf, optional } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { idScope } from '../scope.ts';
import { ExternalReference } from './external-reference.ts';
import { Role } from './role.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceResource } from './workspace-resource.ts';

// The first four are what the API lists for reading. The rest it lists for writing, where it calls three of the
// first four old names, so a row may hold them as well.
const ParticipationAccessLevel = enumeration(
  'ParticipationAccessLevel',
  'What a participant may do in a project. The API has older and newer names for the levels, and may send either.',
  {
    admin: 'Administers the project.',
    financial: 'Sees and edits the finances of the project. An older name.',
    time_logging: 'Logs time and expenses. An older name.',
    collaboration: 'Takes part in tasks and posts. An older name.',
    edit_tasks: 'Edits tasks.',
    view_tasks: 'Sees tasks.',
    edit_time_and_expenses: 'Edits time and expenses.',
    view_time_and_expenses: 'Sees time and expenses.',
    edit_financials: 'Edits the finances of the project.',
    view_financials: 'Sees the finances of the project.',
  },
);

const ParticipationPermissionsLabel = enumeration(
  'ParticipationPermissionsLabel',
  "Summary of a participant's permissions.",
  {
    edit: 'May edit.',
    view_only: 'May only view.',
    view_with_custom: 'May view, with further individual permissions.',
  },
);

const ParticipationRole = enumeration('ParticipationRole', 'The side on which someone takes part in a project.', {
  maven: 'The provider, who does the work.',
  buyer: 'The client.',
});

export const Participation = resource('Participation', {
  collection: 'participations',
  area: 'People',
  called: 'people taking part in a project',
  description: 'The participation of one user in one project: side, permissions and rate.',
  attributes: {
    role: oneOf(ParticipationRole, 'Side of the project on which the user takes part.'),
    isTeamLead: boolean('Whether the user leads a team of the project.'),
    isForeignParticipant: optional(
      boolean(
        "Whether the user belongs to the project's account. The API's documentation contradicts the name on which value means which: check it against a user you know.",
      ),
    ),
    accessLevel: optional(
      oneOf(
        ParticipationAccessLevel,
        'What the user may do in the project. Needs to be a project administrator, null otherwise.',
      ),
    ),
    permissionsLabel: optional(
      oneOf(
        ParticipationPermissionsLabel,
        "Summary of the user's permissions. Needs to be a project administrator, null otherwise.",
      ),
    ),
    rateInCents: cents(
      'Rate of the user in this project, in the smallest unit of the currency. Needs to be a consultant on the project with financial access, null otherwise.',
    ),
    defaultRateInCents: cents(
      'Default rate of the user, in the smallest unit of the currency. Needs to be a consultant on the project with financial access, null otherwise.',
    ),
    costInCents: cents(
      'What the user costs in this project, in the smallest unit of the currency. Needs to be a project administrator and a consultant on the project, null otherwise.',
    ),
    allocatedWorkspaceMinutes: minutes(
      "Time for which the user is allocated to this project, in minutes. Needs access to the reports of the project's account, null otherwise.",
    ),
    estimatedWorkspaceMinutes: minutes(
      "Time estimated for the user in this project, in minutes. Needs access to the reports of the project's account, null otherwise.",
    ),
    canEdit: boolean('Whether the user may edit the project. Needs to be a project administrator, null otherwise.'),
    canEditTime: boolean('Whether the user may edit time. Needs to be a project administrator, null otherwise.'),
    canEditExpense: boolean('Whether the user may edit expenses. Needs to be a project administrator, null otherwise.'),
    canPost: boolean('Whether the user may write posts. Needs to be a project administrator, null otherwise.'),
    canInvite: boolean('Whether the user may invite others to the project.'),
    canScheduleTheirHours: optional(boolean('Whether the user may schedule their own hours.')),
    canScheduleTeamHours: optional(boolean('Whether the user may schedule the hours of team members.')),
    showAsReadOnly: boolean('Whether the caller may only read the project.'),
    createdAt: dateTime('When the participation was created.'),
    updatedAt: dateTime('When the participation last changed.'),
  },
  endpoint: {
    single: true,
    // Mandatory even beside `only`, so that a batch of ids cannot span two projects.
    scope: idScope('workspace_id'),
    orders: ['updated_at:asc', 'updated_at:desc', 'user_name:asc', 'user_name:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('Participation', 'participations'),
      workspaceId: filter.required(
        filter.id(
          'The project whose participations to list: exactly one, required by the API. For several projects, select `participations` of each workspace.',
          'Workspace',
        ),
      ),
      byUser: filter.id('Only the participation of this user; the API accepts one at a time.', 'User'),
      byUserFullName: filter.text(
        'Only participations of people whose full name matches this text. The API does not document whether part of the name matches.',
      ),
      mavensOnly: filter.flag('True for participations on the side of the provider. False has no effect.'),
      notAssignedToStory: filter.id('Only participations of people who are not assigned to this task.', 'Story'),
      notFollowingStory: filter.id('Only participations of people who do not follow this task.', 'Story'),
      ...byReferences('participations'),
      ...byTimes('participations'),
    },
  },
});

Participation.associations(() => ({
  user: belongsTo(User, 'Who takes part. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.'),
  primaryRole: hasOne(
    Role,
    "The user's role in the account; null when there is none. Needs to belong to the project's account, null otherwise.",
  ),
  workspaceRole: hasOne(Role, "The user's main role in this project; null when there is none."),
  activeRoles: hasMany(Role, 'All roles of the user in this project; empty when there are none.'),
  workspaceResources: hasMany(WorkspaceResource, 'The resources of the project that stand for this participation.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
