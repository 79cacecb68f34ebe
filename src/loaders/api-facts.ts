/**
 * What the API has shown of itself, where its contract and recorded answers leave it open: kept for one API, shared by
 * the operations of all callers. A fact holds no row, no id and no token, and there is a fixed number of them.
 *
 * A fact decides how few calls are planned, never what is answered: what a record's row does not tell is asked for,
 * whatever the facts say. So one that is wrong costs a call, and becomes `varies`.
 */
import type { Row } from '../upstream/envelope.ts';
import type { Collection, Link } from './collection.ts';
import { PageFacts } from './page-facts.ts';
import { SizeFacts } from './size-facts.ts';
import { WordFacts } from './word-facts.ts';

/** Whether rows tell the target of an association though its include was not asked for. */
export type Writing = 'unknown' | 'always' | 'never' | 'varies';

/** Tells whether rows name the target of an association without its include. */
export type IsOwn = (link: Link) => boolean;

/** One assumption that answers or calls depend on, and what the API has shown. */
export interface Assumption {
  /** `workspace_resources.user`: a collection's key and an association's name. */
  readonly name: string;
  readonly collection: Collection;
  readonly link: Link;
  /** What is assumed until the API shows it. */
  readonly declared: 'always' | 'never';
  readonly shown: Writing;
}

const FORMAT = 1;

/** Whether a row says where an association leads, null included. */
export function columnTells(row: Row, link: Link): boolean {
  if (row[link.field] !== undefined) return true;
  if (link.idField && link.typeField && row[link.idField] !== undefined) return row[link.typeField] !== undefined;
  return link.idsIn !== null && link.idsIn(row) !== null;
}

/**
 * Associations whose ids may be written with the include or without it, so that only the API knows. Type and id of a
 * polymorphic one are attributes of their own where there are such columns: every source has them on every row.
 */
const isOpen = (link: Link): boolean => link.includable && link.idsIn === null && link.typeField === null;

/** What of a collection's rows is looked at. */
interface Watch {
  readonly links: readonly Link[];
  /** Those of which nothing is known yet. */
  undecided: readonly Link[];
  /** Answers that had such rows since all was known. */
  answers: number;
}

/** Of a collection of which all is known, one answer in so many is looked at. */
const LOOKS_EVERY = 32;

export class ApiFacts {
  readonly #collections: ReadonlyMap<string, Collection>;
  readonly #shown = new Map<Link, Writing>();
  /** Associations that do not behave as they are declared. Mostly empty, so that asking costs nothing. */
  readonly #otherwise = new Set<Link>();
  /** Which words rows have had. Not saved: it is learned in minutes. */
  readonly words: WordFacts;
  /** How the API divides its lists into pages. */
  readonly pages: PageFacts;
  /** How many records its associations hold. */
  readonly sizes: SizeFacts;
  /** By collection key. */
  readonly #watches = new Map<string, Watch>();
  #revision = 0;

  /**
   * @param collections every type that the API has.
   * @param words what their rows are learned from. Default: nothing is known of them yet.
   * @param sizes what the sizes of associations are learned from. Default: nothing is known of them yet.
   */
  constructor(collections: Iterable<Collection>, words?: WordFacts, sizes?: SizeFacts) {
    this.#collections = new Map(Array.from(collections, (collection) => [collection.key, collection]));
    this.words = words ?? new WordFacts(this.#collections.values());
    const changed = () => void this.#revision++;
    this.pages = new PageFacts(this.#collections.keys(), changed);
    this.sizes = sizes ?? new SizeFacts(this.#collections.values(), changed);
  }

  /** Grows with every fact that is learned or changes. */
  get revision(): number {
    return this.#revision;
  }

  /** As the API showed it, or else as it is declared. `varies` counts as not written: then nothing is lost. */
  readonly isOwn: IsOwn = (link) => (this.#otherwise.has(link) ? !link.own : link.own);

  /** Whether rows may tell, or not tell, otherwise than {@link isOwn} says. */
  isSure(link: Link): boolean {
    if (!isOpen(link)) return true;
    const shown = this.#shown.get(link) ?? 'unknown';
    return shown === 'always' || shown === 'never' || (shown === 'unknown' && !link.own);
  }

  /**
   * Whether the rows of an answer should be looked at: of a collection of which all is known, those of one answer in
   * {@link LOOKS_EVERY}, so that learning costs nothing in the long run.
   */
  isCurious(key: string): boolean {
    const watch = this.#watchOf(key);
    return watch.undecided.length > 0 || watch.answers++ % LOOKS_EVERY === 0;
  }

  /**
   * Learns from the rows of one answer: from all of them what is not known yet, from the first one whether it is still so.
   *
   * @param include the associations that these rows were asked with, whose ids say nothing.
   */
  learn(key: string, rows: readonly Row[], include: ReadonlySet<string>): void {
    const [first] = rows;
    if (!first) return;
    const watch = this.#watchOf(key);
    for (const link of watch.links) if (!include.has(link.name)) this.#see(link, columnTells(first, link));
    if (watch.undecided.length === 0) return;
    for (const link of watch.undecided)
      if (!include.has(link.name)) for (const row of rows) this.#see(link, columnTells(row, link));
    watch.undecided = watch.undecided.filter((link) => !this.#shown.has(link));
  }

  #watchOf(key: string): Watch {
    let watch = this.#watches.get(key);
    if (!watch) {
      const links = [...(this.#collections.get(key)?.links.values() ?? [])].filter(isOpen);
      watch = { links, undecided: links.filter((link) => !this.#shown.has(link)), answers: 0 };
      // Keys that the schema does not know are the API's own, and may be any number.
      if (this.#collections.has(key)) this.#watches.set(key, watch);
    }
    return watch;
  }

  /** A row lacked the association's target, which it should have had. */
  lacks(link: Link): void {
    if (isOpen(link)) this.#see(link, false);
  }

  #see(link: Link, isWritten: boolean): void {
    const before = this.#shown.get(link) ?? 'unknown';
    const seen = isWritten ? 'always' : 'never';
    if (before === seen || before === 'varies') return;
    this.#set(link, before === 'unknown' ? seen : 'varies');
  }

  #set(link: Link, shown: Writing): void {
    this.#shown.set(link, shown);
    if (shown === 'unknown' || (shown === 'always') === link.own) this.#otherwise.delete(link);
    else this.#otherwise.add(link);
    this.#revision++;
  }

  /** Every assumption of this kind, as declared and as shown. */
  assumptions(): Assumption[] {
    return [...this.#collections.values()].flatMap((collection) =>
      [...collection.links.values()].filter(isOpen).map(
        (link): Assumption => ({
          name: `${collection.key}.${link.name}`,
          collection,
          link,
          declared: link.own ? 'always' : 'never',
          shown: this.#shown.get(link) ?? 'unknown',
        }),
      ),
    );
  }

  /**
   * What is known, as JSON for {@link restore}.
   *
   * @param api names the API that showed it.
   */
  save(api: string): string {
    const writes = Object.fromEntries(
      this.assumptions()
        .filter(({ shown }) => shown !== 'unknown')
        .map(({ name, shown }) => [name, shown]),
    );
    return `${JSON.stringify({ format: FORMAT, api, writes, pages: this.pages.save(), sizes: this.sizes.save() }, null, 2)}\n`;
  }

  /**
   * Takes what {@link save} wrote for the same API, beside what is known. Names that are not known any more are passed
   * over. Returns whether it was such a text.
   */
  restore(text: string, api: string): boolean {
    let read: unknown;
    try {
      read = JSON.parse(text);
    } catch {
      return false;
    }
    const saved = (read ?? {}) as Partial<Record<'format' | 'api' | 'writes' | 'pages' | 'sizes', unknown>>;
    if (saved.format !== FORMAT || saved.api !== api || typeof saved.writes !== 'object' || saved.writes === null)
      return false;
    const links = new Map(this.assumptions().map(({ name, link }) => [name, link]));
    for (const [name, shown] of Object.entries(saved.writes)) {
      const link = links.get(name);
      if (!link) continue;
      if (shown === 'always' || shown === 'varies') this.#see(link, true);
      if (shown === 'never' || shown === 'varies') this.#see(link, false);
    }
    this.pages.restore(saved.pages);
    this.sizes.restore(saved.sizes);
    this.#watches.clear();
    return true;
  }

  /** The facts as they are now, to think with: what is learned from made-up answers is forgotten. */
  copy(): ApiFacts {
    const copy = new ApiFacts(this.#collections.values(), new WordFacts([]), new SizeFacts([], () => {}));
    for (const [link, shown] of this.#shown) copy.#set(link, shown);
    copy.pages.takeFrom(this.pages);
    return copy;
  }
}
