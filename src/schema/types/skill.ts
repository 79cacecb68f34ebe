import { dateTime, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { SkillCategory } from './skill-category.ts';

export const Skill = resource('Skill', {
  collection: 'skills',
  area: 'People',
  description: 'An ability or certification of people, used to staff work.',
  attributes: {
    name: text('Name of the skill.'),
    description: text('What the skill means.'),
    maxLevel: text('Highest level of the skill, as text: 5, or 1 for a skill without levels.'),
    // The documentation describes these two the wrong way round; their names are followed.
    createdAt: dateTime('When the skill was created.'),
    updatedAt: dateTime('When the skill last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['alphabetical:asc', 'alphabetical:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: {
      ...byIds('Skill', 'skills'),
      except: filter.exceptIds('Exclude these skills.', 'Skill'),
      matching: filter.text('Only skills whose name is similar to this text.'),
      skillCategoryIds: filter.ids('Only skills in one of these categories.', 'SkillCategory'),
      forUsers: filter.ids('Only skills that none of these users has yet: not the skills of these users.', 'User'),
      unassignedSkillsForUser: filter.id('Only skills that this user does not have yet.', 'User'),
      unassignedSkillsForWorkspaceResource: filter.id(
        'Only skills that this resource of a project does not require yet.',
        'WorkspaceResource',
      ),
      unassignedSkillsForEstimateScenarioResource: filter.id(
        'Only skills that this resource of an estimate scenario does not require yet.',
        'EstimateScenarioResource',
      ),
      unassignedSkillsForProjectTemplateAssignment: filter.id(
        'Only skills that the assignment of a project template with this Kantata id does not require yet.',
      ),
      ...byReferences('skills'),
      ...byTimes('skills'),
    },
  },
});

Skill.associations(() => ({
  skillCategory: belongsTo(SkillCategory, 'The category that the skill is in.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
