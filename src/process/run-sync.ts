/** A process that mirrors an account: once, to be run again by whatever runs things by the clock. */
import type { SyncConfig } from '../config/sync-config.ts';
import { CannotMirror, type Store } from '../sync/store.ts';
import { sync, type SyncExit } from '../sync/sync.ts';
import { limitsOf } from './export-options.ts';
import { openExports } from './run-export.ts';

/** Runs the command. Returns its exit status. */
export async function runSync(asked: SyncConfig, say: (line: string) => void): Promise<SyncExit> {
  const { config, lists, full, fullAfterDays, overlapMs } = asked;
  let store: Store;
  try {
    store = await storeOf(asked);
  } catch (error) {
    if (!(error instanceof CannotMirror)) throw error;
    say(error.message);
    return 2;
  }
  const own = await openExports(config);
  try {
    const limits = limitsOf(config);
    return await sync(own.exports, own.identify, own.schema, {
      lists,
      store,
      limits,
      full,
      fullAfterDays,
      overlapMs,
      say,
    });
  } finally {
    store[Symbol.dispose]();
    await own.close();
  }
}

/** Only the one that is used is loaded: SQLite warns where it is. */
async function storeOf({ store, target }: SyncConfig): Promise<Store> {
  if (store === 'jsonl') return new (await import('../sync/jsonl-store.ts')).JsonlStore(target);
  return new (await import('../sync/sqlite-store.ts')).SqliteStore(target);
}
