/** What the account has set up for all of its projects: the statuses that tasks can have. */
import { type Draft, type Ledger } from './ledger.ts';
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

/** Sets the account up. */
export function settings(ledger: Ledger) {
  statusSets(ledger);
}
