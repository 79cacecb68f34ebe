import { dateTime } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';

export const BackupApproverAssociation = resource('BackupApproverAssociation', {
  collection: 'backup_approver_associations',
  description: "A period in which one user approves time and expenses in another's place.",
  attributes: {
    // Called dates, but documented as points in time.
    startDate: dateTime('Start of the period.'),
    endDate: dateTime('End of the period.'),
  },
});

BackupApproverAssociation.associations(() => ({
  approver: belongsTo(User, 'The approver who is replaced. Null when hidden from the caller.'),
  backupApprover: belongsTo(User, 'The user who approves in the meantime. Null when hidden from the caller.'),
}));
