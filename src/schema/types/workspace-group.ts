import { boolean, dateTime, text } from '../attribute.ts';
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, resource, listedBy } from '../resource.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { RateCardSet } from './rate-card-set.ts';
import { Workspace } from './workspace.ts';

export const WorkspaceGroup = resource('WorkspaceGroup', {
  collection: 'workspace_groups',
  area: 'Projects',
  called: 'clients and other groups of projects',
  description: 'A named group of projects, often all those of one client.',
  attributes: {
    name: text('Name of the group.'),
    company: boolean('Whether the group is a company. The contact fields apply only to companies.'),
    contactName: text('Name of the contact at the company; null or empty when none is given.'),
    email: text('E-mail address of the contact; null or empty when none is given.'),
    phoneNumber: text('Phone number of the contact; null or empty when none is given.'),
    address: text('Postal address of the contact; null or empty when none is given.'),
    website: text('Website of the contact; null or empty when none is given.'),
    notes: text('Remarks on the group; null or empty when there are none.'),
    createdAt: dateTime('When the group was created.'),
    updatedAt: dateTime('When the group last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc', 'name:asc', 'name:desc', 'updated_at:asc', 'updated_at:desc'],
    // Documented as `name:ASC`; the API takes every direction but `desc` as ascending.
    defaultOrder: 'name:asc',
    filters: {
      ...byIds('WorkspaceGroup', 'groups'),
      matching: filter.text('Only groups whose name is similar to this text.'),
      companiesOnly: filter.flag('True for groups that stand for a company. False has no effect.'),
      ...byCustomFields('groups'),
      ...byReferences('groups'),
      ...byTimes('groups'),
    },
  },
});

WorkspaceGroup.associations(() => ({
  // Groups have custom fields like other records, but no include for them.
  customFieldValues: listedBy(
    CustomFieldValue,
    { params: { subject_type: 'WorkspaceGroup' }, by: 'with_subject_id', column: 'subject_id' },
    "The group's custom field values. Values that the caller may not see are excluded.",
  ),
  workspaces: hasMany(Workspace, 'The projects in the group; hidden ones are excluded.'),
  rateCardSets: hasMany(RateCardSet, 'The rate card sets of the group; empty when there are none.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
