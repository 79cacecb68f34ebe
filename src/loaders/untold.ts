/** Rows that came without the columns of associations that they would have if they were asked for them. */
import { isUntold, type RecordStore } from './record-store.ts';
import type { Requirements } from './requirements.ts';

/** Those of the records whose row is there and does not say where a wanted association leads. The facts learn of it. */
export function untoldOf(store: RecordStore, requirements: Requirements, ids: readonly string[]): string[] {
  const open: string[] = [];
  if (requirements.links.size === 0) return open;
  for (const id of ids) {
    const record = store.get(requirements.collection, id);
    if (!record?.row) continue;
    let isOpen = false;
    for (const { link } of requirements.links.values()) {
      if (!isUntold(record, link)) continue;
      isOpen = true;
      store.facts.lacks(link);
    }
    if (isOpen && !store.failure(requirements.collection, id)) open.push(id);
  }
  return open;
}

/** Ids without those that are left out. */
export function without(ids: readonly string[], left: readonly string[]): string[] {
  const out = new Set(left);
  return ids.filter((id) => !out.has(id));
}
