import { dateTime } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';

export const BackupApproverAssociation = resource('BackupApproverAssociation', {
  collection: 'backup_approver_associations',
  description: 'A period in which one user approves time and expenses in place of another.',
  attributes: {
    // Called dates, but documented as points in time.
    startDate: dateTime('When the stand-in begins, as a point in time.'),
    endDate: dateTime('When the stand-in ends, as a point in time.'),
  },
});

BackupApproverAssociation.associations(() => ({
  approver: belongsTo(User, 'The approver who is being stood in for. Null when hidden from the caller.'),
  backupApprover: belongsTo(User, 'The user who approves in the meantime. Null when hidden from the caller.'),
}));
