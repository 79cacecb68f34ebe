/** What the board shows: of each tile its query, and its table made from the answer. */
import type { Cell, Table } from '../table.ts';
import type { Question } from './ask.ts';

export interface Tile {
  readonly key: string;
  readonly title: string;
  readonly lead: string;
  /** @param month the last one of those that are shown: `2026-06`. */
  readonly question: (month: string) => Question;
  readonly table: (data: unknown, month: string) => Table;
  /** How much of what there is the table was made from. */
  readonly coverage: (data: unknown) => readonly { readonly read: number; readonly total: number | null }[];
  /** Whether it is of some months. Default: no. */
  readonly isMonthly?: boolean;
}

/** A list as the queries below ask for it. */
interface List<Node> {
  readonly totalCount: number | null;
  readonly nodes: readonly (Node | null)[];
}

type Lists<Node> = Readonly<Record<string, List<Node> | null>>;

const listsIn = <Node>(data: unknown): readonly (readonly [string, List<Node>])[] =>
  Object.entries((data ?? {}) as Lists<Node>).flatMap(([key, list]) => (list ? [[key, list] as const] : []));

/** The records of all lists of an answer. A caller names the type that its query selects. */
// oxlint-disable-next-line no-unnecessary-type-parameters
const nodesIn = <Node>(data: unknown): readonly Node[] =>
  listsIn<Node>(data).flatMap(([, { nodes }]) => nodes.filter((node) => node !== null));

const coverageOf = (data: unknown) =>
  listsIn(data).map(([, { nodes, totalCount }]) => ({ read: nodes.length, total: totalCount }));

const text = (path: string) => ({ path, isNumeric: false });
const number = (path: string) => ({ path, isNumeric: true });

const FAILED_SYNCS = `query FailedSyncs {
  externalReferences(
    subjectTypes: [WORKSPACE, STORY, TIME_ENTRY, EXPENSE, INVOICE, WORKSPACE_RESOURCE, USER]
    filter: { status: FAILED }
    orderBy: LAST_SYNCED_AT_DESC
    first: 200
  ) {
    totalCount
    nodes {
      serviceName
      serviceModel
      externalMessage
      lastSyncedAt
    }
  }
}
`;

interface Reference {
  readonly serviceName: string | null;
  readonly serviceModel: string | null;
  readonly externalMessage: string | null;
  readonly lastSyncedAt: string | null;
}

const EMPTY_SEATS = `query EmptySeats {
  workspaceResources(filter: { onlyUnnamed: true }, orderBy: UPDATED_AT_DESC, first: 200) {
    totalCount
    nodes {
      label
      role {
        name
      }
      workspace {
        title
        startDate
        dueDate
      }
    }
  }
}
`;

interface Seat {
  readonly label: string | null;
  readonly role: { readonly name: string | null } | null;
  readonly workspace: {
    readonly title: string | null;
    readonly startDate: string | null;
    readonly dueDate: string | null;
  } | null;
}

/** Rows of one month that are read; each 200 are a REST call. */
const HOURS_READ = 1_000;

const HOURS = `query Hours($first: DateRange!, $second: DateRange!, $third: DateRange!) {
  first: timeEntries(filter: { datePerformedBetween: $first }, first: ${HOURS_READ}) {
    ...Logged
  }
  second: timeEntries(filter: { datePerformedBetween: $second }, first: ${HOURS_READ}) {
    ...Logged
  }
  third: timeEntries(filter: { datePerformedBetween: $third }, first: ${HOURS_READ}) {
    ...Logged
  }
}

fragment Logged on TimeEntryConnection {
  totalCount
  nodes {
    timeInMinutes
    userId
    user {
      fullName
    }
  }
}
`;

interface Entry {
  readonly timeInMinutes: number | null;
  readonly userId: string | null;
  readonly user: { readonly fullName: string | null } | null;
}

/** `2026-06` and a number of months to the month so far before it. */
export function monthBefore(month: string, count: number): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, at - 1 - count, 1)).toISOString().slice(0, 7);
}

const daysOf = (month: string) => {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return { from: `${month}-01`, to: new Date(Date.UTC(year, at, 0)).toISOString().slice(0, 10) };
};

const monthsTo = (month: string) => [monthBefore(month, 2), monthBefore(month, 1), month];

/** By the response keys of the query, oldest first. */
const KEYS = ['first', 'second', 'third'] as const;

const inHours = (minutes: number) => Math.round((100 * minutes) / 60) / 100;

/** Minutes of each person in each month, as hours. */
function hoursTable(data: unknown, month: string): Table {
  const people = new Map<string, { name: string; minutes: number[] }>();
  for (const [key, { nodes }] of listsIn<Entry>(data)) {
    const at = KEYS.indexOf(key as (typeof KEYS)[number]);
    for (const entry of nodes) {
      if (!entry) continue;
      const id = entry.userId ?? '';
      const person = people.get(id) ?? { name: entry.user?.fullName ?? 'Somebody you may not see', minutes: [0, 0, 0] };
      person.minutes[at] = (person.minutes[at] ?? 0) + (entry.timeInMinutes ?? 0);
      people.set(id, person);
    }
  }
  const rows = [...people.values()]
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, minutes }): Cell[] => [
      name,
      ...minutes.map((one) => inHours(one)),
      inHours(minutes.reduce((sum, one) => sum + one, 0)),
    ]);
  return { columns: [text('Person'), ...monthsTo(month).map((one) => number(one)), number('Hours')], rows };
}

export const TILES: readonly Tile[] = [
  {
    key: 'syncs',
    title: 'Failed syncs',
    lead: 'What other systems would not take, by system and reason: projects, tasks, time, expenses, invoices, seats and people.',
    question: () => ({ query: FAILED_SYNCS, variables: {} }),
    coverage: coverageOf,
    table(data) {
      const groups = Map.groupBy(nodesIn<Reference>(data), (one) =>
        JSON.stringify([one.serviceName, one.externalMessage]),
      );
      const rows = [...groups.values()].map((own): Cell[] => [
        own[0]?.serviceName ?? 'Unnamed system',
        own.length,
        own[0]?.externalMessage ?? 'No reason given',
        [...new Set(own.map(({ serviceModel }) => serviceModel ?? '?'))].toSorted().join(', '),
        own
          .map(({ lastSyncedAt }) => lastSyncedAt?.slice(0, 10) ?? '')
          .toSorted()
          .at(-1) || null,
      ]);
      return {
        columns: [text('System'), number('Failed'), text('Reason'), text('Kinds'), text('Latest')],
        rows: rows.toSorted((one, other) => Number(other[1]) - Number(one[1])),
      };
    },
  },
  {
    key: 'seats',
    title: 'Seats without people',
    lead: 'Seats on projects that nobody has taken yet, the soonest project first.',
    question: () => ({ query: EMPTY_SEATS, variables: {} }),
    coverage: coverageOf,
    table: (data) => ({
      columns: [text('Seat'), text('Role'), text('Project'), text('Starts'), text('Ends')],
      rows: nodesIn<Seat>(data)
        .map(({ label, role, workspace }): Cell[] => [
          label,
          role?.name ?? null,
          workspace?.title ?? null,
          workspace?.startDate ?? null,
          workspace?.dueDate ?? null,
        ])
        .toSorted((one, other) => String(one[3] ?? '9').localeCompare(String(other[3] ?? '9'))),
    }),
  },
  {
    key: 'hours',
    title: 'Hours by person and month',
    lead: 'Time that was logged, in hours.',
    isMonthly: true,
    question(month) {
      const [first, second, third] = monthsTo(month).map((one) => daysOf(one));
      return { query: HOURS, variables: { first, second, third } };
    },
    coverage: coverageOf,
    table: hoursTable,
  },
];

/** The day of the latest time entry, for whoever looks at months without any. One REST call. */
export const LATEST_ENTRY: Question = {
  query:
    'query LatestEntry {\n  timeEntries(orderBy: DATE_PERFORMED_DESC, first: 1) {\n    nodes {\n      datePerformed\n    }\n  }\n}\n',
  variables: {},
};

/** Its month; `null` where there is none. */
export const monthOfLatest = (data: unknown): string | null =>
  nodesIn<{ readonly datePerformed: string | null }>(data)[0]?.datePerformed?.slice(0, 7) ?? null;
