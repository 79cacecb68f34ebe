import { dateTime, enumeration, oneOf, optional, text } from '../attribute.ts';
import { userFilters } from '../filters/user.ts';
import { hasMany, hasOne, idsOnly, resource } from '../resource.ts';
import { AccountMembership } from './account-membership.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { Role } from './role.ts';
import { Skill } from './skill.ts';
import { SkillMembership } from './skill-membership.ts';

const UserClassification = enumeration('UserClassification', 'How a person stands to the account.', {
  Internal: 'Someone of the account.',
  External: 'Someone from outside, such as a client.',
});

export const User = resource('User', {
  collection: 'users',
  area: 'People',
  called: 'people',
  self: 'me',
  description: 'A person who uses Kantata: a member of the account, or someone who takes part in its projects.',
  attributes: {
    fullName: text('Full name of the person.'),
    emailAddress: text('Address for electronic mail.'),
    headline: text('What the person says of themselves in a few words.'),
    photoPath: text('Address of the profile photo.'),
    bio: optional(text('What the person says of themselves at length.')),
    website: optional(text("Address of the person's own website.")),
    city: optional(text('City that the person lives in.')),
    state: optional(text('State or province that the person lives in.')),
    country: optional(text('Country that the person lives in.')),
    abbreviatedTimezone: optional(text("Short name of the person's time zone.")),
    classification: optional(oneOf(UserClassification, 'Whether the person is of the account or from outside.')),
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
    'How the person belongs to the account. Null when there is no membership, or it is hidden from the caller.',
  ),
  role: hasOne(Role, 'The role of the person on the account. Null when there is none.'),
  manager: hasOne(User, 'Who manages the person. Null when nobody does, or hidden from the caller.'),
  skills: hasMany(Skill, 'What the person can do. Levels are with `skillMemberships`.'),
  skillMemberships: hasMany(SkillMembership, 'What the person can do, and how well.'),
  customFieldValues: hasMany(
    CustomFieldValue,
    'What custom fields say about the person. Values that the caller may not see are left out.',
  ),
  workSamples: idsOnly(
    "The pieces in the person's portfolio. The API publishes nothing about these records but their ids.",
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
