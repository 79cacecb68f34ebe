/** The plan of a project: tasks in a tree, who does them on which day, allocations of resources, estimates. */
import { at, day, workday } from './calendar.ts';
import { giveValues } from './custom-values.ts';
import { attach, type Draft } from './ledger.ts';
import type { Project } from './project.ts';
import { CHECKS, PHASES, PHRASES, TASKS } from './vocabulary.ts';
import { stamps } from './stamps.ts';

const PRIORITIES = ['normal', 'normal', 'high', 'low', 'critical'];
const TASK_STATES = ['not started', 'started', 'needs info', 'completed'];
const ISSUE_STATES = [
  'new',
  'reopened',
  'in progress',
  'blocked',
  'fixed',
  'duplicate',
  "can't reproduce",
  'resolved',
  "won't fix",
];

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How much is done, in percent, in a state. */
const percent = (state: string, some: number) =>
  /completed|fixed|resolved|duplicate/.test(state)
    ? 100
    : /started|progress/.test(state) && state !== 'not started'
      ? some
      : 0;

type Kind = 'task' | 'deliverable' | 'milestone' | 'issue';

function story(
  project: Project,
  kind: Kind,
  title: string,
  parent: Draft | null,
  position: number,
  fields: Record<string, unknown> = {},
) {
  const { ledger, workspace, start, length, team } = project;
  const { random } = ledger;
  const state = random.pick(kind === 'issue' ? ISSUE_STATES : TASK_STATES);
  const begin = workday(start + random.between(0, length - 20));
  const ancestors = parent ? [...(parent.ancestor_ids as string[]), parent.id] : [];
  const undated = random.chance(0.2);
  const estimate = kind === 'milestone' ? null : random.between(2, 40) * 60;
  const draft = ledger.add('stories', {
    title,
    description: random.chance(0.5) ? random.pick(PHRASES) : random.chance(0.5) ? '' : null,
    story_type: kind,
    state,
    status: capital(state),
    custom_task_status_id: random.chance(0.6) ? random.between(7_001, 7_004) : null,
    priority: random.pick(PRIORITIES),
    percentage_complete: percent(state, random.between(1, 18) * 5),
    start_date: undated ? null : day(begin),
    due_date: undated ? null : day(workday(begin + random.between(1, 15))),
    assignment_timestamped_at: random.chance(0.7) ? at(begin, 36_000) : null,
    weight: kind === 'milestone' ? random.between(1, 10) : null,
    project_plan: true,
    position: position * 100_000_000,
    workspace_id: workspace.id,
    creator_id: random.pick(team).id,
    parent_id: parent?.id ?? null,
    root_id: ancestors[0] ?? null,
    ancestor_ids: ancestors,
    ancestry_depth: ancestors.length,
    subtree_depth: ancestors.length,
    sub_story_count: 0,
    sub_story_ids: [],
    descendant_ids: [],
    time_estimate_in_minutes: estimate,
    logged_billable_time_in_minutes: 0,
    logged_nonbillable_time_in_minutes: 0,
    sub_stories_time_estimate_in_minutes: null,
    sub_stories_billable_time_in_minutes: 0,
    budget_estimate_in_cents: estimate === null ? null : estimate * 250,
    budget_used_in_cents: 0,
    billable: random.chance(0.85),
    fixed_fee: random.chance(0.2),
    time_trackable: kind !== 'milestone',
    has_proofing_access: false,
    archived: false,
    deleted_at: null,
    assignee_ids: [],
    current_assignment_ids: [],
    workspace_resource_ids: [],
    workspace_resources_with_unnamed_ids: [],
    assigned_role_id: null,
    follower_ids: random.some(team, random.between(0, 2)).map((user) => user.id),
    source_dependency_ids: [],
    target_dependency_ids: [],
    story_task_ids: [],
    story_state_change_ids: [],
    reply_ids: [],
    attachment_ids: [],
    google_document_ids: random.chance(0.1) ? [String(random.between(60_001, 60_099))] : [],
    tag_ids: random.chance(0.2) ? [String(random.between(61_001, 61_020))] : [],
    ...stamps(random, start, start + 20),
    ...fields,
  });
  if (parent) {
    attach(parent, 'sub_story_ids', draft.id);
    for (const id of ancestors) {
      const ancestor = ledger.get('stories', id) as Draft;
      attach(ancestor, 'descendant_ids', draft.id);
      ancestor.sub_story_count = (ancestor.sub_story_count as number) + 1;
      ancestor.sub_stories_time_estimate_in_minutes =
        ((ancestor.sub_stories_time_estimate_in_minutes as number | null) ?? 0) + (estimate ?? 0);
    }
  }
  return draft;
}

/** Puts a resource on a task, with hours on days. */
function assign({ ledger, workspace }: Project, task: Draft, resource: Draft) {
  const { random } = ledger;
  const begin = workday(random.between(-60, 30));
  const days = random.between(1, 2);
  const minutes = random.between(2, 8) * 60;
  const current = random.chance(0.85);
  const draft = ledger.add('assignments', {
    story_id: task.id,
    resource_id: Number(resource.id),
    assignee_id: resource.user_id,
    current,
    allocated_minutes: days * minutes,
    estimated_minutes: random.chance(0.8) ? days * minutes + random.between(0, 4) * 60 : null,
    story_allocation_day_ids: [],
    ...stamps(random, -120),
  });
  for (let n = 0; n < days; n += 1)
    attach(
      draft,
      'story_allocation_day_ids',
      ledger.add('story_allocation_days', {
        assignment_id: draft.id,
        story_id: task.id,
        workspace_id: workspace.id,
        date: day(workday(begin + n)),
        minutes,
        current,
        ...stamps(random, -120),
      }).id,
    );
  if (current) attach(task, 'current_assignment_ids', draft.id);
  attach(task, 'workspace_resources_with_unnamed_ids', resource.id);
  if (resource.user_id) {
    attach(task, 'workspace_resource_ids', resource.id);
    attach(task, 'assignee_ids', resource.user_id as string);
  }
}

function details({ ledger, team }: Project, task: Draft) {
  const { random } = ledger;
  for (const [position, name] of random.some(CHECKS, random.between(0, 2)).entries()) {
    const completed = random.chance(0.5);
    attach(
      task,
      'story_task_ids',
      ledger.add('story_tasks', {
        name,
        position: position + 1,
        story_id: task.id,
        completed,
        completed_at: completed ? at(-random.between(1, 60), 50_000) : null,
        completed_by_id: completed ? random.pick(team).id : null,
        ...stamps(random, -100),
      }).id,
    );
  }
  if (task.state !== 'not started' && task.state !== 'new')
    attach(
      task,
      'story_state_change_ids',
      ledger.add('story_state_changes', {
        story_id: task.id,
        state: task.state,
        formatted_state: capital(String(task.state)),
        user_id: random.pick(team).id,
        ...stamps(random, -90),
      }).id,
    );
}

function depend({ ledger }: Project, source: Draft, target: Draft) {
  const { random } = ledger;
  const { id } = ledger.add('story_dependencies', {
    source_id: source.id,
    target_id: target.id,
    dependency_type: random.pick([2, 2, 2, 0, 1, 3]),
    lag: random.pick([0, 0, 1, 3, -2]),
    ...stamps(random, -150),
  });
  attach(source, 'target_dependency_ids', id);
  attach(target, 'source_dependency_ids', id);
}

function allocate({ ledger, workspace, named, unnamed, team }: Project) {
  const { random } = ledger;
  for (const resource of [...random.some(named, 2), ...unnamed.slice(0, 1)]) {
    const begin = workday(random.between(-60, 40));
    ledger.add('workspace_allocations', {
      workspace_resource_id: resource.id,
      workspace_id: workspace.id,
      start_date: day(begin),
      end_date: day(begin + random.between(4, 60)),
      minutes: random.between(4, 80) * 60,
      percentage: random.between(2, 20) * 5,
      hard: random.chance(0.6),
      notes: random.chance(0.5) ? random.pick(PHRASES) : null,
      creator_id: team[0]?.id,
      updater_id: random.chance(0.7) ? random.pick(team).id : null,
      ...stamps(random, -90),
    });
  }
}

/** What was offered before the project: scenarios with their own resources. */
function estimate({ ledger, company, fields, workspace, client, currency, team, index }: Project) {
  const { random } = ledger;
  const locked = index % 4 === 0;
  const draft = ledger.add('estimates', {
    name: `Offer for ${String(workspace.title)}`,
    description: random.chance(0.7) ? random.pick(PHRASES) : null,
    currency,
    is_locked: locked,
    workspace_group_id: random.chance(0.9) ? client.group.id : null,
    workspace_id: locked ? workspace.id : null,
    creator_id: random.pick(team).id,
    estimate_scenario_ids: [],
    ...stamps(random, -380, -200),
  });
  giveValues(ledger, fields, 'estimates', draft, 0.8, team[0]?.id ?? null);
  for (const name of ['Lean team', 'Full team'].slice(0, random.between(1, 2))) {
    const scenario = ledger.add('estimate_scenarios', {
      name,
      estimate_id: Number(draft.id),
      rate_card_id: random.chance(0.9) ? random.pick(company.rateCards).id : null,
      start_date: at(workday(random.between(-150, 60)), 32_400),
      budget_in_cents: random.chance(0.8) ? random.between(20, 300) * 100_000 : null,
      target_margin_percent: random.between(20, 45),
      estimate_scenario_resource_ids: [],
      ...stamps(random, -300, -150),
    });
    attach(draft, 'estimate_scenario_ids', scenario.id);
    for (let n = random.between(1, 2); n > 0; n -= 1) {
      const role = random.pick(company.roles);
      const user = random.chance(0.5) ? random.pick(team) : null;
      const person = ledger.add('estimate_scenario_resources', {
        estimate_scenario_id: Number(scenario.id),
        label: user ? user.full_name : role.name,
        display_label: user ? `${String(user.full_name)}, ${String(role.name)}` : role.name,
        role_id: role.id,
        role_name: role.name,
        user_id: user?.id ?? null,
        bill_rate: random.between(20, 60) * 500,
        cost_rate: random.between(8, 24) * 500,
        geography_id: random.chance(0.8) ? random.pick(company.geographies).id : null,
        organization_membership_id:
          ledger.all('organization_memberships').find((row) => user !== null && row.member_id === user.id)?.id ?? null,
        ...stamps(random, -300, -150),
      });
      attach(scenario, 'estimate_scenario_resource_ids', person.id);
      person.allocation_id = ledger.add('estimate_scenario_resource_allocations', {
        resource_id: person.id,
        relative_start_day: random.between(0, 40),
        duration_days: random.between(5, 60),
        percent_allocated: random.between(2, 20) * 5,
        ...stamps(random, -300, -150),
      }).id;
    }
  }
}

/** Draws up the plan, and returns the tasks on which work can be done. */
export function plan(project: Project): readonly Draft[] {
  const { ledger, workspace, fields, named, unnamed, index } = project;
  const { random } = ledger;
  const tasks: Draft[] = [];
  let position = 1;
  const phases = random.some(PHASES, random.between(2, 3)).map((phase) => {
    const deliverable = story(project, 'deliverable', phase, null, position++);
    for (const title of random.some(TASKS, random.between(2, 3))) {
      const task = story(project, 'task', title, deliverable, position++);
      tasks.push(task);
      if (random.chance(0.25)) tasks.push(story(project, 'task', `${title}: follow-up`, task, position++));
    }
    return deliverable;
  });
  const milestone = story(project, 'milestone', 'Go-live', null, position++, {
    state: 'not started',
    status: 'Not started',
  });
  workspace.next_uncompleted_milestone_id = milestone.id;
  const issue = story(project, 'issue', 'Import fails on empty lines', null, position++);
  const aside = [
    story(project, 'task', 'Book a room for the kick-off', null, position++, { project_plan: false }),
    story(project, 'task', 'Superseded approach', phases[0] ?? null, position++, { archived: true }),
    story(project, 'task', 'Created by mistake', null, position++, { deleted_at: at(-random.between(3, 60), 52_000) }),
  ].slice(0, index < 3 ? 3 : 2);

  for (const [nth, task] of tasks.entries()) {
    const resource = nth % 5 === 4 ? random.pick(unnamed) : random.pick(named);
    assign(project, task, resource);
    details(project, task);
    if (nth > 0 && random.chance(0.3)) depend(project, tasks[nth - 1] as Draft, task);
  }
  if (random.chance(0.5)) assign(project, aside[1] ?? issue, random.pick(named));
  for (const task of [...tasks, issue]) giveValues(ledger, fields, 'stories', task, 0.12, task.creator_id as string);

  // Who else could be put on a task.
  const mine = tasks.find((task) => (task.assignee_ids as string[]).length > 0);
  if (mine)
    mine.assigned_role_id =
      ledger.get('workspace_resources', (mine.workspace_resource_ids as string[])[0])?.role_id ?? null;
  for (const task of [...phases, ...tasks, milestone, issue, ...aside]) {
    const busy = task.workspace_resources_with_unnamed_ids as string[];
    const free = [...named, project.guest].filter(({ id }) => !busy.includes(id)).map(({ id }) => id);
    task.potential_workspace_resource_ids = free;
    task.potential_workspace_resources_with_unnamed_ids = [
      ...free,
      ...unnamed.filter(({ id }) => !busy.includes(id)).map(({ id }) => id),
    ];
  }
  allocate(project);
  if (index % 2 === 0) estimate(project);
  return tasks;
}
