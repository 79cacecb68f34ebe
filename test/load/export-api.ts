/** The sandbox as a process of its own, with as many time entries as its first argument says. */
import { startSandbox } from '../../src/sandbox/server.ts';
import { CANARY } from '../support/token-watch.ts';

const count = Number(process.argv[2]);

/** As the API writes times. */
const written = (time: number) => new Date(time).toISOString().replace('.000Z', '+00:00');

function* entries() {
  for (let at = 0; at < count; at++) {
    const createdAt = written(Date.UTC(2020, 0, 1) + Math.floor(at / 3) * 1_000);
    yield {
      id: String(at + 1),
      date_performed: '2026-03-02',
      time_in_minutes: at % 480,
      notes: `Work ${at + 1} on what was agreed`,
      billable: at % 2 === 0,
      created_at: createdAt,
      updated_at: createdAt,
      user_id: String((at % 200) + 1),
      workspace_id: '1',
    };
  }
}

const sandbox = await startSandbox({
  rows: {
    users: Array.from({ length: 200 }, (_, at) => ({ id: String(at + 1), full_name: `Person ${at + 1}` })),
    workspaces: [{ id: '1', title: 'One' }],
  },
  users: [{ token: CANARY, userId: '1', name: 'Person 1' }],
});
const table = sandbox.tables.get('time_entries');
for (const row of entries()) table?.set(row.id, row);

process.on('message', (message) => {
  if (message === 'reset') sandbox.reset();
  process.send?.(sandbox.requests.length);
});
process.once('disconnect', () => process.exit());
process.send?.(sandbox.url);
