/** Which pages of a list follow its first one: an end that comes whatever the API counts. */
import { pagesOf } from './call.ts';
import { MAX_PAGE, type Window } from './load-request.ts';
import type { Page } from './normalize.ts';

/** A page without the rows that were not asked for: the API may send more than `per_page`. */
export function within(page: Page, { limit }: Window): Page {
  return page.ids.length <= limit ? page : { ...page, ids: page.ids.slice(0, limit) };
}

/** Receives the pages that have come, each time with all before them, and the error that ends them. */
export interface PagesListener {
  come(pages: readonly Page[], isComplete: boolean): void;
  broken(error: Error): void;
}

/**
 * Asks for the pages of a window behind its first one. Those that the count promises go side by side. Where there is no
 * count, or more rows come than it says, the others follow one by one, as long as pages are full.
 *
 * Resolves with all pages in order, the first one included. Rejects as soon as one fails.
 *
 * @param size rows of each of them, and, in `head`, of the first one.
 */
export async function furtherPages(
  window: Window,
  first: Page,
  load: (part: Window) => Promise<Page>,
  listener: PagesListener | null,
  size = MAX_PAGE,
  head = size,
): Promise<readonly Page[]> {
  const parts = pagesOf(window, size, head);
  const { count } = first;
  const promised = parts.slice(1).filter(({ offset }) => count !== null && offset < count);
  const pages = promised.map(load);
  const isLast = (at: number, { ids }: Page): boolean => {
    const part = parts[at] as Window;
    if (at < promised.length) return false;
    if (at === parts.length - 1 || ids.length < part.limit) return true;
    return count !== null && part.offset + ids.length <= count;
  };
  const inOrder = async (): Promise<readonly Page[]> => {
    const found = [first];
    const come = (): boolean => {
      const at = found.length - 1;
      const isComplete = isLast(at, found[at] as Page);
      listener?.come(found, isComplete);
      return isComplete;
    };
    try {
      for (let isComplete = come(); !isComplete; isComplete = come()) {
        // One after the other: a page that failed leaves those before it their time.
        // oxlint-disable-next-line no-await-in-loop
        found.push(await (pages[found.length - 1] ?? load(parts[found.length] as Window)));
      }
    } catch (error) {
      listener?.broken(error as Error);
      throw error;
    }
    return found;
  };
  const [found] = await Promise.all([inOrder(), ...pages]);
  return found;
}
