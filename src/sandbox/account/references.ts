/** The links of records to other systems: several for every kind of record that can have one, in every state. */
import { shelves } from '../catalogue.ts';
import { at } from './calendar.ts';
import { attach, type Draft, type Ledger } from './ledger.ts';

interface System {
  readonly name: string;
  readonly link: string;
  readonly ref: (n: number) => string;
}

const padded = (n: number, length: number) => String(n).padStart(length, '0');

const SYSTEMS = {
  salesforce: {
    name: 'Salesforce',
    link: 'https://acme.my.salesforce.example/',
    ref: (n) => `0065g00000${padded(n, 8)}`,
  },
  hubspot: { name: 'HubSpot', link: 'https://app.hubspot.example/record/', ref: (n) => String(9_000_000_000 + n) },
  netsuite: { name: 'NetSuite', link: 'https://system.netsuite.example/app/?id=', ref: (n) => String(300_000 + n) },
  quickbooks: { name: 'QuickBooks', link: 'https://app.qbo.example/app/?txnId=', ref: (n) => String(n + 100) },
  intacct: { name: 'Sage Intacct', link: 'https://intacct.example/ia/', ref: (n) => `KTA-${padded(n, 6)}` },
  jira: { name: 'Jira', link: 'https://acme.jira.example/browse/', ref: (n) => `OPS-${n}` },
  workday: { name: 'Workday', link: 'https://wd5.workday.example/d/inst/', ref: (n) => `WD:${n.toString(16)}` },
  concur: { name: 'Concur', link: 'https://concur.example/report/', ref: (n) => `gWr${padded(n, 7)}` },
} as const satisfies Record<string, System>;

type SystemKey = keyof typeof SYSTEMS;

/** What a record is called over there, by the Kantata type. */
const COUNTERPARTS: Readonly<Record<string, Partial<Record<SystemKey, string>>>> = {
  Workspace: { salesforce: 'Opportunity', netsuite: 'Job', hubspot: 'Deal', jira: 'Project' },
  WorkspaceGroup: { salesforce: 'Account', hubspot: 'Company', quickbooks: 'Customer' },
  WorkspaceResource: { workday: 'Assignment', netsuite: 'ResourceAllocation', salesforce: 'TeamMember' },
  User: { workday: 'Worker', netsuite: 'Employee', hubspot: 'Owner' },
  Story: { jira: 'Issue', netsuite: 'ProjectTask', salesforce: 'Task' },
  Invoice: { quickbooks: 'Invoice', netsuite: 'Invoice', intacct: 'ARINVOICE' },
  Expense: { concur: 'Expense', netsuite: 'ExpenseItem', quickbooks: 'Purchase' },
  TimeEntry: { netsuite: 'TimeBill', jira: 'Worklog', intacct: 'TIMESHEETENTRY' },
  Submission: { netsuite: 'TimeSheet', concur: 'Report', workday: 'TimeBlock' },
  TimeOffEntry: { workday: 'TimeOffRequest', netsuite: 'TimeOffChange' },
  Vendor: { quickbooks: 'Vendor', intacct: 'VENDOR' },
  Estimate: { salesforce: 'Quote', hubspot: 'Quote' },
};

const ANY: Partial<Record<SystemKey, string>> = {
  salesforce: 'CustomObject',
  netsuite: 'CustomRecord',
  workday: 'Reference',
};

const STATUSES = ['successful', 'pending', 'failed'] as const;

const WORD: Readonly<Record<(typeof STATUSES)[number], readonly string[]>> = {
  successful: ['Closed Won', 'Synced', 'Paid', 'Active'],
  pending: ['Queued', 'Waiting for approval'],
  failed: ['Rejected', 'Invalid field', 'Locked period'],
};

const MESSAGES = [
  'Required field Department is missing.',
  'The period is closed: reopen it or change the date.',
  'Owner is inactive.',
];

/** At least so many references for each type of record. */
const LEAST = 6;

/** In every state in turn, and beyond the first few mostly in step, as links are; never in step with the systems' turns. */
const statusOf = (nth: number): (typeof STATUSES)[number] => {
  if (nth < LEAST) return STATUSES[nth % STATUSES.length] as (typeof STATUSES)[number];
  const turn = nth % 11;
  if (turn === 3 || turn === 8) return 'failed';
  return turn === 5 ? 'pending' : 'successful';
};

export class References {
  readonly #ledger: Ledger;
  #nth = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Links one record with one system. `nth` decides which, and in what state. */
  add(subjectType: string, subject: Draft, nth: number) {
    const { random } = this.#ledger;
    const models = Object.entries(COUNTERPARTS[subjectType] ?? ANY) as [SystemKey, string][];
    const [key, service_model] = models[nth % models.length] as [SystemKey, string];
    const system: System = SYSTEMS[key];
    const status = statusOf(nth);
    const created = random.between(-300, -2);
    const synced = status === 'pending' ? null : random.between(created, -1);
    this.#nth += 1;
    const ref = system.ref(this.#nth);
    const draft = this.#ledger.add('external_references', {
      service_name: system.name,
      service_model,
      service_model_ref: ref,
      subject_type: subjectType,
      subject_id: Number(subject.id),
      status,
      external_status: random.chance(0.85) ? random.pick(WORD[status]) : null,
      external_message: status === 'failed' ? random.pick(MESSAGES) : null,
      external_link: random.chance(0.8) ? `${system.link}${encodeURIComponent(ref)}` : null,
      locked: subjectType === 'Submission' && status === 'failed' ? true : random.chance(0.5) ? false : null,
      last_synced_at: synced === null ? null : at(synced, random.between(25_000, 64_000)),
      created_at: at(created, random.between(25_000, 64_000)),
      updated_at: at(synced ?? created, 64_500),
    });
    attach(subject, 'external_reference_ids', draft.id);
  }
}

/** The records of a type that can be linked: of a submission, those of both kinds. */
function recordsOf(ledger: Ledger, type: string): readonly Draft[] {
  const shelf = shelves.find(({ resource }) => resource.type === type);
  if (!shelf) return [];
  const { members } = shelf.resource;
  return members.length > 0 ? members.flatMap((member) => ledger.all(member.key)) : ledger.all(shelf.key);
}

/** The types that a reference can be about. */
export const subjectTypes: readonly string[] = (
  shelves.find(({ key }) => key === 'external_references')?.links.get('subject')?.targets ?? []
).map(({ type }) => type);

/**
 * Links records of every type.
 *
 * @param count about how many references to make; every type gets some, whatever it says.
 */
export function refer(ledger: Ledger, count: number) {
  const references = new References(ledger);
  const records = subjectTypes.map((type) => ({ type, rows: recordsOf(ledger, type) }));
  const total = records.reduce((sum, { rows }) => sum + rows.length, 0);
  const least = LEAST * records.length;
  const share = total === 0 ? 0 : Math.max(0, count - least) / total;
  for (const { type, rows } of records) {
    if (rows.length === 0) continue;
    const wanted = LEAST + Math.round(rows.length * share);
    // Spread over the rows from the first to the last; more than rows there are go round again, to the next system.
    const step = Math.max(1, Math.floor(rows.length / wanted));
    for (let nth = 0; nth < wanted; nth += 1) {
      const at = nth * step;
      references.add(type, rows[at % rows.length] as Draft, nth + Math.floor(at / rows.length));
    }
  }
}
