import { dateTime, enumeration, oneOf, optional, text } from '../attribute.ts';
import { userFilters } from '../filters/user.ts';
import { hasMany, hasOne, idsOnly, resource } from '../resource.ts';
import { AccountMembership } from './account-membership.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { Role } from './role.ts';
import { Skill } from './skill.ts';
import { SkillMembership } from './skill-membership.ts';

const UserClassification = enumeration('UserClassification', 'Relation of a person to the account.', {
  Internal: 'Member of the account.',
  External: 'External, such as a client.',
});

export const User = resource('User', {
  collection: 'users',
  area: 'People',
  called: 'people',
  self: 'me',
  description: 'A person who uses Kantata: a member of the account, or someone who takes part in its projects.',
  attributes: {
    fullName: text('Full name of the person.'),
    emailAddress: text('E-mail address.'),
    headline: text('Short description by the person.'),
    photoPath: text('Address of the profile photo.'),
    bio: optional(text('Biography of the person.')),
    website: optional(text("Address of the person's own website.")),
    city: optional(text('City that the person lives in.')),
    state: optional(text('State or province that the person lives in.')),
    country: optional(text('Country that the person lives in.')),
    abbreviatedTimezone: optional(text("Short name of the person's time zone.")),
    classification: optional(oneOf(UserClassification, 'Whether the person is a member of the account or external.')),
    lastSiteActivity: optional(
      dateTime(
        'When the person last logged in. Needs account administrator rights, null otherwise; ' +
          'in a list also `onMyAccount: true` in its filter.',
      ),
    ),
  },
  endpoint: {
    single: true,
    reveal: { show_disabled: 'true', on_my_account: 'true' },
    defaults: { show_disabled: 'false', managers: 'false', with_created_estimates: 'false' },
    orders: ['alphabetical:asc', 'alphabetical:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: userFilters,
  },
});

User.associations(() => ({
  accountMembership: hasOne(
    AccountMembership,
    "The person's membership in the account. Null when there is no membership, or it is hidden from the caller.",
  ),
  role: hasOne(Role, 'The role of the person on the account. Null when there is none.'),
  manager: hasOne(User, 'Who manages the person. Null when there is none, or the person is hidden from the caller.'),
  skills: hasMany(Skill, "The person's skills. For levels, see `skillMemberships`."),
  skillMemberships: hasMany(SkillMembership, "The person's skills with their levels."),
  customFieldValues: hasMany(
    CustomFieldValue,
    "The person's custom field values. Values that the caller may not see are excluded.",
  ),
  workSamples: idsOnly(
    "The pieces in the person's portfolio. The API publishes nothing about these records but their ids.",
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
