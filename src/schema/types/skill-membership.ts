import { dateTime, integer, text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Skill } from './skill.ts';
import { User } from './user.ts';

export const SkillMembership = resource('SkillMembership', {
  collection: 'skill_memberships',
  description: 'How well one person masters one skill. Comes only with a record that it is part of, such as a user.',
  attributes: {
    cachedSkillName: text('Name of the skill, kept with the membership.'),
    level: integer('How well the person masters the skill, from 1 to 5.'),
    maxLevel: integer('Highest level that the skill has.'),
    createdAt: dateTime('When the skill was given to the person.'),
    updatedAt: dateTime('When the membership was last changed.'),
  },
});

SkillMembership.associations(() => ({
  user: belongsTo(User, 'The person who has the skill. Null when hidden from the caller.'),
  skill: belongsTo(Skill, 'The skill. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who gave the skill to the person. Null when hidden from the caller.'),
}));
