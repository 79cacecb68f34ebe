/** Sums made by hand from the nodes of a list: what a summary has to answer. */

/** One node of a list, as a client has it. */
export type Node = Readonly<Record<string, unknown>>;

/** One row of a summary: the groups' values by field, and the sums. */
export type SummaryRow = Readonly<Record<string, unknown>>;

/** How the rows of one summary are told from the nodes of its list. */
export interface Summarized {
  /** The root field of the list; its summary is named after it. */
  readonly list: string;
  /** The mandatory argument, where the list has one. */
  readonly argument?: string;
  /** By value of `groupBy`: the field of a row, and what a node has for it. */
  readonly groups: Readonly<Record<string, readonly [field: string, of: (node: Node) => unknown]>>;
  /** Fields of a node that are needed. */
  readonly nodeFields: string;
  /** Fields of a row that are sums, as selected, and what they are over some nodes. */
  readonly sumFields: string;
  readonly sums: Readonly<Record<string, (nodes: readonly Node[]) => unknown>>;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const byPeriod = (field: string): Summarized['groups'] => {
  const day = (node: Node) => text(node[field]).slice(0, 10);
  const orNull = (node: Node, value: unknown) => (node[field] === null ? null : value);
  return {
    DAY: ['day', (node) => orNull(node, day(node))],
    WEEK: ['week', (node) => orNull(node, mondayOf(day(node)))],
    MONTH: ['month', (node) => orNull(node, day(node).slice(0, 7))],
    YEAR: ['year', (node) => orNull(node, Number(day(node).slice(0, 4)))],
  };
};

/** Counts back day by day, so that it is another way than the gateway's. */
function mondayOf(day: string): string {
  const date = new Date(`${day || '2000-01-01'}T12:00:00Z`);
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

const same = (...fields: readonly string[]): Summarized['groups'] =>
  Object.fromEntries(
    fields.map((field) => [
      field
        .replace(/Id$/, '')
        .replaceAll(/([A-Z])/g, '_$1')
        .toUpperCase(),
      [field, (node: Node) => node[field]] as const,
    ]),
  );

const total = (field: string) => (nodes: readonly Node[]) =>
  nodes.reduce((sum, node) => sum + BigInt(Number(node[field] ?? 0)), 0n);

/** In rational numbers, each rounded to the nearest whole, half away from zero. */
const perHour = (rate: string) => (node: Node) => {
  if (node[rate] === null || node.timeInMinutes === null) return null;
  const product = BigInt(Number(node[rate])) * BigInt(Number(node.timeInMinutes));
  const half = product < 0n ? -30n : 30n;
  return (product + half) / 60n;
};

const money = (of: (node: Node) => bigint | null) => (nodes: readonly Node[]) => {
  const sums = new Map<string, { amountInCents: bigint; records: number }>();
  for (const node of nodes) {
    const amount = of(node);
    if (amount === null) continue;
    const known = sums.get(text(node.currency)) ?? { amountInCents: 0n, records: 0 };
    sums.set(text(node.currency), { amountInCents: known.amountInCents + amount, records: known.records + 1 });
  }
  return [...sums.keys()].toSorted().map((currency) => ({ currency, ...sums.get(currency) }));
};

const MONEY = '{ currency amountInCents records }';

export const SUMMARIES: readonly Summarized[] = [
  {
    list: 'timeEntries',
    groups: {
      ...same(
        'userId',
        'workspaceId',
        'storyId',
        'roleId',
        'invoiceId',
        'billable',
        'approved',
        'isInvoiced',
        'currency',
      ),
      ...byPeriod('datePerformed'),
    },
    nodeFields: `userId workspaceId storyId roleId invoiceId billable approved isInvoiced currency datePerformed timeInMinutes
      rateInCents costRateInCents`,
    sumFields: `timeInMinutes billAmount ${MONEY} costAmount ${MONEY}`,
    sums: {
      timeInMinutes: total('timeInMinutes'),
      billAmount: money(perHour('rateInCents')),
      costAmount: money(perHour('costRateInCents')),
    },
  },
  {
    list: 'expenses',
    groups: {
      ...same('userId', 'workspaceId', 'storyId', 'roleId', 'vendorId', 'expenseCategoryId', 'expenseBudgetId'),
      ...same('category', 'currency', 'isBillable', 'isInvoiced', 'reimbursable'),
      ...byPeriod('date'),
    },
    nodeFields: `userId workspaceId storyId roleId vendorId expenseCategoryId expenseBudgetId category currency isBillable
      isInvoiced reimbursable date amountInCents`,
    sumFields: `amount ${MONEY}`,
    sums: { amount: money(({ amountInCents }) => (amountInCents === null ? null : BigInt(Number(amountInCents)))) },
  },
  {
    list: 'externalReferences',
    argument: 'subjectTypes: [STORY, USER, WORKSPACE, EXPENSE]',
    groups: {
      ...same('subjectType', 'serviceName', 'serviceModel', 'status', 'externalStatus', 'locked'),
      ...byPeriod('lastSyncedAt'),
    },
    nodeFields: 'subjectType serviceName serviceModel status externalStatus locked lastSyncedAt',
    sumFields: '',
    sums: {},
  },
  {
    list: 'storyAllocationDays',
    groups: { ...same('assignmentId', 'storyId', 'workspaceId', 'current'), ...byPeriod('date') },
    nodeFields: 'assignmentId storyId workspaceId current date minutes',
    sumFields: 'minutes',
    sums: { minutes: total('minutes') },
  },
];

/** The query for a list's nodes, all of them. */
export const nodesQuery = ({ list, argument, nodeFields }: Summarized, filter = '') =>
  `{ list: ${list}(${[argument, filter, 'first: 2000'].filter(Boolean).join(', ')}) { totalCount nodes { ${nodeFields} } } }`;

/** The selection of a summary grouped so. */
export function summaryField(
  { list, argument, groups, sumFields }: Summarized,
  groupBy: readonly string[],
  { filter = '', further = '', rest = '' } = {},
): string {
  const args = [argument, filter, `groupBy: [${groupBy.join(', ')}]`, rest].filter(Boolean).join(', ');
  const fields = groupBy.map((name) => groups[name]?.[0]).join(' ');
  return `${list}Summary(${args}) {
    complete missing { reason column records calls message } rowCount recordsRead totalCount callsNeeded
    rows { ${fields} count ${sumFields} ${further} }
  }`;
}

/** The rows that a summary has to have, in the order of their groups. */
export function rowsOf(summarized: Summarized, groupBy: readonly string[], nodes: readonly Node[]): SummaryRow[] {
  const groups = groupBy.map((name) => summarized.groups[name] as Summarized['groups'][string]);
  const found = new Map<string, Node[]>();
  if (groupBy.length === 0) found.set('[]', []);
  for (const node of nodes) {
    const key = JSON.stringify(groups.map(([, of]) => of(node)));
    const own = found.get(key);
    if (own) own.push(node);
    else found.set(key, [node]);
  }
  return [...found]
    .map(([key, own]): [readonly (string | null)[], readonly Node[]] => [JSON.parse(key) as (string | null)[], own])
    .toSorted(([one], [other]) => {
      for (const [at, value] of one.entries()) {
        const order = compared(value, other[at] as string | null, groupBy[at] as string);
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(([values, own]) => ({
      ...Object.fromEntries(groups.map(([field], at) => [field, values[at]])),
      count: own.length,
      ...Object.fromEntries(Object.entries(summarized.sums).map(([field, of]) => [field, asNumbers(of(own))])),
    }));
}

const compared = (one: string | null, other: string | null, name: string): number => {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  const isId = /^\d+$/.test(one) && /^\d+$/.test(other) && !['DAY', 'MONTH'].includes(name);
  const [first, second] = isId ? [BigInt(one), BigInt(other)] : [one, other];
  return first < second ? -1 : 1;
};

/** As an answer has them. */
const asNumbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)));
