/** A type that stands for rows of two lists: what comes of it under its own name tells less than its row in one of them. */
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  timesheet_submissions: [
    { id: '3', title: 'Week 9', user_id: '1', workspace_id: null, external_reference_ids: ['7'], time_entry_ids: [] },
  ],
  expense_report_submissions: [{ id: '2', title: 'Trip', user_id: '1', external_reference_ids: [], expense_ids: [] }],
  external_references: [{ id: '7', subject_type: 'Submission', subject_id: 3, service_name: 'books' }],
  users: [{ id: '1', full_name: 'Ada Lovelace', role_id: '4' }],
  roles: [{ id: '4', name: 'Lead' }],
};

describe.each(['recorded', 'contract', 'sparse'])('a submission that came beside a reference, %s', (words) => {
  const start = () => startGateway(ROWS, { sandbox: { dialect: dialectOf(words) as Dialect } });

  it('is known by what its own list has told of it, and is not asked for again and again', async () => {
    await using gateway = await start();
    // The first subject can only come beside its reference, and so the submission comes bare under its own name too.
    const subject = '... on SurveyAnswer { text } ... on Submission { externalReferenceIds user { fullName } }';

    const { data, errors, extensions } = await gateway.query(
      `{ timesheetSubmissions { nodes { externalReferences { subject { ${subject} } } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(extensions?.warnings).toBeUndefined();
    expect(data.timesheetSubmissions.nodes).toEqual([
      { externalReferences: [{ subject: { externalReferenceIds: ['7'], user: { fullName: 'Ada Lovelace' } } }] },
    ]);
    const calls = gateway.requests();
    expect(new Set(calls).size).toBe(calls.length);
    // A submission of which the row is known is asked for in its own list alone.
    expect(calls.filter((line) => line.includes('/expense_report_submissions'))).toEqual([]);
  });
});
