import {
  boolean,
  dateTime,
  enumeration,
  integer,
  largeInteger,
  object,
  oneOf,
  optional,
  struct,
  text,
} from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, idsOnly, resource } from '../resource.ts';
import { User } from './user.ts';

const ProjectTemplateSharing = enumeration('ProjectTemplateSharing', 'Who else on the account can use a template.', {
  private: ['PRIVATE', 'Only its creator.', 'private_template'],
  shared: ['SHARED', 'Others can view it.', 'viewable_template'],
  editable: ['EDITABLE', 'Others can view and change it.', 'editable_template'],
});

const ProjectTemplatePermissions = struct('ProjectTemplatePermissions', 'What the caller may do with a template.', {
  canEditProjectTemplate: boolean('Whether the caller may change it.'),
});

export const ProjectTemplate = resource('ProjectTemplate', {
  collection: 'project_templates',
  area: 'Projects',
  description: 'A template for new projects.',
  attributes: {
    title: text('Title of the template.'),
    description: text('Description of the template. Not copied to projects.'),
    duration: integer('Expected length of a project, in days.'),
    itemCount: integer('Number of tasks in it.'),
    isBudgeted: boolean('Whether it has budgets and time estimates.'),
    budget: largeInteger('Estimated budget of a project made from it. The API does not state the unit.'),
    currency: text('ISO code of the currency of the template.'),
    // `shared` is deprecated in favour of it.
    sharing: oneOf(ProjectTemplateSharing, 'Who else on the account can use it.'),
    permissions: object(ProjectTemplatePermissions, 'Permissions of the caller.'),
    rawJson: optional(text('All of its tasks, as the text of a JSON document.')),
    createdAt: dateTime('When the template was created.'),
    updatedAt: dateTime('When the template last changed.'),
  },
  endpoint: {
    single: true,
    orders: [
      'budget:asc',
      'budget:desc',
      'description:asc',
      'description:desc',
      'duration:asc',
      'duration:desc',
      'full_name:asc',
      'full_name:desc',
      'is_budgeted:asc',
      'is_budgeted:desc',
      'title:asc',
      'title:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('ProjectTemplate', 'templates'),
      byTitle: filter.text('Only templates whose title holds this text.'),
      matching: filter.text('Only templates whose title holds this text: another name for `byTitle`.'),
      // What the API makes of false is not documented.
      mine: filter.flag('True for templates that the caller made only; false has no effect.'),
    },
  },
});

ProjectTemplate.associations(() => ({
  user: belongsTo(User, 'Who made the template. Null when hidden from the caller.'),
  // The API publishes nothing about these records but their ids.
  projectTemplateAssignments: idsOnly('Its placeholders for people.'),
  projectTemplateAdditionalTabs: idsOnly('The tabs that it adds to a project.'),
}));
