import { dateTime, integer, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { Skill } from './skill.ts';
import { User } from './user.ts';
import { WorkspaceResource } from './workspace-resource.ts';

export const WorkspaceResourceSkill = resource('WorkspaceResourceSkill', {
  collection: 'workspace_resource_skills',
  area: 'People',
  called: 'which seat of a project asks for which skill',
  description: 'That a resource (seat) of a project asks for one skill, and at which level.',
  attributes: {
    cachedSkillName: text('Name of the skill, kept with this record.'),
    level: integer('Required level, from 1 to 5.'),
    maxLevel: integer('Highest level of the skill.'),
    createdAt: dateTime('When the skill was requested.'),
    updatedAt: dateTime('When this record last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc', 'skill_name:asc', 'skill_name:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('WorkspaceResourceSkill', 'records'),
      workspaceResourceIds: filter.ids('Only skills of these resources (seats).', 'WorkspaceResource'),
      bySkillId: filter.id('Only resources that ask for this one skill.', 'Skill'),
      bySkillIds: filter.ids('Only resources that ask for one of these skills.', 'Skill'),
      bySkillName: filter.text('Only resources that ask for the skill of this name.'),
    },
  },
});

WorkspaceResourceSkill.associations(() => ({
  workspaceResource: belongsTo(WorkspaceResource, 'The resource (seat). Null when hidden from the caller.'),
  skill: belongsTo(Skill, 'The skill. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who requested the skill. Null when hidden from the caller.'),
}));
