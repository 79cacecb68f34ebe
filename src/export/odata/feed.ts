/** Saved operations as OData entity sets: their columns, and the metadata that describes them (OData 4.0, CSDL in XML). */
import { Kind } from 'graphql';
import { operationOf } from '../../execution/document.ts';
import { type Reader, readSaved, type SavedDocument } from '../../execution/saved-document.ts';
import { type Column, columnsOf } from '../columns.ts';

export interface Property {
  readonly name: string;
  readonly edm: string;
  readonly column: Column;
}

/** A variable of the operation, which is a parameter of the address. */
export interface Parameter {
  readonly name: string;
  /** Whether its value is text as it stands in the address; otherwise it is JSON. */
  readonly isText: boolean;
}

export interface Feed {
  readonly name: string;
  readonly text: string;
  readonly properties: readonly Property[];
  readonly parameters: readonly Parameter[];
}

/** The property that tells rows apart: their number in the list. */
export const ROW = '_row';
/** The property that names what is not known of a row; null where all is. */
export const ERRORS = '_errors';

const EDM: Readonly<Record<string, string>> = {
  Int: 'Edm.Int32',
  SafeInt: 'Edm.Int64',
  Float: 'Edm.Double',
  Boolean: 'Edm.Boolean',
  Date: 'Edm.Date',
  DateTime: 'Edm.DateTimeOffset',
};

/** Types whose values stand in an address as they are. */
const TEXTS: ReadonlySet<string> = new Set(['ID', 'String', 'Date', 'DateTime']);

/**
 * The feeds of saved operations, by name. Operations that are not of one list are none.
 *
 * @throws {Error} naming the operation that is not valid, or whose name is taken.
 */
export function feedsOf(reader: Reader, operations: readonly SavedDocument[]): ReadonlyMap<string, Feed> {
  const feeds = new Map<string, Feed>();
  for (const operation of operations) {
    const feed = feedOf(reader, operation);
    if (!feed) continue;
    if (feeds.has(feed.name)) throw new Error(`Two saved operations would be the feed ${feed.name}.`);
    feeds.set(feed.name, feed);
  }
  return feeds;
}

function feedOf(reader: Reader, { name, text }: SavedDocument): Feed | null {
  const document = readSaved(reader, { name, text });
  const columns = document ? columnsOf({ schema: reader.schema, document }) : [];
  if (!document || columns.length === 0) return null;
  const parameters = (operationOf(document, null).variableDefinitions ?? []).map(({ variable, type }) => {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    return { name: variable.name.value, isText: named.kind === Kind.NAMED_TYPE && TEXTS.has(named.name.value) };
  });
  return { name: identifier(name), text, properties: propertiesOf(columns), parameters };
}

/** A name as OData writes it. */
const identifier = (text: string): string =>
  text
    .replaceAll(/[^A-Za-z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_')
    .slice(0, 120);

function propertiesOf(columns: readonly Column[]): readonly Property[] {
  const taken = new Set([ROW, ERRORS]);
  return columns.map((column) => {
    const wanted = identifier(column.path.join('_'));
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    return { name, edm: column.isList ? 'Edm.String' : (EDM[column.type] ?? 'Edm.String'), column };
  });
}

const NAMESPACE = 'Kantata';

/** What the service describes itself with. Nothing is sorted or filtered by it, so that clients do that by themselves. */
export function metadata(feeds: ReadonlyMap<string, Feed>): string {
  const all = [...feeds.values()];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">',
    '<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml">',
    '<edmx:Include Namespace="Org.OData.Capabilities.V1"/></edmx:Reference>',
    `<edmx:DataServices><Schema Namespace="${NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">`,
    ...all.map(entityType),
    `<EntityContainer Name="Container">${all.map(entitySet).join('')}</EntityContainer>`,
    '</Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
}

const entityType = ({ name, properties }: Feed): string =>
  [
    `<EntityType Name="${name}"><Key><PropertyRef Name="${ROW}"/></Key>`,
    `<Property Name="${ROW}" Type="Edm.Int64" Nullable="false"/>`,
    ...properties.map((property) => `<Property Name="${property.name}" Type="${property.edm}"/>`),
    `<Property Name="${ERRORS}" Type="Edm.String"/></EntityType>`,
  ].join('\n');

const LACKS: readonly (readonly [term: string, property: string])[] = [
  ['FilterRestrictions', 'Filterable'],
  ['SortRestrictions', 'Sortable'],
  ['ExpandRestrictions', 'Expandable'],
  ['SearchRestrictions', 'Searchable'],
];

const entitySet = ({ name }: Feed): string =>
  [
    `<EntitySet Name="${name}" EntityType="${NAMESPACE}.${name}">`,
    ...LACKS.map(
      ([term, property]) =>
        `<Annotation Term="Org.OData.Capabilities.V1.${term}"><Record><PropertyValue Property="${property}" Bool="false"/></Record></Annotation>`,
    ),
    '<Annotation Term="Org.OData.Capabilities.V1.SkipSupported" Bool="false"/>',
    '</EntitySet>',
  ].join('');
