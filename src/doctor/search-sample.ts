/** A search that finds something: for a word that a row of the account has. The word goes to the API and nowhere else. */
import { type Answer, oncePerSession } from './session.ts';

interface SearchSample {
  readonly path: string;
  readonly word: string;
  readonly found: Answer;
}

/** Lists with a search, and the text that it looks in. */
const LISTS = [
  { path: '/stories', key: 'stories', field: 'title' },
  { path: '/workspaces', key: 'workspaces', field: 'title' },
] as const;

const WORD = /[a-z]{4,}/i;

/** Such a search, made once; null where none finds anything. At most two calls for each list. */
export const searchSample = oncePerSession(async (session): Promise<SearchSample | null> => {
  for (const { path, key, field } of LISTS) {
    const rows = await session.ask(path, { per_page: '5' });
    const texts = rows?.ids.map((id) => rows.collections.get(key)?.byId[id]?.[field]) ?? [];
    const word = texts.map((text) => WORD.exec(typeof text === 'string' ? text : '')?.[0]).find(Boolean);
    const found = word ? await session.ask(path, { search: word, per_page: '200' }) : null;
    if (word && found && found.ids.length > 0) return { path, word, found };
  }
  return null;
});
