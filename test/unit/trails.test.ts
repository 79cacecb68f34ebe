/** From records to those that they lead to. */
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../../src/loaders/api-facts.ts';
import type { Link } from '../../src/loaders/collection.ts';
import { RecordStore } from '../../src/loaders/record-store.ts';
import { createRequirements } from '../../src/loaders/requirements.ts';
import { Trails } from '../../src/loaders/trails.ts';
import { createSchema } from '../../src/schema/index.ts';
import { resources } from '../../src/schema/resource.ts';
import { NO_PRINCIPAL } from '../../src/upstream/principal.ts';
import type { Resource } from '../../src/schema/resource.ts';

createSchema();
const workspace = resources.get('Workspace') as Resource;
const user = resources.get('User') as Resource;
const link = workspace.links.get('participants') as Link;

const several = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));

/** A store that counts how often a record is looked up in it. */
class CountingStore extends RecordStore {
  lookups = 0;

  override get(...asked: Parameters<RecordStore['get']>) {
    this.lookups++;
    return super.get(...asked);
  }
}

/** So many projects, each with the same people, of whom some have come with them. */
function storeOf({ projects, people, known }: { projects: number; people: number; known: number }) {
  const store = new CountingStore(NO_PRINCIPAL, new ApiFacts(resources.values()));
  const ids = several(people);
  for (const id of several(projects))
    store.addFull('workspaces', id, { id, participant_ids: ids }, new Set(), new Set(['participants']), null);
  for (const id of several(known)) store.addBare('users', id, { id, full_name: 'N. N.' });
  return store;
}

function follow(store: RecordStore, projects: number) {
  const target = { ...createRequirements(user), row: true };
  const linkRequirements = { link, targets: new Map([[user, target]]), back: new Set<never>() };
  return new Trails(store, undefined).from(createRequirements(workspace), [linkRequirements], several(projects));
}

describe('hundreds of records that all lead to the same hundreds', () => {
  it('lead to each of them once, and each is looked up once', () => {
    const store = storeOf({ projects: 200, people: 500, known: 500 });

    const followed = follow(store, 200);

    expect(followed.map(({ ids }) => ids)).toEqual([several(500)]);
    // The projects, and the people.
    expect(store.lookups).toBe(200 + 500);
  });

  it('lead to those as well that did not come with them, which are hidden', () => {
    const store = storeOf({ projects: 20, people: 30, known: 10 });

    expect(follow(store, 20).map(({ ids }) => ids)).toEqual([several(30)]);
    expect(store.get(user, '11')).toMatchObject({ row: null });
  });
});
