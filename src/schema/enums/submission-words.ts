/**
 * What timesheets, expense reports and submissions of either kind share.
 *
 * A file of its own, because these types need them while they are being declared, and each leads to
 * the other through their imports.
 */
import { boolean, enumeration, struct } from '../attribute.ts';
import { anyOf, deprecated, type Filters, wire } from '../filter.ts';

export const SubmissionStatus = enumeration('SubmissionStatus', 'State of the approval of a submission.', {
  pending: 'Waiting for a decision.',
  approved: 'Approved.',
  rejected: 'Rejected by an approver.',
  cancelled: 'Withdrawn.',
});

export const SubmissionType = enumeration('SubmissionType', 'Type of a submission.', {
  TimesheetSubmission: 'The time of a week.',
  ExpenseReportSubmission: 'A set of expenses.',
});

export const SubmissionPermissions = struct('SubmissionPermissions', 'What the caller may do with a submission.', {
  canApproveSubmission: boolean('Whether the caller may approve it.'),
  canRejectSubmission: boolean('Whether the caller may reject it.'),
  canCancelSubmission: boolean('Whether the caller may cancel it.'),
  canResubmitSubmission: boolean('Whether the caller may resubmit it.'),
});

/** The words of a filter that older clients send; `status` takes those of the rows. */
const SubmissionStatusFilter = enumeration('SubmissionStatusFilter', 'Approval states to look for.', {
  new: 'Waiting for a decision: PENDING in `status` of the record.',
  approved: 'Accepted by an approver.',
  rejected: 'Rejected by an approver.',
  cancelled: 'Withdrawn; there is no decision.',
});

/** `status`, with the words that the records say. The parameter calls `new` what a row calls `pending`. */
export const byStatus = (records: string) =>
  ({
    status: wire(
      'statuses',
      anyOf(SubmissionStatus, `Only ${records} in one of these states of approval.`, { PENDING: 'new' }),
    ),
    statuses: deprecated(
      'Use `status`, which takes the words that the records say.',
      anyOf(SubmissionStatusFilter, `Only ${records} in one of these states of approval, in the API's own words.`),
    ),
  }) satisfies Filters;
