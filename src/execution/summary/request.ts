/** What a summary was asked, checked: which lists are read, how their rows are grouped, and what is summed. */
import type { Collection } from '../../loaders/collection.ts';
import { CallBudgetExceeded } from '../../loaders/call-sender.ts';
import { createRequirements, isEmpty, type Requirements } from '../../loaders/requirements.ts';
import { COUNTED_FIELDS, type Group, type Summary, type SummaryOrder } from '../../schema/summary.ts';
import type { EndpointDeclaration } from '../../schema/resource.ts';
import { UnusableInput } from '../../schema/unusable-input.ts';
import { checkedLists, type ListArguments, type ListLimits, type Params } from '../list-request.ts';
import type { RecordField, RecordPlan, RootField } from '../plan.ts';
import type { Grouping } from './aggregate.ts';
import type { PageShare } from './page-pool.ts';

export type SummaryField = Extract<RootField, { kind: 'summary' }>;

export interface SummaryRequest {
  readonly kind: 'summary';
  readonly field: SummaryField;
  /** One list, or one for each value of the mandatory parameter; none when no record can match. */
  readonly lists: readonly Params[];
  readonly grouping: Grouping;
  /** How many rows are answered at most; null for all. */
  readonly first: number | null;
  /** Nothing is selected but what the number of records tells. */
  readonly isCountOnly: boolean;
  /** What the rows must tell: the ids of the associations that they are grouped by. */
  readonly requirements: Requirements;
  /** Collections of those associations whose records are selected. */
  readonly keeps: ReadonlySet<string>;
  readonly share: PageShare;
  /** Called with the id of the summary when all pages have been read, before records of groups are loaded. */
  readonly come?: (ids: readonly string[]) => void;
}

interface SummaryArguments extends ListArguments {
  readonly groupBy?: readonly string[] | null;
}

const NO_SHARE: PageShare = { calls: 0, lists: 0 };

/** Reads the arguments of a summary. Throws {@link UnusableInput}. */
export function summaryRequest(field: SummaryField, args: SummaryArguments, { maxFirst }: ListLimits): SummaryRequest {
  const { summary, shape } = field;
  const { resource, orders } = summary;
  const { orderBy = null, first = null, groupBy, ...chosen } = args;
  if (first !== null && (first < 1 || first > maxFirst))
    throw new UnusableInput(`first: a number from 1 to ${maxFirst}.`);
  const groups = [...new Set(groupBy)].map((name) => summary.groups.find((group) => group.name === name) as Group);
  const selected = rowFieldsOf(shape);
  checkGrouped(summary, groups, selected);
  const endpoint = resource.declaration.endpoint as EndpointDeclaration;
  const order = (orders.find(({ name }) => name === orderBy) ?? orders[0]) as SummaryOrder;
  const sums = summary.sums.filter((sum) => order.field === sum.field || selected.some((other) => isAbout(other, sum)));
  const requirements = createRequirements(resource);
  requirements.row = true;
  requirements.paths.add(field.key);
  for (const group of groups)
    if (group.kind === 'record')
      requirements.links.set(group.link.name, { link: group.link, targets: new Map(), back: new Set() });
  return {
    kind: 'summary',
    field,
    lists: checkedLists(endpoint, { ...chosen, orderBy: stableOrder(endpoint) }, 'ask for fewer at once'),
    grouping: { groups, sums, order },
    first,
    isCountOnly: shape.fields.every(
      (other) => other.kind === 'typename' || (other.kind === 'attribute' && COUNTED_FIELDS.has(other.wire)),
    ),
    requirements,
    keeps: keptOf(selected),
    share: NO_SHARE,
  };
}

/** An order in which no row moves while pages are read, but for those behind one that is deleted. */
const stableOrder = ({ orders }: EndpointDeclaration): string | null =>
  ['id:asc', 'created_at:asc'].find((order) => orders.includes(order)) ?? null;

/** What is selected of rows, at whatever place. */
const rowFieldsOf = ({ fields }: RecordPlan): readonly RecordField[] =>
  fields.flatMap((field) => (field.kind === 'to-many' ? field.target.fields : []));

const isAbout = (field: RecordField, { column }: { readonly column: string }): boolean =>
  field.kind === 'attribute' ? field.wire === column : 'link' in field && field.link.field === column;

/** Rows that do not differ in something cannot tell it. */
function checkGrouped({ groups }: Summary, chosen: readonly Group[], selected: readonly RecordField[]): void {
  for (const field of selected) {
    const group = groups.find((other) => isAbout(field, other));
    if (group && !chosen.includes(group))
      throw new UnusableInput(`rows.${field.key}: rows are not grouped by it. Add ${group.name} to groupBy.`);
  }
}

function keptOf(selected: readonly RecordField[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const field of selected) {
    if (field.kind !== 'to-one') continue;
    for (const { resource, requirements } of field.targets.values())
      if (!isEmpty(requirements)) for (const { key } of homesOf(resource)) keys.add(key);
  }
  return keys;
}

const homesOf = (collection: Collection): readonly Collection[] => [collection, ...collection.members];

/** Names a list, so that equal ones are known. */
export const listKey = ({ field: { summary } }: SummaryRequest, params: Params): string =>
  JSON.stringify([
    summary.resource.endpoint?.path,
    ...Object.keys(params)
      .toSorted()
      .map((name) => [name, params[name]]),
  ]);

/**
 * Gives all summaries that are loaded together their share of the calls for pages. Where there are more lists than calls, all
 * of them are refused.
 */
export function shared<Request extends { readonly kind: string; readonly field: RootField }>(
  requests: readonly (Request | SummaryRequest)[],
  calls: number,
): (Request | SummaryRequest | { readonly kind: 'refused'; readonly field: RootField; readonly error: Error })[] {
  const isReading = (request: Request | SummaryRequest): request is SummaryRequest =>
    request.kind === 'summary' && !(request as SummaryRequest).isCountOnly;
  const reading = requests.filter(isReading);
  const lists = reading.reduce((sum, request) => sum + request.lists.length, 0);
  const different = new Set(reading.flatMap((request) => request.lists.map((params) => listKey(request, params))));
  return requests.map((request) =>
    !isReading(request)
      ? request
      : different.size > calls
        ? { kind: 'refused', field: request.field, error: new CallBudgetExceeded(calls) }
        : { ...request, share: { calls: Math.min(calls, ceiling(reading)), lists } },
  );
}

/** Lists that name their records by id are one call each, and have no pages. */
const ceiling = (reading: readonly SummaryRequest[]): number => {
  const lists = new Map(
    reading.flatMap((request) => request.lists.map((params) => [listKey(request, params), params])),
  );
  return [...lists.values()].every(({ only }) => only !== undefined) ? lists.size : Number.POSITIVE_INFINITY;
};
