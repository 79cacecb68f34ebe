/** Which pages of a list follow its first one: an end that comes whatever the API counts. */
import { pagesOf } from './call.ts';
import type { Window } from './load-request.ts';
import type { Page } from './normalize.ts';

/** A page without the rows that were not asked for: the API may send more than `per_page`. */
export function within(page: Page, { limit }: Window): Page {
  return page.ids.length <= limit ? page : { ...page, ids: page.ids.slice(0, limit) };
}

/**
 * Asks for the pages of a window behind its first one, in order. Those that the count promises go side by side. Where
 * there is no count, or more rows come than it says, the others follow one by one, as long as pages are full.
 */
export function furtherPages(
  window: Window,
  first: Page,
  load: (part: Window) => Promise<Page>,
): { readonly promised: readonly Promise<Page>[]; readonly all: Promise<readonly Page[]> } {
  const [head, ...tail] = pagesOf(window);
  const { count } = first;
  const promised = tail.filter(({ offset }) => count !== null && offset < count);
  const pages = promised.map(load);
  const rest = tail.slice(promised.length);
  const others = async (): Promise<readonly Page[]> => {
    const found = await Promise.all(pages);
    let part = promised.at(-1) ?? head;
    let page = found.at(-1) ?? first;
    for (const next of rest) {
      const isFull = part !== undefined && page.ids.length >= part.limit;
      const isBeyond = count === null || (part !== undefined && part.offset + page.ids.length > count);
      if (!isFull || !isBeyond) break;
      page = await load(next);
      part = next;
      found.push(page);
    }
    return found;
  };
  return { promised: pages, all: others() };
}
