/**
 * The health of integrations, from external references alone: the API has no list of integrations, and gives the references
 * of one type at a time. So each type is asked once, for a page of its latest exchanges; a type that fits into the page is
 * known in whole by that.
 *
 * Of a larger type, what fewer calls bring is read: all its other pages, or its pending and its failed references, a list
 * each. Where one of these is larger than a page, its integrations are counted by a row each, if that is fewer calls than
 * its pages. References that are neither, and older than those of the first page, are not read; a note says so.
 */
import { furtherPages, within } from '../loaders/further-pages.ts';
import { after, type Depth, FIRST, type ListLoadRequest, MAX_PAGE, type Window } from '../loaders/load-request.ts';
import type { Page } from '../loaders/normalize.ts';
import type { Operation } from '../loaders/operation.ts';
import { createRequirements, type Requirements } from '../loaders/requirements.ts';
import { nameOfWord } from '../schema/attribute.ts';
import { ExternalReferenceStatus } from '../schema/enums/external-reference-status.ts';
import type { Resource } from '../schema/resource.ts';
import { instantOf } from '../schema/wire-time.ts';
import type { Row } from '../upstream/envelope.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { isForbidden, leftOutOf, type Note } from './notes.ts';
import { shortList } from '../text/name-lists.ts';
import type { RootField } from './plan.ts';

export type IntegrationsField = Extract<RootField, { kind: 'integrations' }>;

export interface IntegrationsRequest {
  readonly types: readonly Resource[];
  /** The client named no type: those that the token may not read are left out. */
  readonly isEveryType: boolean;
}

export interface IntegrationsResult {
  /** As the API would write them, in the order of their names. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly notes: readonly Note[];
}

/** Loads the sums. Rejects with the first error of a list that is not left out. */
export async function loadIntegrations(
  field: IntegrationsField,
  { types, isEveryType }: IntegrationsRequest,
  operation: Operation,
): Promise<IntegrationsResult> {
  const sums = new IntegrationSums(field, operation);
  const outcomes = await Promise.allSettled(types.map(({ type }) => sums.read(type)));
  const leftOut: string[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    if (!isEveryType || !isForbidden(outcome.reason)) throw outcome.reason;
    leftOut.push((types[at] as Resource).type);
  }
  const [first] = outcomes;
  if (first?.status === 'rejected' && leftOut.length === types.length) throw first.reason;
  return { rows: sums.rows(), notes: [...(leftOut.length > 0 ? [leftOutOf(leftOut)] : []), ...sums.notes()] };
}

/** The sums of one integration. */
interface Sum {
  readonly types: Set<string>;
  readonly counts: Record<Status, number>;
  latest: { readonly at: number; readonly text: string } | null;
}

/** Pages of a list that is read to its end without a count: the limit of calls ends it before. */
const MOST_PAGES = 1_000;

const STATUSES = ['pending', 'failed'] as const;
type Status = (typeof STATUSES)[number];

const WORDS: Readonly<Record<string, Status>> = { PENDING: 'pending', FAILED: 'failed' };
const nameOf = nameOfWord(ExternalReferenceStatus);
const statusOf = (row: Row): Status | undefined => WORDS[nameOf(row.status) ?? ''];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

class IntegrationSums {
  readonly #field: IntegrationsField;
  readonly #operation: Operation;
  readonly #requirements: Requirements;
  readonly #statuses: readonly Status[];
  readonly #sums = new Map<string, Sum>();
  /** Types of which not all was read, with the number of their references. */
  readonly #partly = new Map<string, number>();
  /** Types and states that hold references of integrations whose names did not come. */
  readonly #unnamed: string[] = [];

  constructor(field: IntegrationsField, operation: Operation) {
    this.#field = field;
    this.#operation = operation;
    this.#requirements = createRequirements(field.resource);
    this.#requirements.row = true;
    this.#requirements.paths.add(field.key);
    const selected = new Set(field.row.fields.flatMap((one) => (one.kind === 'attribute' ? [one.wire] : [])));
    this.#statuses = STATUSES.filter((status) => selected.has(status));
  }

  /** Reads the references of one type. */
  async read(type: string): Promise<void> {
    const first = await this.#page({ type, order: 'last_synced_at:desc', offset: 0, depth: FIRST });
    const rest = pagesBehind(first);
    if (rest <= this.#statuses.length) {
      const pages = await this.#pagesAfter(first, { type, order: 'last_synced_at:desc', depth: after(FIRST) });
      return this.#add(type, pages, this.#statuses);
    }
    this.#partly.set(type, first.count ?? first.ids.length);
    this.#add(type, [first], []);
    await Promise.all(this.#statuses.map((status) => this.#readStatus(type, status)));
  }

  /** Counts all references of a type that are in one state. */
  async #readStatus(type: string, status: Status): Promise<void> {
    const first = await this.#page({ type, status, offset: 0, depth: after(FIRST), most: 1 });
    this.#add(type, [first], []);
    const rest = pagesBehind(first);
    const names = this.#operation.weigh !== null ? ['~'] : this.#namesOf(type);
    // What is not counted can only be read.
    const isRead = rest <= names.length || rest === Number.POSITIVE_INFINITY;
    if (isRead && this.#operation.weigh === null) {
      const pages = await this.#pagesAfter(first, { type, status, depth: after(after(FIRST)) });
      return this.#add(type, pages, [status]);
    }
    const counts = await Promise.all(names.map((name) => this.#count(type, status, name)));
    for (const [at, name] of names.entries()) this.#sumOf(name).counts[status] += counts[at] as number;
    const counted = counts.reduce((sum, count) => sum + count, 0);
    if (first.count === null || counted < first.count) this.#unnamed.push(`${type} (${status})`);
  }

  /** The integrations that links of a type are known to have, but for links without a name, which no filter finds. */
  #namesOf(type: string): string[] {
    return [...this.#sums].flatMap(([name, { types }]) => (name !== '' && types.has(type) ? [name] : []));
  }

  async #count(type: string, status: Status, name: string): Promise<number> {
    const why = 'Counts the links of one integration, where its state has more than fit into a page.';
    const { count, ids } = await this.#operation.list({
      ...this.#list({ type, status, depth: after(after(FIRST)), most: Number.POSITIVE_INFINITY }, why),
      params: { subject_type: type, status, service_name: name },
      window: null,
      requirements: null,
    });
    return count ?? ids.length;
  }

  /** All pages of a list whose first one has come. */
  #pagesAfter(first: Page, asked: Asked): Promise<readonly Page[]> {
    const rest = Math.min(pagesBehind(first), MOST_PAGES);
    const window = { offset: 0, limit: (rest + 1) * MAX_PAGE };
    const load = ({ offset }: Window) => this.#page({ ...asked, offset, most: 1 });
    return rest === 0 ? Promise.resolve([first]) : furtherPages(window, first, load, null);
  }

  async #page(asked: Asked): Promise<Page> {
    const window = { offset: asked.offset ?? 0, limit: MAX_PAGE };
    const why = asked.status
      ? `More links of this type than fit into a page: those that are ${asked.status} are read by themselves.`
      : 'The other links of a type that has more than fit into a page.';
    const page = within(await this.#operation.list({ ...this.#list(asked, why), window }), window);
    if (page.lost.size > 0)
      throw new UpstreamError(
        { kind: 'malformed', detail: 'its results name a record that it does not hold' },
        { method: 'GET', url: this.#field.resource.endpoint?.path ?? '/' },
      );
    return page;
  }

  #list({ type, status, order, depth, most }: Asked, why: string): Omit<ListLoadRequest, 'window'> {
    const { resource, key } = this.#field;
    return {
      kind: 'list',
      collection: resource,
      params: { subject_type: type, ...(status && { status }), ...(order && { order }) },
      requirements: this.#requirements,
      only: null,
      // What is read next depends on the answer.
      continues: this.#statuses.length > 0,
      owners: null,
      path: key,
      depth,
      ...(most !== undefined && { contingent: { most, why } }),
    };
  }

  /** Adds rows to the sums, and counts those that are in these states. Each row once, however often it came. */
  #add(type: string, pages: readonly Page[], counted: readonly Status[]): void {
    for (const id of new Set(pages.flatMap(({ ids }) => ids))) {
      const row = this.#operation.store.get(this.#field.resource, id)?.row;
      if (!row) continue;
      const sum = this.#sumOf(textOf(row.service_name));
      sum.types.add(type);
      const status = statusOf(row);
      if (status && counted.includes(status)) sum.counts[status]++;
      const at = instantOf(textOf(row.last_synced_at));
      if (at !== null && (sum.latest === null || at > sum.latest.at))
        sum.latest = { at, text: textOf(row.last_synced_at) };
    }
  }

  #sumOf(name: string): Sum {
    let sum = this.#sums.get(name);
    if (!sum) this.#sums.set(name, (sum = { types: new Set(), counts: { pending: 0, failed: 0 }, latest: null }));
    return sum;
  }

  rows(): IntegrationsResult['rows'] {
    return [...this.#sums]
      .toSorted(([one], [other]) => one.localeCompare(other, 'en') || (one < other ? -1 : 1))
      .map(([name, { types, counts, latest }]) => ({
        service_name: name === '' ? null : name,
        subject_types: [...types].toSorted(),
        ...counts,
        last_synced_at: latest?.text ?? null,
      }));
  }

  notes(): Note[] {
    const partly = [...this.#partly].map(([type, count]) => `${type} (${count})`);
    const notes: Note[] = [];
    if (partly.length > 0)
      notes.push({
        code: 'INCOMPLETE',
        message: `Too many links to read them all: ${shortList(partly)}. The ${MAX_PAGE} latest of each type count, and all that are pending or failed where those are selected; an integration that has none of these is missing, and older links are not in \`subjectTypes\` and \`lastSyncedAt\`.`,
      });
    if (this.#unnamed.length > 0)
      notes.push({
        code: 'INCOMPLETE',
        message: `Some of these links are of integrations whose names did not come, and are not counted: ${shortList(this.#unnamed)}.`,
      });
    return notes;
  }
}

/** A list to read, and from which row on. */
interface Asked {
  readonly type: string;
  readonly status?: Status;
  readonly order?: string;
  readonly offset?: number;
  readonly depth: Depth;
  /** How many calls like this there may be, where the answer before tells whether there is one. */
  readonly most?: number;
}

/** How many pages follow the first one of a list; infinite where the API does not count them, or counts too few. */
const pagesBehind = ({ ids, count }: Page): number => {
  if (ids.length < MAX_PAGE && (count === null || count <= ids.length)) return 0;
  return count === null || count < ids.length ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil(count / MAX_PAGE) - 1);
};
