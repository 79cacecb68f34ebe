/**
 * Summaries of a list: records grouped by some of their columns, counted, and summed up. A type's file declares which
 * columns; root field, types, enums and what is read of each row derive from that.
 *
 * Rows and summary are answered as records of two types of their own, so that a group's `user` is loaded as any
 * association is. The API has neither type: the gateway writes their rows.
 */
import type { Link } from '../loaders/collection.ts';
import {
  type Attribute,
  boolean,
  cents,
  date,
  enumeration,
  integer,
  largeInteger,
  list,
  object,
  oneOf,
  snakeCase,
  struct,
  text,
  enumValueName,
} from './attribute.ts';
import { type Association, belongsTo, hasMany, linkName, Resource } from './resource.ts';

/** The sum of one attribute over the records of a group, in the attribute's own unit. */
export interface Total {
  readonly kind: 'total';
  readonly attribute: string;
  readonly description: string;
}

/** Money of the records of a group, in one sum for each currency. */
export interface MoneyTotal {
  readonly kind: 'money';
  /** The attributes that an amount is made from. */
  readonly attributes: readonly string[];
  /** The amount of one record in the smallest unit, from their values. Exact, or not a safe integer. */
  readonly amount: (first: number, second: number) => number;
  readonly description: string;
}

/** Sums an attribute that is a whole number. */
export const total = (attribute: string, description: string): Total => ({ kind: 'total', attribute, description });

/** Sums an attribute that is money in the smallest unit of the record's `currency`. */
export const money = (attribute: string, description: string): MoneyTotal => ({
  kind: 'money',
  attributes: [attribute],
  amount: (value) => value,
  description,
});

const MINUTES_AN_HOUR = 60;

/**
 * Sums an hourly rate times minutes. Each record's amount is rounded to the smallest unit, half away from zero, so that
 * rows add up to the same amount in every grouping.
 */
export const moneyByHour = (rate: string, minutes: string, description: string): MoneyTotal => ({
  kind: 'money',
  attributes: [rate, minutes],
  amount: (perHour, time) => rounded(perHour * time),
  description: `${description} Each record is rounded to the smallest unit.`,
});

function rounded(sixtieths: number): number {
  if (!Number.isSafeInteger(sixtieths)) return Number.NaN;
  const rest = Math.abs(sixtieths) % MINUTES_AN_HOUR;
  const whole = (Math.abs(sixtieths) - rest) / MINUTES_AN_HOUR;
  return Math.sign(sixtieths) * (whole + (rest * 2 >= MINUTES_AN_HOUR ? 1 : 0));
}

export interface SummaryDeclaration {
  /** Attributes and to-one associations of the type by which its records are grouped. */
  readonly groups: readonly string[];
  /** The attribute by whose day, week, month and year they are grouped; points in time count in UTC. */
  readonly date: string;
  readonly sums: Readonly<Record<string, Total | MoneyTotal>>;
}

export type Period = 'day' | 'week' | 'month' | 'year';

/** One way to group records. */
export type Group = {
  /** The value of the enum: `USER`. */
  readonly name: string;
  /** The field of a row: `user`. */
  readonly field: string;
  /** The name of the group's value in the row that the gateway writes. */
  readonly column: string;
} & (
  | { readonly kind: 'record'; readonly link: Link; readonly association: Association }
  | { readonly kind: 'value'; readonly wire: string; readonly attribute: Attribute }
  | { readonly kind: 'period'; readonly wire: string; readonly attribute: Attribute; readonly period: Period }
);

/** One sum of a summary, with the columns that it is made from. */
export interface Sum {
  /** The field of a row: `timeInMinutes`. */
  readonly field: string;
  readonly column: string;
  readonly declared: Total | MoneyTotal;
  readonly wires: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** How rows may be ordered beside by their groups. */
export interface SummaryOrder {
  readonly name: string;
  readonly description: string;
  /** The field of a row that decides; null for its groups. */
  readonly field: string | null;
  readonly descending: boolean;
}

export const SummaryGapReason = enumeration('SummaryGapReason', 'Why records are missing from the sums of a summary.', {
  CALL_LIMIT: 'Reading all records takes more REST calls than a summary may make.',
  UNKNOWN_VALUE:
    'The API did not send a column of these records, or nothing that can be read. Unknown groups are left out; a sum is null where a record of its row is unknown.',
  NOT_SENT: 'The API listed these records without sending them.',
  CHANGED: 'Records changed while the pages were read, so that some may be missing. None counts twice.',
});

export const SummaryGap = struct('SummaryGap', 'Records that are missing from the sums of a summary, and why.', {
  reason: oneOf(SummaryGapReason, 'Why they are missing.'),
  column: text('The field of `rows` whose column is unknown; null for other reasons.'),
  records: integer('Number of records; null when not known.'),
  calls: integer('REST calls that reading the rest takes; null when not known, or when calls would not help.'),
  message: text('What is missing, and what to do.'),
});

export const SummaryMoney = struct('SummaryMoney', 'Money summed in one currency.', {
  amountInCents: cents('Sum in the smallest unit of the currency.'),
  currency: text('ISO code of the currency; null when the records name none.'),
  currencyBaseUnit: integer('Number of smallest units in one unit of the currency, for example 100.'),
  records: integer('Number of records in this sum.'),
});

const PERIODS: Readonly<Record<Period, Attribute>> = {
  day: date('Day'),
  week: date('Monday of the week'),
  month: text('Month, such as 2026-04'),
  year: integer('Year'),
};

/** A field of a row is refused where rows do not differ in it. */
const needs = ({ name }: Pick<Group, 'name'>) => `Needs \`${name}\` in \`groupBy\`.`;

/** The summary of one type, made from its declaration. */
export class Summary {
  readonly resource: Resource;
  /** The root field: `timeEntriesSummary`. */
  readonly name: string;
  readonly groups: readonly Group[];
  readonly sums: readonly Sum[];
  readonly orders: readonly SummaryOrder[];
  /** Stands for the rows. */
  readonly row: Resource;
  /** Stands for the summary as a whole. */
  readonly whole: Resource;

  constructor(resource: Resource, declaration: SummaryDeclaration, name: string) {
    this.resource = resource;
    this.name = name;
    this.groups = groupsOf(resource, declaration);
    this.sums = sumsOf(resource, declaration);
    this.orders = ordersOf(this.sums);
    this.row = this.#rowType(declaration.date);
    this.whole = this.#wholeType();
  }

  #rowType(by: string): Resource {
    const { type } = this.resource;
    const ofGroups = this.groups.flatMap((group): [string, Attribute][] =>
      group.kind === 'record' ? [] : [[group.field, group.kind === 'period' ? periodOf(group, by) : valueOf(group)]],
    );
    const ofSums = this.sums.map(({ field, declared }): [string, Attribute] => [field, sumAttribute(declared)]);
    const row = new Resource(`${type}SummaryRow`, {
      // No collection of the API begins so.
      collection: `~${this.name}.rows`,
      description: `${type} records of one group, counted and summed.`,
      attributes: {
        ...Object.fromEntries(ofGroups),
        count: integer('Number of records.'),
        ...Object.fromEntries(ofSums),
      },
    });
    row.associations(() =>
      Object.fromEntries(
        this.groups.flatMap((group) => {
          if (group.kind !== 'record') return [];
          const [target] = group.association.targets();
          const description = `${group.association.description} ${needs(group)}`;
          return [[group.field, belongsTo(target as Resource, description, { includable: false })]];
        }),
      ),
    );
    return row;
  }

  #wholeType(): Resource {
    const { type } = this.resource;
    const whole = new Resource(`${type}Summary`, {
      collection: `~${this.name}`,
      description: `${type} records, grouped, counted and summed.`,
      attributes: {
        complete: boolean('Whether every matching record is in `rows`, and every selected value is known.'),
        missing: list(
          (about) => object(SummaryGap, about),
          'What is missing from the sums, and why. Empty when `complete` is true.',
        ),
        rowCount: integer('Number of groups, also of those that `first` leaves out of `rows`.'),
        recordsRead: integer('Number of records that were read.'),
        totalCount: integer('Number of matching records, as the API counts them; null when it sends no count.'),
        callsNeeded: integer(
          'REST calls that reading all records takes. Null when the API sends no count. With `totalCount` and nothing else selected, one row is requested in place of all.',
        ),
      },
    });
    // Not `own`: an association by a column of the row is answered by its id alone where nothing else is selected.
    whole.associations(() => ({
      rows: hasMany(this.row, 'One row for each group, in the order of `orderBy`.', {
        field: 'rows',
        includable: false,
      }),
    }));
    return whole;
  }
}

/** Fields of a summary that are known without reading its records. */
export const COUNTED_FIELDS: ReadonlySet<string> = new Set(['total_count', 'calls_needed']);

function periodOf(group: Extract<Group, { kind: 'period' }>, by: string): Attribute {
  const [before, after = ''] = PERIODS[group.period].description.split(', ');
  const example = after && `, ${after}`;
  const description = `${before} of \`${by}\`${example}; null for records without one. ${needs(group)}`;
  return { ...PERIODS[group.period], description };
}

function valueOf(group: Extract<Group, { kind: 'value' }>): Attribute {
  // The value is written under the field's own name.
  const { wire: _, ...rest } = group.attribute;
  return { ...rest, description: `${rest.description} ${needs(group)}` };
}

const UNKNOWN_SUM = 'Null when a value of the row is unknown: see `missing`.';

const sumAttribute = (declared: Total | MoneyTotal): Attribute =>
  declared.kind === 'total'
    ? largeInteger(`${declared.description} ${UNKNOWN_SUM}`)
    : list((text) => object(SummaryMoney, text), `${declared.description} One sum for each currency. ${UNKNOWN_SUM}`);

function attributeOf(resource: Resource, name: string): Attribute {
  const attribute = resource.attributes.get(name);
  if (!attribute) throw new Error(`${resource.type}.${name} is no attribute, and cannot be summarized.`);
  if (attribute.optional) throw new Error(`${resource.type}.${name} comes only on request, and cannot be summarized.`);
  return attribute;
}

const wireOf = (resource: Resource, name: string) => attributeOf(resource, name).wire ?? snakeCase(name);

function groupsOf(resource: Resource, { groups, date: by }: SummaryDeclaration): Group[] {
  const attribute = attributeOf(resource, by);
  return [
    ...groups.map((field): Group => {
      const name = enumValueName(field);
      const association = resource.fields.get(field);
      if (!association) {
        const wire = wireOf(resource, field);
        return { kind: 'value', name, field, column: snakeCase(field), wire, attribute: attributeOf(resource, field) };
      }
      const link = resource.links.get(linkName(field, association));
      if (link?.kind !== 'one') throw new Error(`${resource.type}.${field} leads to several records, not to one.`);
      return { kind: 'record', name, field, column: `${snakeCase(field)}_id`, link, association };
    }),
    ...(Object.keys(PERIODS) as Period[]).map((period): Group => {
      const wire = wireOf(resource, by);
      return { kind: 'period', name: period.toUpperCase(), field: period, column: period, wire, attribute, period };
    }),
  ];
}

const sumsOf = (resource: Resource, { sums }: SummaryDeclaration): Sum[] =>
  Object.entries(sums).map(([field, declared]): Sum => {
    const names = declared.kind === 'total' ? [declared.attribute] : [...declared.attributes, 'currency'];
    return {
      field,
      column: snakeCase(field),
      declared,
      wires: names.map((name) => wireOf(resource, name)),
      attributes: names.map((name) => attributeOf(resource, name)),
    };
  });

/** By the groups, by the count, and by each sum that is one number. */
const ordersOf = (sums: readonly Sum[]): SummaryOrder[] => [
  {
    name: 'GROUP_ASC',
    description: 'By the values of `groupBy`, in its order; records by id, no value last.',
    field: null,
    descending: false,
  },
  ...['count', ...sums.filter(({ declared }) => declared.kind === 'total').map(({ field }) => field)].flatMap((field) =>
    [true, false].map((descending) => ({
      name: `${enumValueName(field)}_${descending ? 'DESC' : 'ASC'}`,
      description: `By \`${field}\`, ${descending ? 'descending' : 'ascending'}. Ties are ordered by group.`,
      field,
      descending,
    })),
  ),
];

const summaries = new WeakMap<Resource, Summary>();

/** The summary of a type, made once; null where none is declared. */
export function summaryOf(resource: Resource, name: string): Summary | null {
  const { summary: declaration } = resource.declaration;
  if (!declaration) return null;
  let summary = summaries.get(resource);
  if (!summary) summaries.set(resource, (summary = new Summary(resource, declaration, name)));
  return summary;
}
