/** Records whose own call fails, and that another record brings all the same: before that, or only afterwards. */
import { describe, expect, it } from 'vitest';
import { merge } from './incremental/merge.ts';
import { asking, watched } from './incremental/watched.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { startGateway } from './support/gateway.ts';

describe('a record that one day names, and that comes beside another day, which has to be asked for that', () => {
  // Of these days, `sparse` writes the assignment of 2 into its row, and that of 1 only where it is included.
  const rows = {
    assignments: [
      { id: '1', story_allocation_day_ids: ['1', '2'] },
      { id: '5', story_allocation_day_ids: [], resource_id: '7' },
    ],
    story_allocation_days: ['1', '2'].map((id) => ({ id, assignment_id: '5' })),
    workspace_resources: [{ id: '7', label: 'Lead' }],
  };
  const query = '{ assignment(id: 1) { storyAllocationDays { assignment { resource { label } } } } }';

  it.each([
    ['has failed', 60, 0],
    ['fails', 0, 60],
  ])('leads on, also where its own call %s by then', async (_, besideMs, ownMs) => {
    await using gateway = await startGateway(rows, { sandbox: { dialect: dialectOf('sparse') as Dialect } });
    gateway.sandbox.fail({ match: /^GET \/story_allocation_days/, delayMs: besideMs });
    gateway.sandbox.fail({ match: /^GET \/assignments\?.*only=5/, status: 422, delayMs: ownMs });

    const { data, errors } = await gateway.query(query);

    const day = { assignment: { resource: { label: 'Lead' } } };
    expect({ data, errors }).toEqual({ data: { assignment: { storyAllocationDays: [day, day] } } });
    expect(gateway.requests().map((line) => line.replace(/\?.*only=/, ' '))).toEqual([
      'GET /assignments 1',
      'GET /assignments 1&plannable=true',
      'GET /story_allocation_days 1',
      'GET /assignments 5',
      'GET /workspace_resources 7',
    ]);
  });
});

describe('a record whose own call has failed, and that a row brings which leads elsewhere', () => {
  const rows = {
    assignments: [{ id: '5', resource_id: '7' }],
    story_allocation_days: [{ id: '1', assignment_id: '5' }],
    workspace_resources: [{ id: '7', label: 'Lead' }],
  };
  const wanted = 'wanted: assignment(id: 5) { resource { label } }';
  const elsewhere = 'elsewhere: storyAllocationDay(id: 1) { assignment { createdAt } }';

  it('leads on, though it comes in the row of a list that is only counted, after its own call', async () => {
    await using gateway = await startGateway({
      billing_milestones: [{ id: '5', workspace_id: '7' }],
      workspaces: [{ id: '7', title: 'Bridge' }],
    });
    gateway.sandbox.fail({ match: /^GET \/billing_milestones\?.*per_page=1$/, delayMs: 60 });
    gateway.sandbox.fail({ match: /^GET \/billing_milestones\?.*only=5/, status: 422 });

    const { data, errors } = await gateway.query(
      '{ billingMilestone(id: 5) { workspace { title } } billingMilestones { totalCount } }',
    );

    expect({ data, errors }).toEqual({
      data: { billingMilestone: { workspace: { title: 'Bridge' } }, billingMilestones: { totalCount: 1 } },
    });
    expect(gateway.requests()).toHaveLength(3);
  });

  it.each([
    ['one after the other', `{ ${wanted} ${elsewhere} }`],
    ['the other way round', `{ ${elsewhere} ${wanted} }`],
  ])('leads on: %s', async (_, query) => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.fail({ match: /^GET \/story_allocation_days/, delayMs: 60 });
    gateway.sandbox.fail({ match: /^GET \/assignments\?.*only=5/, status: 422 });

    const { data, errors } = await gateway.query(query);

    expect({ data, errors }).toMatchObject({ data: { wanted: { resource: { label: 'Lead' } } } });
    expect(errors).toBeUndefined();
    expect(gateway.requests().map((line) => line.replace(/\?.*only=/, ' '))).toEqual([
      expect.stringMatching(/^GET \/(assignments 5|story_allocation_days 1)/),
      expect.stringMatching(/^GET \/(assignments 5|story_allocation_days 1)/),
      'GET /workspace_resources 7',
    ]);
  });
});

describe('a record in a part, whose own call has failed', () => {
  const rows = {
    users: [{ id: '1', full_name: 'Ada Lovelace' }],
    workspaces: [{ id: '3', approver_ids: ['1'] }],
  };
  const query = (defer: string) => `{
    roles { totalCount }
    ... ${defer} { user(id: 1) { fullName skills { name } } }
    ... ${defer} { workspace(id: 3) { approverIds } }
  }`;

  it('waits for an include that is asked for its ids alone, and brings records all the same', async () => {
    const { gateway } = await watched(rows);
    await using _ = gateway;
    gateway.sandbox.fail({ match: /^GET \/users/, status: 422 });
    gateway.sandbox.fail({ match: /^GET \/workspaces\?.*include=approvers/, delayMs: 80 });

    const whole = await gateway.query(query(''));
    const calls = gateway.requests();
    const { data, errors, complaints } = merge(await asking(gateway, query('@defer')));

    expect({ data, complaints }).toEqual({ data: whole.data, complaints: [] });
    expect(data).toMatchObject({ user: { fullName: 'Ada Lovelace', skills: null }, workspace: { approverIds: ['1'] } });
    expect(errors.map(({ path }) => path)).toEqual([['user', 'skills']]);
    expect(gateway.requests().toSorted()).toEqual(calls.toSorted());
    expect(calls).toHaveLength(3);
  });
});
