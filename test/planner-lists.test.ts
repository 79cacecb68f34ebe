/**
 * Lists under records that come with an answer which is due, as random operations found them: each as small as it gets.
 * That no fewer calls are possible is what the lower bound says, which knows nothing of the planner.
 */
import { describe, expect, it } from 'vitest';
import type { Account } from './planner/random-account.ts';
import { Trial } from './planner/trial.ts';

/** How an operation goes over an API of a dialect: what is wrong, its calls by the alphabet, and how few would do. */
async function asked(account: Account, query: string, words = 'recorded') {
  await using trial = await Trial.start(account, {}, words);
  const { complaints, calls, bound } = await trial.run({ query, variables: {} });
  return { complaints, calls: calls.map((line) => line.replace('GET ', '')).toSorted(), bound };
}

/** All is well, and these calls are the fewest. */
const fewest = (...calls: readonly string[]) => ({ complaints: [], calls, bound: calls.length });

const skills = [
  { id: '1', skill_category_id: '1' },
  { id: '4', skill_category_id: '4' },
];
const SKILLS_OF_CATEGORIES = `{
  me { skills { skillCategory { skills { nodes { kantataId } } } } }
}`;

describe('a list under a record that comes with an answer which is due', () => {
  it('is not asked for where the answer shows that the record is not there', async () => {
    const outcome = await asked(
      {
        users: [{ id: '1', skill_ids: ['4'] }],
        skills: [{ id: '4', skill_category_id: '77' }],
      },
      SKILLS_OF_CATEGORIES,
    );

    expect(outcome).toEqual(
      fewest(
        '/skills?apply_default_filters=false&include=skill_category&only=4',
        '/users/me?include=skills&on_my_account=true&show_disabled=true',
      ),
    );
  });

  it('is asked for under those of several that are there, where each takes a call of its own', async () => {
    const outcome = await asked(
      {
        invoices: [{ id: '1', time_entry_ids: ['1', '2'] }, { id: '2' }],
        time_entries: [
          { id: '1', invoice_id: '2', user_can_edit: true },
          { id: '2', invoice_id: '77', user_can_edit: false },
        ],
        external_payments: [{ id: '5', invoice_id: '2' }],
      },
      '{ invoice(id: "1") { timeEntries { userCanEdit invoice { externalPayments { nodes { kantataId } } } } } }',
    );

    expect(outcome).toEqual(
      fewest(
        '/external_payments?invoice_id=2&per_page=20',
        '/invoices?apply_default_filters=false&include=time_entries&only=1',
        '/time_entries?apply_default_filters=false&include=invoice&on_my_account=false&only=1,2&optional_fields=user_can_edit',
      ),
    );
  });

  it('is one call for all that the answer names, though some rows had named theirs before', async () => {
    const outcome = await asked(
      {
        users: [{ id: '1', skill_ids: ['1', '4'] }],
        skills,
        skill_categories: [{ id: '1' }, { id: '4' }],
      },
      SKILLS_OF_CATEGORIES,
      'sparse',
    );

    expect(outcome).toEqual(
      fewest(
        '/skills?apply_default_filters=false&include=skill_category&only=1,4',
        '/skills?include=skill_category&per_page=200&skill_category_ids=1,4',
        '/users/me?include=skills&on_my_account=true&show_disabled=true',
      ),
    );
  });

  it('joins a call for the same list that goes out before', async () => {
    const outcome = await asked(
      {
        users: [{ id: '1' }, { id: '2' }, { id: '3' }],
        invoices: [{ id: '1', time_entry_ids: ['5'] }],
        time_entries: [{ id: '5', user_id: '3', user_can_edit: true }],
        timesheet_submissions: [
          { id: '8', user_id: '1' },
          { id: '9', user_id: '3' },
        ],
      },
      `{
        users(first: 2) { nodes { timesheetSubmissions { nodes { kantataId } } } }
        invoice(id: "1") { timeEntries { userCanEdit user { timesheetSubmissions { nodes { kantataId } } } } }
      }`,
    );

    expect(outcome).toEqual(
      fewest(
        '/invoices?apply_default_filters=false&include=time_entries&only=1',
        '/time_entries?apply_default_filters=false&include=user&on_my_account=false&only=5&optional_fields=user_can_edit',
        '/timesheet_submissions?per_page=200&user_ids=1,2,3',
        '/users?per_page=2',
      ),
    );
  });

  it('joins it also where the answer shows that the record is not there', async () => {
    const outcome = await asked(
      {
        users: [{ id: '1' }, { id: '2' }],
        invoices: [{ id: '1', time_entry_ids: ['5'] }],
        time_entries: [{ id: '5', user_id: '77', user_can_edit: true }],
        timesheet_submissions: [{ id: '8', user_id: '1' }],
      },
      `{
        users(first: 2) { nodes { timesheetSubmissions(first: 1) { totalCount nodes { user { kantataId } } } } }
        invoice(id: "1") { timeEntries { userCanEdit user { timesheetSubmissions(first: 1) { nodes { kantataId } } } } }
      }`,
    );

    expect(outcome).toEqual(
      fewest(
        '/invoices?apply_default_filters=false&include=time_entries&only=1',
        '/time_entries?apply_default_filters=false&include=user&on_my_account=false&only=5&optional_fields=user_can_edit',
        '/timesheet_submissions?per_page=200&user_ids=1,2,77',
        '/users?per_page=2',
      ),
    );
  });
});
