/** Who may ask the made-up account: somebody who sees all, somebody who sees half, and somebody of a client. */
import { shelfOfTypeName } from '../catalogue.ts';
import { idIn, idsIn, type Row, type Tables } from '../row.ts';
import type { SandboxUser } from '../user.ts';
import type { Company } from './company.ts';

/** Fields that tell money: for people without financial access. */
const FINANCIAL = /(^|_)(rates?|costs?|price|budget|margin|cents|subunits|invoiced)(_|$)/;

/** Fields that only the consultancy's own people see. */
const INTERNAL =
  /^(permissions|account_features|incoming_email_address|minutes_logged|estimated_minutes|update_whitelist)$|approver/;

/** Where a row without a project of its own points to the record that has one. */
const PARENTS: readonly (readonly [field: string, collection: string])[] = [
  ['story_id', 'stories'],
  ['source_id', 'stories'],
  ['resource_id', 'workspace_resources'],
  ['workspace_resource_id', 'workspace_resources'],
  ['survey_response_id', 'survey_responses'],
];

/** Collections without a project whose rows a client does not see. */
const CONFIDENTIAL = new Set([
  'access_group_memberships',
  'account_memberships',
  'exchange_tables',
  'holiday_calendar_memberships',
  'insights_reports',
  'line_item_locks',
  'project_templates',
  'rate_card_roles',
  'rate_card_set_versions',
  'revenue_recognition_methods',
  'subscribed_event_types',
  'subscribed_events',
  'user_group_memberships',
  'cost_rates',
  'billable_utilizations',
  'backup_approver_associations',
  'rate_cards',
  'rate_card_sets',
  'rate_card_versions',
  'estimates',
  'estimate_scenarios',
  'estimate_scenario_resources',
  'time_off_entries',
  'skill_memberships',
  'survey_templates',
  'vendors',
  'workweeks',
]);

/** The projects that a row belongs to; `null` when it belongs to the account as a whole. */
function projectsOf(tables: Tables, collection: string, row: Row, depth = 0): readonly string[] | null {
  if (collection === 'workspaces') return [String(row.id)];
  const own = idIn(row.workspace_id);
  if (own !== null) return [own];
  const several = idsIn(row.workspace_ids);
  if (several.length > 0) return several;
  if (depth > 3) return null;
  for (const [field, key] of PARENTS) {
    const id = idIn(row[field]);
    const parent = id === null ? undefined : tables.get(key)?.get(id);
    if (parent) return projectsOf(tables, key, parent, depth + 1);
  }
  const subject = shelfOfTypeName(row.subject_type ?? row.target_type);
  const subjectId = idIn(row.subject_id ?? row.target_id);
  if (!subject || subjectId === null) return null;
  const homes =
    subject.resource.members.length > 0 ? subject.resource.members.map((member) => member.key) : [subject.key];
  for (const key of homes) {
    const row = tables.get(key)?.get(subjectId);
    if (row) return projectsOf(tables, key, row, depth + 1);
  }
  return null;
}

/** Sees what belongs to the projects in which he takes part, and, of the rest, what `account` lets him. */
function participant(tables: Tables, userId: string, account: (collection: string, row: Row) => boolean) {
  const mine = new Set(
    [...(tables.get('participations')?.values() ?? [])].flatMap((row) =>
      String(row.user_id) === userId ? [String(row.workspace_id)] : [],
    ),
  );
  // Rows are never changed in place, so what was found out of one stays true.
  const known = new WeakMap<Row, boolean>();
  const sees = (collection: string, row: Row) => {
    let visible = known.get(row);
    if (visible === undefined) {
      const projects = projectsOf(tables, collection, row);
      visible = projects ? projects.some((id) => mine.has(id)) : account(collection, row);
      known.set(row, visible);
    }
    return visible;
  };
  return { mine, sees };
}

/** The users of the account; the first one sees everything. */
export function viewers(tables: Tables, company: Company): readonly SandboxUser[] {
  const [administrator, lead] = company.staff;
  // The client that has a single project.
  const client = company.clients.at(-1);
  const contact = client?.contacts[0];
  if (!administrator || !lead || !contact || !client) throw new Error('The made-up account lacks somebody to ask it.');

  const asLead = participant(tables, lead.id, () => true);
  const asClient = participant(tables, contact.id, (collection, row) => {
    if (collection === 'users') return colleagues.has(String(row.id));
    if (collection === 'workspace_groups') return row.id === client.group.id;
    return !CONFIDENTIAL.has(collection);
  });
  const colleagues = new Set(
    [...(tables.get('participations')?.values() ?? [])].flatMap((row) =>
      asClient.mine.has(String(row.workspace_id)) ? [String(row.user_id)] : [],
    ),
  );

  const named = (token: string, user: { id: string; full_name?: unknown }, about: string) => ({
    token,
    userId: user.id,
    name: String(user.full_name),
    about,
  });
  return [
    named('demo', administrator, 'sees everything'),
    {
      ...named('demo-lead', lead, 'some projects, no money'),
      sees: asLead.sees,
      hides: (_, field) => FINANCIAL.test(field) && !field.endsWith('_id') && !field.endsWith('_ids'),
    },
    {
      ...named('demo-client', contact, 'a client, one project'),
      sees: asClient.sees,
      hides: (collection, field) =>
        (FINANCIAL.test(field) && !field.endsWith('_ids')) ||
        INTERNAL.test(field) ||
        (collection === 'users' && !['full_name', 'headline', 'photo_path'].includes(field)),
    },
  ];
}
