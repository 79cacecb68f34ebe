import { dateTime, enumeration, oneOf, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import { FEW_LEVELS } from '../expected-sizes.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';

const OrganizationType = enumeration('OrganizationType', 'The tree that an organization belongs to.', {
  Geography: 'A place: a country, a region, an office.',
  Department: 'A part of the business.',
});

export const Organization = resource('Organization', {
  collection: 'organizations',
  area: 'People',
  called: 'departments and geographies',
  description: 'A geography or a department of the account. People and projects can be members of both.',
  attributes: {
    name: text('Unique name of the organization.'),
    type: oneOf(OrganizationType, 'Whether it is a geography or a department.'),
    createdAt: dateTime('When the organization was added.'),
    updatedAt: dateTime('When the organization was last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['alphabetical:asc', 'alphabetical:desc', 'created_at:asc', 'created_at:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: {
      ...byIds('Organization', 'organizations'),
      type: filter.oneOf(
        OrganizationType,
        'Only organizations of this tree. The API does not document the accepted values.',
      ),
      matching: filter.text('Only organizations whose name is similar to this text.'),
      // The API reads any value as true.
      forCurrentUser: filter.flag("True for the caller's organizations only. False has no effect."),
      ...byTimes('organizations'),
    },
  },
});

// The endpoint knows no include at all: both ids are columns of the row.
Organization.associations(() => ({
  parent: belongsTo(Organization, 'The organization right above. Null at the top of the tree.', { includable: false }),
  ancestors: hasMany(Organization, 'All organizations above, up to the top of the tree. Empty at the top.', {
    includable: false,
    own: true,
    expected: FEW_LEVELS,
  }),
}));
