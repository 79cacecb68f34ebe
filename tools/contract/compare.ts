/** Where the declarations of a list and its documentation differ, and how much of it is offered. */
import type { Filter, FilterType } from '../../src/schema/filter.ts';
import { paramsOf } from '../../src/schema/filter.ts';
import { wireName } from '../../src/schema/attribute.ts';
import type { Resource } from '../../src/schema/resource.ts';
import type { DocumentedRecord, List, Parameter } from './contract.ts';

export interface Comparison {
  /** Documented names that are offered. */
  readonly offered: readonly string[];
  /** Documented and not offered. */
  readonly missing: readonly string[];
  /** Offered and not documented. */
  readonly extra: readonly string[];
  /** Name -> how the kinds of value differ. */
  readonly otherKind: ReadonlyMap<string, string>;
  /** Name -> traps that the description keeps silent about. */
  readonly silent: ReadonlyMap<string, readonly string[]>;
  /** How many parameters are documented, paging, order, include and optional fields counted as one each. */
  readonly documented: number;
  /** How many of these are offered whole. */
  readonly whole: number;
}

const PAGING = ['page', 'per_page'];

/** The arguments that send each parameter; one that is kept for old clients only where there is no other. */
export function filtersByParam(resource: Resource): ReadonlyMap<string, Filter> {
  const byParam = new Map<string, Filter>();
  const { endpoint, whole } = resource.declaration;
  for (const [name, filter] of Object.entries((endpoint ?? whole)?.filters ?? {}))
    for (const param of paramsOf(name, filter))
      if (!byParam.has(param) || byParam.get(param)?.deprecated) byParam.set(param, filter);
  return byParam;
}

/** The words by which a description must warn of a trap: many people read nothing else. */
const SAYS: Readonly<Record<string, RegExp>> = {
  'any-value-is-true': /false (has no effect|is the same as leaving it out)/i,
  'false-means-nothing':
    /false has no effect|false is the same as leaving it out|or with false|default of the API: false, which lists all/i,
  'list-despite-name': /despite its name/,
  'id-despite-name': /an id, although the name/,
  'at-most-200': /at most 200/,
  'exact-match': /exactly|exact match/,
  'number-where-text-fits': /documents a number/,
  'words-differ-from-rows': /approval|SUCCESSFUL and FAILED|had this result/,
  'not-with-only': /Cannot be combined with `ids`/,
  'meaning-unstated':
    /API,? (which )?(does not (say|explain|list|define|document)|documents only the name|describes the parameter as)|not documented/,
  'hidden-by-default': /default of the API: (true|false)/i,
  'needs-rights': /administrator|reports viewer/,
  'needs-another': /Needs `|as well|beside|together|has no effect|same as leaving it out/,
  'lower-bound-despite-name': /or later/,
  'not-the-change': /not at the change/,
  'opposite-of-name': /not the skills|although the name/,
};

const scalarOf = (type: FilterType) => (type.kind === 'scalar' ? type.name : null);

/** The kinds of scalar that a documented type may be offered as. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  boolean: ['Boolean'],
  integer: ['ID', 'Int'],
  date: ['Date'],
  'date-time': ['DateTime'],
};

/** The words that an argument sends as this parameter, one for each of its values; none where it is no enum. */
const wordsSent = (param: string, { type, list, send }: Filter): string[] =>
  type.kind !== 'enum'
    ? []
    : type.values.map(({ name }) => {
        const sent = send((list ? [name] : name) as never, param, param);
        return sent === 'nothing' ? sent : (sent[param] ?? 'nothing');
      });

function kindDiffers(param: string, parameter: Parameter, filter: Filter): string | null {
  if (Boolean(parameter.required) !== filter.required) return parameter.required ? 'required' : 'not required';
  if (parameter.grammar)
    return filter.type.kind === 'input' || filter.type.kind === 'scalar' ? null : 'an input object';
  if (Boolean(parameter.list) !== filter.list) return parameter.list ? 'a list' : 'one value';
  if (parameter.values) {
    return wordsSent(param, filter).toSorted().join() === parameter.values.toSorted().join()
      ? null
      : `one of ${parameter.values.join()}`;
  }
  const fits = FITS[parameter.format ?? parameter.type];
  const scalar = scalarOf(filter.type);
  return fits && !(scalar && fits.includes(scalar)) ? (parameter.format ?? parameter.type) : null;
}

function namesOffered(resource: Resource): string[] {
  const { endpoint } = resource.declaration;
  const orders = endpoint?.orders ?? [];
  const byField = endpoint?.orderByCustomField
    ? ['custom_field:<custom_field_id>:asc', 'custom_field:<custom_field_id>:desc']
    : [];
  const optional = [...resource.attributes]
    .filter(([, attribute]) => attribute.optional)
    .map(([field, attribute]) => wireName(field, attribute));
  return [
    ...(endpoint ? PAGING : []),
    ...filtersByParam(resource).keys(),
    ...[...orders, ...byField].map((order) => `order:${order}`),
    ...[...resource.links.values()].filter(({ includable }) => includable).map(({ name }) => `include:${name}`),
    ...optional.map((name) => `optional_fields:${name}`),
  ];
}

const namesDocumented = ({ parameters, order, include, optionalFields }: List): string[] => [
  ...Object.keys(parameters),
  ...(order?.values ?? []).map((value) => `order:${value}`),
  ...(include ?? []).map((name) => `include:${name}`),
  ...(optionalFields ?? []).map((name) => `optional_fields:${name}`),
];

/** Whether the gateway has a list of this type. */
export const isListed = ({ declaration: { endpoint, whole } }: Resource): boolean =>
  endpoint ? endpoint.listed !== false : Boolean(whole);

/** Compares one list. `resource` is missing when the gateway does not offer the list. */
export function compare(list: List, resource: Resource | undefined): Comparison {
  const documented = namesDocumented(list);
  const listed = resource && isListed(resource) ? resource : null;
  const has = new Set(listed ? namesOffered(listed) : []);
  const filters = listed ? filtersByParam(listed) : new Map<string, Filter>();
  const missing = documented.filter((name) => !has.has(name));
  const otherKind = new Map<string, string>();
  const silent = new Map<string, readonly string[]>();
  for (const [name, parameter] of Object.entries(list.parameters)) {
    const filter = filters.get(name);
    if (!filter) continue;
    const differs = kindDiffers(name, parameter, filter);
    if (differs) otherKind.set(name, differs);
    const unsaid = (parameter.traps ?? []).filter((trap) => SAYS[trap] && !SAYS[trap].test(filter.description));
    if (unsaid.length > 0) silent.set(name, unsaid);
  }
  const groupOf = (name: string) => /^(order|include|optional_fields):/.exec(name)?.[1] ?? name;
  const all = new Set(documented.map(groupOf));
  const partly = new Set(missing.map(groupOf));
  return {
    offered: documented.filter((name) => has.has(name)),
    missing,
    extra: [...has].filter((name) => !documented.includes(name)),
    otherKind,
    silent,
    documented: all.size,
    whole: [...all].filter((name) => !partly.has(name)).length,
  };
}

/** The documented attributes of a type that are read from no column, and the associations whose ids are not read from theirs. */
export function unread({ attributes, associations }: DocumentedRecord, resource: Resource) {
  const links = [...resource.links.values()];
  const columns = new Set([
    ...[...resource.attributes].map(([field, attribute]) => wireName(field, attribute)),
    ...links.flatMap(({ name, field, typeField, idField }) => [field, typeField, idField, `${name}_ref`]),
  ]);
  const isRead = ([name, ids]: [string, string]) =>
    links.some((link) => link.name === name && (link.field === ids || link.idField === ids));
  return {
    attributes: attributes.filter((name) => !columns.has(name)),
    associations: Object.entries(associations)
      .filter((association) => !isRead(association))
      .map(([name]) => name),
  };
}
