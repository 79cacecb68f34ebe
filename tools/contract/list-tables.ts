/** The part of `docs/filters.md` that is made from the declarations and from what Kantata documents. */
import { paramsOf } from '../../src/schema/filter.ts';
import type { Filter } from '../../src/schema/filter.ts';
import { byCustomFields, byIds, byReferences, byTimes } from '../../src/schema/common-filters.ts';
import type { Resource } from '../../src/schema/resource.ts';
import { orderValueName } from '../../src/schema/list-arguments.ts';
import { rootFieldNames } from '../../src/schema/root-names.ts';
import { isListed } from './compare.ts';
import { readExceptions, readLists } from './contract.ts';

type Named = readonly [name: string, filter: Filter];

const SHARED = [
  ['Ids', byIds('Record', 'records')],
  ['Times', byTimes('records')],
  ['Other systems', byReferences('records')],
  ['Values of custom fields', byCustomFields('records')],
] as const;

const anchor = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');

const typeName = ({ type, list, required }: Filter) => {
  const name = list ? `[${type.name}!]` : type.name;
  return `\`${required ? `${name}!` : name}\``;
};

/** A mandatory argument has a second row where several values may be given. */
const rowsOf = ([name, filter]: Named): string[][] => {
  const row = rowOf([name, filter.several ? { ...filter, required: false } : filter]);
  if (!filter.several) return [row];
  const [, type, param, description] = row as [string, string, string, string];
  return [
    [`\`${name}\``, type, param, `${description} Exactly one of \`${name}\` and \`${filter.several}\` must be given.`],
    [
      `\`${filter.several}\``,
      `[${type.replaceAll('`', '')}!]`.replace(/^(.*)$/, '`$1`'),
      `${param}, one call for each`,
      `As \`${name}\`, for several at once; the lists are merged into one, in one order.`,
    ],
  ];
};

const rowOf = ([name, filter]: Named): string[] => {
  const params = paramsOf(name, filter).map((param) => `\`${param}\``);
  return [
    `\`${filter.required ? '' : 'filter.'}${name}\``,
    typeName(filter),
    params.length > 1 ? '`by_custom_..._value`, [as above](#custom-fields)' : params.join(),
    filter.deprecated ? `${filter.description} Deprecated: ${filter.deprecated}` : filter.description,
  ];
};

const table = (rows: readonly (readonly string[])[]) =>
  [['Argument', 'Type', 'REST parameter', 'What it does'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** The groups that a list has whole; the arguments of these stand in a table of their own. */
const groupsOf = (filters: Readonly<Record<string, Filter>>) =>
  SHARED.filter(([, shared]) => Object.keys(shared).every((name) => filters[name] && !filters[name].deprecated));

/** Arguments that many lists share. */
export const sharedTables = () =>
  SHARED.map(([heading, filters]) => `### ${heading}\n\n${table(Object.entries(filters).map(rowOf))}`).join('\n\n');

function leftOutOf({ type }: Resource): string | null {
  const missing = Object.entries(readExceptions().leftOut[type] ?? {});
  return missing.length > 0
    ? `Left out: ${missing.map(([name, reason]) => `\`${name}\` (${reason})`).join('; ')}.`
    : null;
}

function listSection(resource: Resource): string {
  const { endpoint } = resource.declaration;
  if (!endpoint) throw new Error(`${resource.type} has no list.`);
  const groups = groupsOf(endpoint.filters);
  const shared = new Set(groups.flatMap(([, filters]) => Object.keys(filters)));
  const own = Object.entries(endpoint.filters).filter(([name]) => !shared.has(name));
  const { added } = readExceptions();
  const extra = Object.keys(added[resource.type] ?? {});
  const hidden = Object.entries(endpoint.defaults ?? {}).map(([param, value]) => `\`${param}=${value}\``);
  return [
    `### ${rootFieldNames(resource).list}`,
    `\`GET ${resource.endpoint?.path}\`${readLists().has(resource.type) ? '' : ', of which no list is documented'}.`,
    own.length > 0 ? table(own.flatMap(rowsOf)) : null,
    groups.length > 0
      ? `As on many lists: ${groups.map(([heading]) => `[${heading.toLowerCase()}](#${anchor(heading)})`).join(', ')}.`
      : null,
    endpoint.orders.length > 0
      ? `Orders: ${endpoint.orders.map((order) => `\`${orderValueName(order)}\``).join(', ')}${endpoint.orderByCustomField ? ', and `orderByCustomField`' : ''}.`
      : 'The API documents no order.',
    hidden.length > 0 ? `Without an argument the API assumes ${hidden.join(', ')}.` : null,
    leftOutOf(resource),
    extra.length > 0 ? `Offered and not documented: ${extra.map((name) => `\`${name}\``).join(', ')}.` : null,
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

/** A list that the API always answers whole takes its arguments without a filter object. */
function wholeSection(resource: Resource): string {
  const { whole, collection } = resource.declaration;
  const rows = Object.entries(whole?.filters ?? {}).map(([name, filter]) => {
    const [, ...cells] = rowOf([name, filter]);
    return [`\`${name}\``, ...cells];
  });
  return [
    `### ${rootFieldNames(resource).list}`,
    `\`GET ${whole?.path ?? `/${collection}`}\`, always answered whole: without pages and orders.`,
    rows.length > 0 ? table(rows) : 'The API documents no parameter.',
    leftOutOf(resource),
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

/** One section for each list, by the name of its field. */
export const listSections = (resources: Iterable<Resource>) =>
  [...resources]
    .filter(isListed)
    .toSorted((a, b) => (rootFieldNames(a).list < rootFieldNames(b).list ? -1 : 1))
    .map((resource) => (resource.endpoint ? listSection(resource) : wholeSection(resource)))
    .join('\n\n');

/** Collections and records that are documented and not offered at all, with the reason. */
export function leftOutWhole(): string {
  const { lists, singles } = readExceptions();
  const documented = readLists();
  const pathOf = (type: string) => documented.get(type)?.path ?? '';
  return [
    ...Object.entries(lists).map(([type, reason]) => `- \`GET ${pathOf(type)}\`: ${reason}.`),
    ...Object.entries(singles).map(([type, reason]) => `- \`GET ${pathOf(type)}/{id}\`: ${reason}.`),
  ].join('\n');
}
