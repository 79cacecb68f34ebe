/** A record that its list hides by default, and what the API does when it is asked for by id. */
import type { Row } from '../upstream/envelope.ts';
import type { Assumed } from './finding.ts';
import { oncePerSession, type Session } from './session.ts';

interface Hidden {
  readonly path: string;
  readonly id: string;
  readonly reveal: Readonly<Record<string, string>>;
}

/** Lists that hide rows, the parameters that show them, and how such a row is known. */
const LISTS: readonly (Omit<Hidden, 'id'> & { readonly key: string; readonly isHidden: (row: Row) => boolean })[] = [
  {
    path: '/workspaces',
    key: 'workspaces',
    reveal: { include_archived: 'true' },
    isHidden: ({ archived }) => archived === true,
  },
  {
    path: '/stories',
    key: 'stories',
    reveal: { show_archived: 'true', show_deleted: 'true' },
    isHidden: ({ archived, deleted_at: deletedAt }) => archived === true || typeof deletedAt === 'string',
  },
  {
    path: '/users',
    key: 'users',
    reveal: { show_disabled: 'true' },
    isHidden: ({ disabled }) => disabled === true,
  },
];

/** A hidden record, looked for once; null where the account shows none. At most one call for each list. */
export const hiddenRecord = oncePerSession(async (session): Promise<Hidden | null> => {
  for (const { path, key, reveal, isHidden } of LISTS) {
    const answer = await session.ask(path, { ...reveal, per_page: '200' });
    const id = answer?.ids.find((one) => isHidden(answer.collections.get(key)?.byId[one] ?? {}));
    if (id !== undefined) return { path, id, reveal };
  }
  return null;
});

interface Hiding extends Assumed {
  /** What the API does about such a record; null where the call failed. */
  readonly read: (session: Session, hidden: Hidden) => Promise<{ holds: boolean; shown: string } | null>;
}

export const HIDING: readonly Hiding[] = [
  {
    name: 'defaults.hide',
    assumption: 'Default filters hide records from `only` as well.',
    weight: 'nothing',
    consequence: 'None: the switch that lifts them is sent for nothing.',
    advice: 'Nothing.',
    async read(session, { path, id }) {
      const answer = await session.ask(path, { only: id });
      if (!answer) return null;
      const holds = !answer.ids.includes(id);
      return { holds, shown: holds ? 'They do.' : 'The record came.' };
    },
  },
  {
    name: 'defaults.lifted',
    assumption: '`apply_default_filters=false` beside `only` brings records that default filters hide.',
    weight: 'answers',
    consequence:
      'References to archived, deleted or disabled records are answered as missing where no parameter shows them.',
    advice: 'Report it; ask for such records by their lists, with the filters that show them.',
    async read(session, { path, id }) {
      const answer = await session.ask(path, { only: id, apply_default_filters: 'false' });
      if (!answer) return null;
      const holds = answer.ids.includes(id);
      return { holds, shown: holds ? 'It does.' : 'The record stayed hidden.' };
    },
  },
];
