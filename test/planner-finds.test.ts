/** What the random operations of `planner.test.ts` found, each as small as it gets. */
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway } from './support/gateway.ts';

describe('the planner', () => {
  it('fetches a record again for a target that nothing but its include can bring', async () => {
    await using gateway = await startGateway({
      users: [{ id: '1', skill_ids: ['2'] }],
      skills: [{ id: '2', name: 'Drawing', skill_category_id: '3' }],
      skill_categories: [{ id: '3', name: 'Design' }],
    });

    const { data } = await gateway.query('{ users { nodes { skills { skillCategory { name } } } } }');

    expect(data.users.nodes).toEqual([{ skills: [{ skillCategory: { name: 'Design' } }] }]);
    expect(gateway.requests()).toEqual([
      'GET /users?include=skills&per_page=20',
      'GET /skills?apply_default_filters=false&include=skill_category&only=2',
    ]);
  });

  it('does not ask for a record that an include has not brought, though only its id was wanted there', async () => {
    const rows = {
      time_entries: [{ id: '1', user_id: '77' }],
      stories: [{ id: '6', workspace_id: '5' }],
      workspaces: [{ id: '5', creator_id: '77', approver_id: '77' }],
    };
    // So that the first list is asked with its users, and the second is not.
    const facts = new ApiFacts(resources.values());
    facts.restore(JSON.stringify({ format: 1, api: 'test', writes: { 'time_entries.user': 'never' } }), 'test');
    await using gateway = await startGateway(rows, { facts });

    const { data, errors } = await gateway.query(
      '{ timeEntries { nodes { userId } } stories { nodes { workspace { creator { city } approver { city } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      timeEntries: { nodes: [{ userId: '77' }] },
      stories: { nodes: [{ workspace: { creator: null, approver: null } }] },
    });
    expect(gateway.requests().filter((line) => line.startsWith('GET /users'))).toEqual([]);
  });

  it('does not take one of several for the one that is null', async () => {
    await using gateway = await startGateway({
      users: [{ id: '1', full_name: 'Ada' }],
      workspaces: [{ id: '5', approver_id: null, approver_ids: ['1'] }],
    });

    const { data } = await gateway.query('{ workspaces { nodes { approver { fullName } approvers { fullName } } } }');

    expect(data.workspaces.nodes).toEqual([{ approver: null, approvers: [{ fullName: 'Ada' }] }]);
  });

  it('answers what a column tells of a target alike, whatever is selected of it elsewhere', async () => {
    await using gateway = await startGateway({ time_entries: [{ id: '1', user_id: '77' }] });

    const { data } = await gateway.query('{ timeEntries { nodes { named: user { id } seen: user { id fullName } } } }');

    expect(data.timeEntries.nodes).toEqual([{ named: { id: 'User:77' }, seen: null }]);
  });

  it('asks a list of named records for includes that work beside ids alone', async () => {
    await using gateway = await startGateway({
      stories: [{ id: '6', reply_ids: ['8'] }],
      posts: [{ id: '8', message: 'Done' }],
    });

    const { data } = await gateway.query('{ stories(filter: { ids: [6] }) { nodes { replies { message } } } }');

    expect(data.stories.nodes).toEqual([{ replies: [{ message: 'Done' }] }]);
    expect(gateway.requests()).toEqual(['GET /stories?include=replies&only=6']);
  });

  it('does not add a parameter that hides rows to the call that tells whether a record is there', async () => {
    await using gateway = await startGateway({
      assignments: [{ id: '1', current: true, story_allocation_day_ids: ['2'] }],
      story_allocation_days: [{ id: '2', minutes: 90 }],
    });

    const { data } = await gateway.query('{ assignment(id: 1) { current storyAllocationDays { minutes } } }');

    expect(data.assignment).toEqual({ current: true, storyAllocationDays: [{ minutes: 90 }] });
    expect(gateway.requests().map((line) => line.includes('plannable=true'))).toEqual([false, true]);
  });

  it('fetches records by way of the rows that point at them, also where those need a mandatory parameter', async () => {
    await using gateway = await startGateway({
      workspace_resources: [{ id: '4', custom_field_value_ids: ['2'], user_id: '1' }],
      custom_field_values: [{ id: '2', subject_type: 'Resource', subject_id: 4, custom_field_id: '8', setter_id: '1' }],
      custom_fields: [{ id: '8', name: 'Colour' }],
      users: [{ id: '1', full_name: 'Ada' }],
    });

    const { data } = await gateway.query(
      '{ workspaceResources { nodes { customFieldValues { customField { name } setter { fullName } } } } }',
    );

    expect(data.workspaceResources.nodes).toEqual([
      { customFieldValues: [{ customField: { name: 'Colour' }, setter: { fullName: 'Ada' } }] },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /workspace_resources?include=custom_field_values&per_page=20',
      'GET /custom_field_values?apply_default_filters=false&include=custom_field,setter&only=2&subject_type=Resource',
    ]);
  });

  it('makes no call for what a row says is not there, beside the one that an include with a parameter of its own takes', async () => {
    await using gateway = await startGateway({
      story_allocation_days: [{ id: '1', assignment_id: '4' }],
      assignments: [{ id: '4', story_id: null, story_allocation_day_ids: ['1'] }],
    });

    const { data } = await gateway.query(
      '{ storyAllocationDays { nodes { assignment { story { description } storyAllocationDayIds } } } }',
    );

    expect(data.storyAllocationDays.nodes).toEqual([{ assignment: { story: null, storyAllocationDayIds: ['1'] } }]);
    expect(gateway.requests().map((line) => /^GET (\S+)\?/.exec(line)?.[1])).toEqual([
      '/story_allocation_days',
      '/assignments',
    ]);
  });

  it('asks for a record that a known row names by its id, where its type is asked for anyway', async () => {
    await using gateway = await startGateway({
      story_allocation_days: [{ id: '1', assignment_id: '4', story_id: '6' }],
      assignments: [{ id: '4', story_id: '7', story_allocation_day_ids: ['1'] }],
      stories: [
        { id: '6', title: 'Draw', reply_ids: [] },
        { id: '7', title: 'Build', reply_ids: [] },
      ],
    });

    const { data } = await gateway.query(
      '{ storyAllocationDays { nodes { assignment { story { title } storyAllocationDayIds } story { replies { id } } } } }',
    );

    expect(data.storyAllocationDays.nodes).toEqual([
      {
        assignment: { story: { title: 'Build' }, storyAllocationDayIds: ['1'] },
        story: { replies: [] },
      },
    ]);
    const [, ...second] = gateway.requests().map((line) => /^GET (\S+)\?/.exec(line)?.[1]);
    expect(new Set(second)).toEqual(new Set(['/assignments', '/stories']));
    expect(second).toHaveLength(2);
  });

  it('has a record that is fetched by its own path, for want of its scope, bring what it names', async () => {
    await using gateway = await startGateway({
      estimate_scenarios: [{ id: '5', estimate_scenario_resource_ids: ['1'] }],
      estimate_scenario_resources: [{ id: '1', estimate_scenario_id: null, role_id: '4', user_id: '2' }],
      roles: [{ id: '4', name: 'Engineer' }],
      users: [{ id: '2', full_name: 'Ada' }],
    });

    const { data } = await gateway.query(
      '{ estimateScenarios { nodes { estimateScenarioResources { role { name } user { fullName } } } } }',
    );

    expect(data.estimateScenarios.nodes).toEqual([
      { estimateScenarioResources: [{ role: { name: 'Engineer' }, user: { fullName: 'Ada' } }] },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /estimate_scenarios?include=estimate_scenario_resources&per_page=20',
      'GET /estimate_scenario_resources/1?include=role,user',
    ]);
  });

  it('foretells an end where a reference leads back to its subject, however often it is asked for', async () => {
    await using gateway = await startGateway({});

    const { totals } = await gateway.explain(
      '{ skills(first: 1) { nodes { externalReferences { subjectRef { key } subject { ... on Skill { name } } } } } }',
    );

    expect(totals.min).toBe(1);
    expect(totals.likely).toBe(2);
  });

  it('asks for no list of a record that turned out not to be there while the list waited', async () => {
    await using gateway = await startGateway({
      workspace_allocations: [
        { id: '1', creator_id: '77' },
        { id: '2', creator_id: '1' },
      ],
      time_entries: [{ id: '3', user_id: '77' }],
      users: [{ id: '1', skill_ids: [] }],
      expenses: [{ id: '4', user_id: '1', date: '2025-02-01' }],
    });
    // The include of its people shows that one of them is not there.
    gateway.sandbox.latency(({ path }) => (path === '/time_entries' ? 40 : 0));

    const { data, errors } = await gateway.query(`{
      workspaceAllocations { nodes { creator { skillIds expenses { nodes { date } } } } }
      timeEntries { nodes { user { fullName } } }
    }`);

    expect(errors).toBeUndefined();
    expect(data.workspaceAllocations.nodes).toEqual([
      { creator: null },
      { creator: { skillIds: [], expenses: { nodes: [{ date: '2025-02-01' }] } } },
    ]);
    expect(data.timeEntries.nodes).toEqual([{ user: null }]);
    expect(gateway.requests().filter((line) => line.startsWith('GET /expenses'))).toEqual([
      'GET /expenses?created_by=1&per_page=20',
    ]);
  });
});
