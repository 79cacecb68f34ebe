/** What the account has set up for all of its projects: the statuses that tasks can have. */
import { ACCOUNT_ID } from './account-ids.ts';
import { day } from './calendar.ts';
import type { Draft, Ledger } from './ledger.ts';
import { stamps } from './stamps.ts';

const BASIC = { 'Not started': 'not started', Started: 'started', 'Needs info': 'needs info', Completed: 'completed' };

const STATUS_SETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Standard statuses': BASIC,
  'Delivery with review': { ...BASIC, 'In review': 'started', 'Waiting for client': 'needs info' },
  'Support desk': { New: 'not started', Assigned: 'started', 'Needs info': 'needs info', Solved: 'completed' },
};

function statusSets(ledger: Ledger) {
  for (const [name, statuses] of Object.entries(STATUS_SETS)) {
    const set = ledger.add('task_status_sets', { name, ...stamps(ledger.quiet, -700, -300) });
    set.custom_task_status_ids = Object.entries(statuses).map(
      ([status, category], position) =>
        ledger.add('custom_task_statuses', {
          status,
          category,
          position: position + 1,
          status_set_id: Number(set.id),
          ...stamps(ledger.quiet, -700, -300),
        }).id,
    );
  }
}

/** What a project says of the set of statuses that it uses: the one with that number. */
export function statusesOf(ledger: Ledger, nth: number) {
  const sets = ledger.all('task_status_sets');
  const set = sets[nth % sets.length] as Draft;
  return {
    task_status_set_id: set.id,
    task_status_set_name: set.name,
    task_statuses: (set.custom_task_status_ids as string[]).map((id) => ledger.get('custom_task_statuses', id)?.status),
  };
}

const CURRENCIES: readonly (readonly [code: string, name: string, symbol: string, subunits: number])[] = [
  ['USD', 'United States Dollar', '$', 100],
  ['EUR', 'Euro', '€', 100],
  ['GBP', 'British Pound', '£', 100],
  ['JPY', 'Japanese Yen', '¥', 1],
  ['CHF', 'Swiss Franc', 'CHF', 100],
  ['KWD', 'Kuwaiti Dinar', 'د.ك', 1_000],
];

function money(ledger: Ledger) {
  for (const [iso_code, name, symbol, subunit_to_unit] of CURRENCIES)
    ledger.add('currencies', { iso_code, name, symbol, subunit_to_unit });
  for (const [n, name] of ['Month-end rates', 'Budget rates'].entries())
    ledger.add('exchange_tables', { name, account_default: n === 0, insights_account_default: n === 1 });
  for (const [n, type] of ['percent_complete', 'time_and_materials', 'percent_complete'].entries())
    ledger.add('revenue_recognition_methods', {
      name: ['Percent complete', 'Time and materials', 'Milestone share'][n],
      type,
      active: n < 2,
      account_id: ACCOUNT_ID,
      revenue_to_date_formula: type === 'percent_complete' ? 'percent_complete * budget' : 'fees_to_date',
      revenue_in_period_formula: 'revenue_to_date - revenue_to_date_before',
      percent_complete_formula: type === 'percent_complete' ? 'cost_to_date / cost_eac' : null,
      ...stamps(ledger.quiet, -600, -300),
    });
}

/** Kinds of event, with the word for what they are about. */
export const EVENT_TYPES: Readonly<Record<string, string>> = {
  'story:created': 'task',
  'story:updated': 'task',
  'story:status_selected': 'task',
  'time_entry:created': 'time entry',
  'time_entry:deleted': 'time entry',
  'user:updated': 'user',
  'workspace:created': 'project',
  'workspace:updated': 'project',
  'workspace_resource:created': 'resource',
};

function reports(ledger: Ledger) {
  for (const title of ['Utilization by person', 'Margin by project', 'Backlog'])
    ledger.add('insights_reports', {
      identifier: title.toLowerCase().replaceAll(' ', '_'),
      title,
      ...stamps(ledger.quiet, -400, -100),
    });
  for (const [name, subject] of Object.entries(EVENT_TYPES))
    ledger.add('subscribed_event_types', {
      name,
      description: `A ${subject} was ${name.split(':')[1]?.replace('_', ' ')}.`,
      fields: { id: { name: 'id', type: 'integer', description: `Number of the ${subject}.` } },
    });
}

const HOLIDAYS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'United States': { 'Independence Day': 3, 'Labor Day': 69, 'Memorial Day': -36 },
  Germany: { 'Tag der Deutschen Einheit': 95, Pfingstmontag: -36, Weihnachten: 178 },
};

function holidays(ledger: Ledger) {
  for (const [n, [calendarName, days]] of Object.entries(HOLIDAYS).entries()) {
    const calendar = ledger.add('holiday_calendars', { name: calendarName, default: n === 0 });
    for (const [name, offset] of Object.entries(days)) {
      const long = name === 'Weihnachten' ? 1 : 0;
      const holiday = ledger.add('holidays', {
        name,
        start_date: day(offset),
        end_date: day(offset + long),
        total_hours: 8 * (1 + long),
        paid: true,
        calendar_names_list: calendarName,
      });
      holiday.holiday_calendar_association_ids = [
        ledger.add('holiday_calendar_associations', {
          holiday_id: holiday.id,
          holiday_name: name,
          holiday_calendar_id: calendar.id,
          holiday_calendar_name: calendarName,
        }).id,
      ];
    }
  }
}

/** Who follows which holidays, and who may do what. */
export function settle(ledger: Ledger, staff: readonly Draft[]) {
  const { quiet } = ledger;
  const calendars = ledger.all('holiday_calendars');
  for (const [n, user] of staff.entries()) {
    ledger.add('holiday_calendar_memberships', {
      user_id: Number(user.id),
      holiday_calendar_id: calendars[n % calendars.length]?.id,
      start_date: day(-700 + n),
      end_date: n === 4 ? day(-30) : null,
      in_use: n !== 4,
      ...stamps(quiet, -700, -300),
    });
    if (n % 3 === 1)
      ledger.add('access_group_memberships', {
        access_group_id: 60_100 + (n % 2),
        access_group_name: n % 2 === 0 ? 'Finance' : 'Resource managers',
        user_id: Number(user.id),
        user_name: user.full_name,
        creator_id: Number(staff[0]?.id),
        created_at: day(-quiet.between(20, 400)),
      });
  }
  ledger.add('line_item_locks', { account_id: ACCOUNT_ID, creator_id: staff[0]?.id, locked_to: day(-31) });
  for (const [n, title] of ['Website launch', 'Data migration', 'Strategy workshop'].entries())
    ledger.add('project_templates', {
      title,
      description: `How we run a ${title.toLowerCase()}.`,
      duration: 20 + n * 15,
      item_count: 8 + n,
      is_budgeted: n !== 2,
      budget: n === 2 ? null : 40_000 + n * 12_000,
      currency: 'USD',
      sharing: ['private', 'shared', 'editable'][n],
      permissions: { can_edit_project_template: n !== 1 },
      user_id: staff[n]?.id,
      raw_json: JSON.stringify({ tasks: [{ title: 'Kick-off' }, { title }] }),
      ...stamps(quiet, -300, -60),
    });
}

/** Sets the account up. */
export function settings(ledger: Ledger) {
  statusSets(ledger);
  money(ledger);
  reports(ledger);
  holidays(ledger);
}
