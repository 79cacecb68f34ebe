import { date, dateTime, integer } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { AccountMembership } from './account-membership.ts';
import { User } from './user.ts';

export const BillableUtilization = resource('BillableUtilization', {
  collection: 'billable_utilizations',
  description:
    "Share of a member's logged time that should be billable from a given day on. " +
    'Comes only with an account membership.',
  attributes: {
    target: integer('Share of the logged time that should be billable, in percent.'),
    effectiveDate: date("First day on which the target holds, in the member's time zone."),
    createdAt: dateTime('When the target was set.'),
    updatedAt: dateTime('When the target was last changed.'),
  },
});

BillableUtilization.associations(() => ({
  accountMembership: belongsTo(AccountMembership, 'The membership with this target.'),
  creator: belongsTo(User, 'Who set the target. Null when that person is hidden from the caller.'),
}));
