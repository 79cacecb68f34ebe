/** Accounts for tests of lists under records: projects with time entries, numbered by project and day. */
import { startGateway, type TestGatewayOptions } from './gateway.ts';

export const DAY_MS = 86_400_000;
export const NEWEST_MS = Date.UTC(2026, 11, 31);

/** So many time entries of a project, one a day from the newest on, each numbered by project and day. */
export const entriesOf = (workspace: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(workspace * 10_000 + index),
    workspace_id: String(workspace),
    user_id: String(1 + (index % 3)),
    date_performed: new Date(NEWEST_MS - index * DAY_MS).toISOString().slice(0, 10),
    billable: index % 2 === 0,
    time_in_minutes: index,
  }));

export const workspaces = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), title: `Project ${index + 1}` }));

export const users = [1, 2, 3].map((id) => ({ id: String(id), full_name: `User ${id}` }));

/** @param counts how many time entries each project has. */
export const account = (...counts: readonly number[]) => ({
  users,
  workspaces: workspaces(counts.length),
  time_entries: counts.flatMap((count, index) => entriesOf(index + 1, count)),
});

export const ids = (workspace: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ kantataId: String(workspace * 10_000 + from + index) }));

export const start = (rows: Parameters<typeof startGateway>[0], options?: TestGatewayOptions) =>
  startGateway(rows, options);
