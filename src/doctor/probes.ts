/** The assumptions that a call of their own shows, as a table. Each asks only lists that the scan has seen rows of. */
import { type Assumed, type Finding, findingOf, KEEP } from './finding.ts';
import { hiddenRecord, HIDING } from './hidden-record.ts';
import { LARGEST_SURE_PAGE } from './observations.ts';
import { longestList, type SampleList } from './sample-list.ts';
import { searchSample } from './search-sample.ts';
import type { Answer, Session } from './session.ts';
import type { Row } from '../upstream/envelope.ts';

/** What the API did; `holds` is null where it did not come out. */
interface Outcome {
  readonly holds: boolean | null;
  readonly shown: string;
}

interface Probe extends Assumed {
  /** The most calls that it makes. */
  readonly calls: number;
  readonly run: (session: Session) => Promise<Outcome>;
}

const unseen = (shown: string): Outcome => ({ holds: null, shown });
const NO_LIST = unseen('No list was long enough to show it.');
const NO_ANSWER = unseen('A call for it failed, or the budget of calls was spent.');

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, at) => id === b[at]);

/** Has a probe ask about the longest list, if it is long enough. */
const onList =
  (least: number, run: (session: Session, list: SampleList) => Promise<Outcome>): Probe['run'] =>
  async (session) => {
    const list = longestList(session.observations);
    return list && list.rows >= least ? run(session, list) : NO_LIST;
  };

const pageOf = (session: Session, { path, params }: SampleList, more: Readonly<Record<string, string>>) =>
  session.ask(path, { ...params, ...more });

/** Whether a page that is shorter than was asked for is not the last one of its list. */
async function goesOn(session: Session, list: SampleList, { ids, pageSize = null }: Answer): Promise<boolean> {
  if (pageSize !== null) return pageSize === ids.length;
  const second = await pageOf(session, list, { per_page: String(ids.length), page: '2' });
  return second !== null && second.ids[0] !== undefined && !ids.includes(second.ids[0]);
}

/** The first rows of a list, asked for twice. */
interface Twice {
  readonly first: Answer;
  readonly isStable: boolean;
}

const firstPages = new WeakMap<Session, Promise<Twice | null>>();

/** The first page of the longest list, asked for twice, once for all; null where a call failed. */
function firstPage(session: Session, list: SampleList): Promise<Twice | null> {
  let page = firstPages.get(session);
  if (!page) firstPages.set(session, (page = twice(session, list)));
  return page;
}

async function twice(session: Session, list: SampleList): Promise<Twice | null> {
  const first = await pageOf(session, list, { per_page: '8' });
  const again = await pageOf(session, list, { per_page: '8' });
  return first && again && { first, isStable: isSame(first.ids, again.ids) };
}

/** Compares another part of the longest list with its first page, where that one stands still. */
const beside = (
  params: Readonly<Record<string, string>>,
  compare: (ids: readonly string[], first: readonly string[], session: Session, list: SampleList) => Outcome,
): Probe['run'] =>
  onList(8, async (session, list) => {
    const page = await firstPage(session, list);
    if (page && !page.isStable) return unseen('Pages are not the same from call to call.');
    const part = await pageOf(session, list, params);
    return page && part ? compare(part.ids.slice(0, 4), page.first.ids, session, list) : NO_ANSWER;
  });

export const PROBES: readonly Probe[] = [
  {
    name: 'pages.largest',
    assumption: 'A page holds up to 200 rows, and `per_page` above that is cut to 200.',
    weight: 'calls',
    consequence: 'Long lists are asked for in pages of that size, so that they take more calls.',
    advice: KEEP,
    calls: 2,
    run: onList(1, async (session, list) => {
      const page = await pageOf(session, list, { per_page: '201' });
      if (!page) return NO_ANSWER;
      const { ids, count } = page;
      if (ids.length > 200) return { holds: true, shown: 'It takes even more than 200, of which no use is made.' };
      if (ids.length === 200 || (page.pageSize ?? 0) >= 200) return { holds: true, shown: 'It cut `per_page` to 200.' };
      if (ids.length === 0 || (count !== null && count <= ids.length) || !(await goesOn(session, list, page)))
        return unseen('No list has more than 200 rows, and the answer names no size.');
      session.observations.facts.pages.cut(list.key, ids.length);
      return { holds: false, shown: `It cut \`per_page\` to ${ids.length}.` };
    }),
  },
  {
    name: 'pages.stable',
    assumption: 'The same page asked again holds the same rows in the same order.',
    weight: 'answers',
    consequence: 'Rows of a long list may be missing or come twice.',
    advice: 'Ask for an `order` that the list documents, and filter by time for full exports.',
    calls: 2,
    run: onList(3, async (session, list) => {
      const page = await firstPage(session, list);
      if (!page) return NO_ANSWER;
      return {
        holds: page.isStable,
        shown: page.isStable ? 'Two answers were the same.' : 'Two answers were different.',
      };
    }),
  },
  {
    name: 'pages.joined',
    assumption: 'The second page begins where the first one ends.',
    weight: 'answers',
    consequence: 'Lists of several pages lose rows or repeat them.',
    advice: 'Report it: no list longer than 200 rows can be relied on.',
    calls: 1,
    run: beside({ per_page: '4', page: '2' }, (ids, first) => {
      const holds = isSame(ids, first.slice(4, 8));
      return { holds, shown: holds ? 'It did.' : 'Its rows are others.' };
    }),
  },
  {
    name: 'pages.offset',
    assumption: '`limit` and `offset`, sent together, give exactly that part of a list.',
    weight: 'calls',
    consequence: 'Rows that begin between two pages are cut from a longer page, or from two.',
    advice: `Keep \`first\` the same from page to page. ${KEEP}`,
    calls: 1,
    run: beside({ limit: '4', offset: '3' }, (ids, first, { observations: { facts } }, { key }) => {
      const holds = isSame(ids, first.slice(3, 7));
      facts.pages.offset(key, holds);
      if (holds) return { holds, shown: 'They did.' };
      const isIgnored = isSame(ids, first.slice(0, 4));
      return { holds: false, shown: isIgnored ? 'They were ignored.' : 'Other rows came.' };
    }),
  },
  {
    name: 'only.unpaged',
    assumption: '`only` gives all records that it names in one answer, however many they are.',
    weight: 'answers',
    consequence: 'Records that are loaded by id are taken for missing.',
    advice: 'Report it: references to records cannot be relied on.',
    calls: 1,
    run: async (session) => {
      const list = longestList(session.observations);
      const ids = list ? session.observations.idsOf(list.key).slice(0, 100) : [];
      if (!list || ids.length < 25) return unseen('No type has shown 25 records.');
      const page = await session.ask(list.path, {
        only: ids.join(','),
        apply_default_filters: 'false',
        ...list.reveal,
      });
      if (!page) return NO_ANSWER;
      const missing = ids.filter((id) => !page.ids.includes(id)).length;
      // One or two may be side-loaded records that the list hides from this user.
      const holds = page.ids.length > 20 && missing <= ids.length / 5;
      return { holds, shown: `${ids.length} were asked for, ${ids.length - missing} came.` };
    },
  },
  ...HIDING.map(
    ({ name, assumption, weight, consequence, advice, read }): Probe => ({
      name,
      assumption,
      weight,
      consequence,
      advice,
      calls: 2,
      async run(session) {
        const hidden = await hiddenRecord(session);
        if (!hidden) return unseen('The account shows no archived, deleted or disabled record.');
        const answer = await read(session, hidden);
        return answer ?? NO_ANSWER;
      },
    }),
  ),
  {
    name: 'search.only',
    assumption: '`search` beside `only` makes the API ignore `only`, so both are never sent together.',
    weight: 'nothing',
    consequence: 'None: the gateway sends no such call.',
    advice: 'Nothing.',
    calls: 2,
    run: async (session) => {
      const sample = await searchSample(session);
      if (!sample) return unseen('No search brought rows.');
      const { path, word, found } = sample;
      const [first, second] = found.ids;
      if (!first || !second) return unseen('No search brought several rows.');
      const both = await session.ask(path, { search: word, only: first, per_page: '200' });
      if (!both) return NO_ANSWER;
      const isIgnored = both.ids.includes(second);
      return { holds: isIgnored, shown: isIgnored ? 'It did.' : '`only` was honoured, or the call found nothing.' };
    },
  },
  {
    name: 'search.count',
    assumption: 'The count of a search is the number of its rows.',
    weight: 'answers',
    consequence: '`totalCount` of a search is too high: its index names records that are gone. Its rows are right.',
    advice: 'Do not show `totalCount` beside `filter: {search}`; page by `hasNextPage`.',
    calls: 1,
    run: async (session) => {
      const sample = await searchSample(session);
      if (!sample) return unseen('No search brought rows.');
      const { found } = sample;
      // Where counts are off anyway, this one says nothing of the index.
      if (found.count === null || session.observations.counted.some(({ rows, count }) => count !== rows))
        return unseen('Counts of this API cannot be compared.');
      if (found.ids.length >= Math.min(200, found.pageSize ?? LARGEST_SURE_PAGE))
        return unseen('No search was short enough to be compared.');
      return {
        holds: found.count <= found.ids.length,
        shown: found.count > found.ids.length ? 'It is above them.' : 'It is.',
      };
    },
  },
  {
    name: 'references.status',
    assumption: 'The filter `status` of external references takes the words that their rows say.',
    weight: 'answers',
    consequence: 'External references that are filtered by `status` come without some rows.',
    advice: 'Ask without that filter, and read `status`.',
    calls: 2,
    run: async (session) => {
      const path = '/external_references';
      const all = await session.ask(path, { subject_type: 'Workspace', per_page: '50' });
      if (!all) return NO_ANSWER;
      const word = rowsOf(all, 'external_references')
        .map(({ status }) => status)
        .find((status) => status === 'failed' || status === 'successful' || status === 'pending');
      if (word === undefined) return unseen('The account shows no external references of projects.');
      const some = await session.ask(path, { subject_type: 'Workspace', status: word, per_page: '50' });
      if (!some) return NO_ANSWER;
      const rows = rowsOf(some, 'external_references');
      const holds = rows.length > 0 && rows.every(({ status }) => status === word);
      return {
        holds,
        shown: holds
          ? 'It does.'
          : rows.length === 0
            ? 'It found none of the rows that say so.'
            : 'It let others pass.',
      };
    },
  },
];

const rowsOf = ({ collections, ids }: Answer, key: string): readonly Row[] =>
  ids.map((id) => collections.get(key)?.byId[id]).filter((row) => row !== undefined);

/** Asks all of them, as far as the budget goes. */
export async function probe(session: Session): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of PROBES) {
    const { holds, shown } = session.callsLeft < 1 ? NO_ANSWER : await one.run(session);
    findings.push(findingOf(one, holds, shown));
  }
  return findings;
}
