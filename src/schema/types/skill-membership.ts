import { dateTime, integer, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { Skill } from './skill.ts';
import { User } from './user.ts';

export const SkillMembership = resource('SkillMembership', {
  collection: 'skill_memberships',
  area: 'People',
  called: 'who has which skill',
  description: 'One skill of one person, with its level.',
  attributes: {
    cachedSkillName: text('Name of the skill, kept with the membership.'),
    level: integer('Level of the skill, from 1 to 5.'),
    maxLevel: integer('Highest level of the skill.'),
    createdAt: dateTime('When the skill was given to the person.'),
    updatedAt: dateTime('When the membership was last changed.'),
  },
  endpoint: {
    single: true,
    defaults: { active_account_members_only: 'false' },
    orders: ['created_at:asc', 'created_at:desc', 'full_name', 'skill_name:asc', 'skill_name:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('SkillMembership', 'memberships'),
      bySkillId: filter.id('Only people who have this one skill.', 'Skill'),
      bySkillIds: filter.ids('Only people who have one of these skills.', 'Skill'),
      bySkillName: filter.text(
        'Only people who have the skill of this name. The API does not document whether part of the name matches.',
      ),
      byUserName: filter.text(
        'Only skills of the person with this full name. The API does not document whether part of the name matches.',
      ),
      userIds: filter.ids('Only skills of these people.', 'User'),
      workspaceId: filter.id('Only skills of people who take part in this project.', 'Workspace'),
      activeAccountMembersOnly: filter.boolean(
        'True excludes skills of people who are no longer active on the account. Default: included.',
      ),
      ...byTimes('memberships'),
    },
  },
});

SkillMembership.associations(() => ({
  user: belongsTo(User, 'The person who has the skill. Null when hidden from the caller.'),
  skill: belongsTo(Skill, 'The skill. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who gave the skill to the person. Null when hidden from the caller.'),
}));
