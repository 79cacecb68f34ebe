/**
 * What timesheets, expense reports and submissions of either kind share.
 *
 * A file of its own, because these types need them while they are being declared, and each leads to
 * the other through their imports.
 */
import { boolean, enumeration, struct } from '../attribute.ts';

export const SubmissionStatus = enumeration('SubmissionStatus', 'Where a submission stands in its approval.', {
  pending: 'Waiting for a decision.',
  approved: 'Approved.',
  rejected: 'Turned down by an approver.',
  cancelled: 'Withdrawn.',
});

export const SubmissionType = enumeration('SubmissionType', 'What was handed in for approval.', {
  TimesheetSubmission: 'The time of a week.',
  ExpenseReportSubmission: 'A set of expenses.',
});

export const SubmissionPermissions = struct('SubmissionPermissions', 'What the caller may do with a submission.', {
  canApproveSubmission: boolean('Whether the caller may approve it.'),
  canRejectSubmission: boolean('Whether the caller may reject it.'),
  canCancelSubmission: boolean('Whether the caller may cancel it.'),
  canResubmitSubmission: boolean('Whether the caller may hand it in again.'),
});

/** Not quite the words of the rows: what waits for a decision is `pending` in a row and `new` in the parameter. */
export const SubmissionStatusFilter = enumeration('SubmissionStatusFilter', 'Approval states to look for.', {
  new: 'Handed in and not decided yet; such a submission reads as PENDING.',
  approved: 'Accepted by an approver.',
  rejected: 'Sent back by an approver.',
  cancelled: 'Taken back, so that no decision stands.',
});
