import { text } from '../attribute.ts';
import { resource } from '../resource.ts';

export const SkillCategory = resource('SkillCategory', {
  collection: 'skill_categories',
  description: 'A group of skills, such as languages or certifications.',
  attributes: {
    name: text('Name of the category.'),
  },
});
