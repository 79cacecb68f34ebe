/** Time entries of a made-up firm: many people, three currencies, and amounts that do not come out even. */
import { seededRandom } from '../support/random.ts';
import type { Node } from './reference.ts';

const CURRENCIES = ['EUR', 'JPY', 'USD'] as const;

export const PEOPLE = 60;
const PROJECTS = 25;
const TASKS = 400;

const two = (number: number) => String(number).padStart(2, '0');

/** So many rows, as the API writes them; the same ones each time. */
export function timeRows(count: number, seed = 1) {
  const random = seededRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  return Array.from({ length: count }, (_, at) => {
    const project = below(PROJECTS);
    return {
      id: String(1_000_000 + at),
      date_performed: `${2024 + below(3)}-${two(1 + below(12))}-${two(1 + below(28))}`,
      time_in_minutes: 1 + below(600),
      notes: 'Workshop with the client, and notes on what was agreed. '.repeat(10 + below(40)),
      rate_in_cents: below(20) === 0 ? null : 5_001 + below(20_000),
      cost_rate_in_cents: 2_003 + below(9_000),
      currency: CURRENCIES[project % CURRENCIES.length],
      currency_symbol: '¤',
      currency_base_unit: project % CURRENCIES.length === 1 ? 1 : 100,
      billable: below(3) > 0,
      taxable: false,
      approved: below(2) > 0,
      is_invoiced: below(4) === 0,
      created_at: new Date(Date.UTC(2024, 0, 1) + at * 60_000).toISOString(),
      updated_at: '2026-01-01T00:00:00Z',
      user_id: String(100 + below(PEOPLE)),
      workspace_id: String(500 + project),
      story_id: below(10) === 0 ? null : String(9_000 + below(TASKS)),
      role_id: below(5) === 0 ? null : String(1 + below(4)),
      invoice_id: null,
    };
  });
}

/** The people whose time it is. */
export const people = () =>
  Array.from({ length: PEOPLE }, (_, at) => ({ id: String(100 + at), full_name: `Person ${at}` }));

/** A row as a client has it. */
export const nodeOf = (row: ReturnType<typeof timeRows>[number]): Node => ({
  userId: row.user_id,
  workspaceId: row.workspace_id,
  storyId: row.story_id,
  roleId: row.role_id,
  invoiceId: row.invoice_id,
  billable: row.billable,
  approved: row.approved,
  isInvoiced: row.is_invoiced,
  currency: row.currency,
  datePerformed: row.date_performed,
  timeInMinutes: row.time_in_minutes,
  rateInCents: row.rate_in_cents,
  costRateInCents: row.cost_rate_in_cents,
});
