/**
 * Windows of lists, as the API's pages give them. A page that was cut is gone on from where it ended, and one that is not
 * the part of its list that was asked for is asked for otherwise: what an answer holds depends on no habit of the API, and
 * each habit costs a call once, until it is known.
 */
import { furtherPages, within } from './further-pages.ts';
import { joined } from './list-slice.ts';
import { after, type ListLoadRequest, type Window } from './load-request.ts';
import type { Page } from './normalize.ts';
import type { PageFacts } from './page-facts.ts';

/** Rows of a page that the API gives where it does not take what it was asked for. */
const DEFAULT_PAGE = 20;

/** Whether the API is asked for the window by `limit` and `offset`: no page begins where it does. */
const isApart = ({ offset, limit }: Window): boolean => offset % limit !== 0;

export class ListWindows {
  readonly #facts: PageFacts;
  readonly #ask: (loadRequest: ListLoadRequest) => Promise<Page>;
  readonly #isPredicted: boolean;
  /** In a prediction: the collections of which one window is foretold to find out whether `limit` and `offset` are honoured. */
  readonly #foretold = new Set<string>();

  /**
   * @param ask sends the one call that a demand for a list stands for.
   * @param isPredicted in a prediction there is nothing to be learned from an answer.
   */
  constructor(facts: PageFacts, ask: (loadRequest: ListLoadRequest) => Promise<Page>, isPredicted: boolean) {
    this.#facts = facts;
    this.#ask = ask;
    this.#isPredicted = isPredicted;
  }

  /** The rows of a demand's window. Rejects with the error of the first call that failed. */
  async load(loadRequest: ListLoadRequest): Promise<Page> {
    const { window } = loadRequest;
    if (!window || !isPaged(loadRequest)) return this.#ask(loadRequest);
    const { key } = loadRequest.collection;
    const size = this.#facts.sizeOf(key);
    if (window.limit > size) return this.#inParts(loadRequest, window, size);
    const offsets = isApart(window) ? this.#facts.offsetsOf(key) : 'always';
    if (offsets === 'never' || offsets === 'varies') return this.#byPages(loadRequest, window);
    if (!this.#isPredicted) return this.#checked(loadRequest, await this.#ask(loadRequest));
    const [page] = await Promise.all([
      this.#ask(loadRequest),
      offsets === 'unknown' && !this.#foretold.has(key) && this.#foretell(loadRequest, window),
    ]);
    return page;
  }

  /** The window by pages of `size`, as many as its list has. */
  async #inParts(loadRequest: ListLoadRequest, window: Window, size: number, head?: Page): Promise<Page> {
    const headSize = head ? head.ids.length : size;
    const first = head ?? (await this.load(partOf(loadRequest, { ...window, limit: size }, true)));
    const load = (part: Window) => this.load(partOf(loadRequest, part, false));
    const pages = await furtherPages(window, within(first, { ...window, limit: headSize }), load, null, size, headSize);
    const { ids, lost } = joined(pages, window);
    return { ids, lost, count: first.count };
  }

  /** The window cut from pages that begin where pages do: from one of the API's, or from two. */
  async #byPages(loadRequest: ListLoadRequest, { offset, limit }: Window): Promise<Page> {
    const around = pageAround({ offset, limit }, this.#facts.sizeOf(loadRequest.collection.key));
    const start = around?.offset ?? Math.floor(offset / limit) * limit;
    const page = around
      ? await this.load(partOf(loadRequest, around, true))
      : await this.#inParts(loadRequest, { offset: start, limit: 2 * limit }, limit);
    return { ...page, ids: page.ids.slice(offset - start, offset - start + limit) };
  }

  /** The page, or what should have been on it. What it shows is learned. */
  async #checked(loadRequest: ListLoadRequest, page: Page): Promise<Page> {
    // What waited for it may have asked for more until it was sent.
    const window = loadRequest.window as Window;
    if (isApart(window)) return this.#checkedApart(loadRequest, window, page);
    const { key } = loadRequest.collection;
    const { offset, limit } = window;
    const { ids, count, pageSize = null } = page;
    if (ids.length >= limit || (pageSize !== null && pageSize >= limit)) {
      this.#facts.given(key, limit);
      return page;
    }
    if (pageSize !== null) return this.#namedCut(loadRequest, window, page, pageSize);
    const isShort = count !== null && ids.length > 0 && offset + ids.length < count;
    if (!isShort || this.#facts.hasGiven(key, limit) || this.#facts.overcounts(key)) return page;
    return offset === 0 ? this.#probed(loadRequest, window, page) : this.#compared(loadRequest, window, page);
  }

  /** A page that says that it holds fewer rows than were asked for. */
  #namedCut(loadRequest: ListLoadRequest, window: Window, page: Page, size: number): Page | Promise<Page> {
    const { ids, count } = page;
    // More rows than it says: whatever that number means, it is not the size of this page.
    if (ids.length > size) return page;
    const { key } = loadRequest.collection;
    if (window.offset > 0) {
      // Pages of another size, so that this is another part of the list.
      if (count !== null && window.offset >= count) return { ...page, ids: [] };
      this.#facts.cut(key, size);
      return this.#inParts(loadRequest, window, size);
    }
    if (ids.length < size || (count !== null && count <= size)) return page;
    this.#facts.cut(key, size);
    return goesOn(loadRequest) ? this.#inParts(loadRequest, window, size, page) : page;
  }

  /** A first page without its size, and shorter than its count promises: the one behind it tells which of the two is wrong. */
  async #probed(loadRequest: ListLoadRequest, window: Window, page: Page): Promise<Page> {
    const { key } = loadRequest.collection;
    const size = page.ids.length;
    const next = partOf(loadRequest, { offset: size, limit: size }, false);
    const second = await this.#ask(goesOn(loadRequest) ? next : { ...next, requirements: null, reader: undefined });
    const isBehind = second.ids.length > 0 && !page.ids.includes(second.ids[0] as string);
    if (!isBehind) {
      this.#facts.counted(key);
      return page;
    }
    this.#facts.cut(key, size);
    if (!goesOn(loadRequest)) return page;
    const both = { ...page, ids: [...page.ids, ...second.ids], lost: new Set([...page.lost, ...second.lost]) };
    return second.ids.length < size ? both : this.#inParts(loadRequest, window, size, both);
  }

  /** A later page of that kind: a smaller one that begins with the same row tells whether it began where it should have. */
  async #compared(loadRequest: ListLoadRequest, window: Window, page: Page): Promise<Page> {
    const { key } = loadRequest.collection;
    const size = page.ids.length;
    const { offset } = window;
    let rows = size;
    while (offset % rows !== 0) rows--;
    const sure = await this.#ask(partOf(loadRequest, { offset, limit: rows }, false));
    if (sure.ids.length === 0 || sure.ids[0] === page.ids[0]) {
      this.#facts.counted(key);
      return page;
    }
    this.#facts.cut(key, size);
    return this.#inParts(loadRequest, window, size);
  }

  /** A page that was asked for by `limit` and `offset`. */
  async #checkedApart(loadRequest: ListLoadRequest, window: Window, page: Page): Promise<Page> {
    const { key } = loadRequest.collection;
    const { ids, count } = page;
    const { offset, limit } = window;
    const expected = count === null ? limit : Math.max(0, Math.min(limit, count - offset));
    // So many rows come where the two are passed over.
    const isDefault = ids.length === DEFAULT_PAGE;
    const isKnown = this.#facts.offsetsOf(key) === 'always';
    if (ids.length === 0 || (isKnown && (!isDefault || expected === DEFAULT_PAGE))) return page;
    if (ids.length === expected && !isDefault) {
      this.#facts.offset(key, true);
      return page;
    }
    const sure = await this.#byPages(loadRequest, window);
    this.#facts.offset(key, sure.ids[0] === ids[0]);
    return sure;
  }

  /** In a prediction: what finds out whether `limit` and `offset` are honoured. */
  #foretell(loadRequest: ListLoadRequest, window: Window): Promise<Page> {
    const around = pageAround(window, this.#facts.sizeOf(loadRequest.collection.key));
    const part = around ?? { offset: Math.floor(window.offset / window.limit) * window.limit, limit: window.limit };
    const contingent = {
      most: around ? 1 : 2,
      why: 'only if it is not clear from the page whether the API honours `limit` and `offset`',
    };
    this.#foretold.add(loadRequest.collection.key);
    return this.#ask({ ...partOf(loadRequest, part, false), requirements: null, contingent });
  }
}

/** Whether the API divides the list into pages: rows that are named by `only` come all at once. */
const isPaged = ({ params, place }: ListLoadRequest): boolean => place === undefined && params.only === undefined;

/** Pages that are read row by row are asked for one by one, by who reads them: he looks at the facts after the first. */
const goesOn = ({ reader }: ListLoadRequest): boolean => reader === undefined;

/** The smallest page of at most `size` rows that has all rows of a window; null where there is none. */
function pageAround({ offset, limit }: Window, size: number): Window | null {
  for (let rows = limit; rows <= size; rows++) {
    const start = Math.floor(offset / rows) * rows;
    if (offset + limit <= start + rows) return { offset: start, limit: rows };
  }
  return null;
}

/**
 * The demand for a part of its rows.
 *
 * @param isFirst nothing of the list has been asked for before.
 */
function partOf(loadRequest: ListLoadRequest, window: Window, isFirst: boolean): ListLoadRequest {
  const { depth } = loadRequest;
  return {
    ...loadRequest,
    // Read when the wave goes out: until then owners and records may come and go.
    get params() {
      return loadRequest.params;
    },
    get nested() {
      const { nested } = loadRequest;
      return nested && !isFirst ? { ...nested, step: 'page' as const } : nested;
    },
    window,
    continues: isFirst || loadRequest.continues,
    depth: isFirst ? depth : after(depth),
  };
}
