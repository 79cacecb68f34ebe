/**
 * The places of an operation where records stand, and what is selected of them: read from the
 * operation alone, with a collection of fields of its own.
 */
import { type FieldNode, getArgumentValues, getNamedType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import type { Link } from '../../src/loaders/collection.ts';
import { fieldPlanOf } from '../../src/schema/field-plan.ts';
import type { NestedList } from '../../src/schema/nested-lists.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import { narrowReferences } from '../../src/schema/narrow.ts';
import type { ApiRow } from './api.ts';
import { chosenOf, isChoosing } from './chosen.ts';
import type { FieldCollector } from './fields.ts';
import { nestedParams } from './list-params.ts';
import type { ListBelow } from './nested-bound.ts';
import type { KnownCursors } from './turned-pages.ts';

/** Whether rows of a type tell, all of them, where an association leads, though its include was not asked for. */
export type Tells = (resource: Resource, link: Link) => boolean;

export interface Edge {
  readonly link: Link;
  /** By type; none for an association of which only the ids are selected. */
  readonly targets: Map<string, Position>;
  /** Fields that answer some of the targets: which, once the rows of all are known, and what is wanted of those. */
  readonly chosen: { readonly target: Position; readonly of: (all: readonly Candidate[]) => readonly Candidate[] }[];
}

/** A target of an edge, with its row. */
interface Candidate {
  readonly id: string;
  readonly row: ApiRow;
}

export class Position {
  readonly number: number;
  readonly resource: Resource;
  /** Something is selected that a pointer to the record does not tell. */
  looks = false;
  readonly optional = new Set<string>();
  /** Associations whose `{key, id}` is selected. */
  readonly refs = new Set<string>();
  readonly edges = new Map<string, Edge>();
  /** Lists that are selected under the record. */
  readonly lists: ListBelow[] = [];

  constructor(number: number, resource: Resource) {
    this.number = number;
    this.resource = resource;
  }

  /** Whether a row that came beside another tells all that is selected of the record itself. */
  bareIsEnough(tells: Tells): boolean {
    return (
      this.optional.size === 0 &&
      [...this.refs].every((name) => isPointerTold(this.resource, name, tells)) &&
      [...this.edges.values()].every(
        ({ link, targets }) =>
          link.listing || (tells(this.resource, link) && [...targets.values()].every(canFollow(link))),
      )
    );
  }

  /** Whether a bare row tells of further records that are wanted. */
  bareLeadsOn(tells: Tells): boolean {
    return [...this.edges.values()].some(
      ({ link, targets }) =>
        (link.listing || tells(this.resource, link)) && [...targets.values()].some(({ looks }) => looks),
    );
  }

  /** Whether it tells of such as would not come beside this record, were it asked for by its id, and in one call. */
  bareLeadsFurther(tells: Tells): boolean {
    const edges = [...this.edges.values()];
    const isOneCall = edges.every(({ link }) => link.requires === null);
    return edges.some(
      ({ link, targets }) =>
        (link.listing || tells(this.resource, link)) &&
        [...targets.values()].some((target) => target.looks && !(isOneCall && comesBesideIds(link, target, tells))),
    );
  }
}

/** Whether the API brings such a target beside records that are asked for by id. */
const comesBesideIds = ({ includable, listing }: Link, target: Position, tells: Tells): boolean =>
  includable && !listing && target.bareIsEnough(tells) && !target.bareLeadsOn(tells);

/** Whether rows tell a polymorphic pointer itself without the include; type and id in columns of their own are none. */
const isPointerTold = (resource: Resource, name: string, tells: Tells): boolean => {
  const link = resource.links.get(name);
  return link !== undefined && link.typeField === null && tells(resource, link);
};

/** A target that its parent's own column names can be had, if need be, by its own id. */
const canFollow =
  ({ includable }: Link) =>
  ({ looks, resource }: Position) =>
    !looks || !includable || isAskable(resource);

/** Whether the API can be asked for records of the type by id. */
export const isAskable = ({ endpoint, members }: Resource): boolean =>
  endpoint !== null || members.some((member) => member.endpoint !== null);

/** How a place was reached: a reference that came with its subject leads back to it. */
interface Arrival {
  readonly link: Link;
  readonly from: Position;
}

export class PositionReader {
  readonly #fields: FieldCollector;
  readonly #cursors: KnownCursors;
  #count = 0;

  constructor(fields: FieldCollector, cursors: KnownCursors = new Map()) {
    this.#fields = fields;
    this.#cursors = cursors;
  }

  /** Records of one type that these nodes lead to. */
  at(resource: Resource, nodes: readonly FieldNode[], into?: Position): Position {
    const position = into ?? new Position(this.#count++, resource);
    this.#read(position, nodes, null);
    return position;
  }

  #read(position: Position, nodes: readonly FieldNode[], arrival: Arrival | null): void {
    const { resource } = position;
    const type = this.#fields.schema.getType(resource.type) as GraphQLObjectType;
    for (const selected of this.#fields.below(nodes, type).values()) {
      const [node] = selected as [FieldNode];
      const field = type.getFields()[node.name.value];
      const meaning = field && fieldPlanOf(field);
      switch (meaning?.kind) {
        case undefined:
        case 'kantataId':
          break;
        case 'id':
          if (resource.endpoint?.scope && !resource.endpoint.single) position.looks = true;
          break;
        case 'attribute':
          position.looks = true;
          if (meaning.attribute.optional) position.optional.add(meaning.wire);
          break;
        case 'keys': {
          const { link } = this.#edge(position, meaning.link);
          if (link.kind === 'polymorphic') position.refs.add(link.name);
          break;
        }
        case 'association':
        case 'customField': {
          const names = (node.arguments ?? []).map(({ name }) => name.value);
          if (meaning.kind === 'association' && isChoosing(names)) {
            this.#choose(position, meaning.link, field as GraphQLField<unknown, unknown>, selected, names);
            break;
          }
          const narrowed = meaning.kind === 'customField' || (node.arguments ?? []).length > 0;
          const byField = meaning.kind === 'customField' && node.arguments?.[0]?.name.value === 'id';
          this.#follow(position, meaning.link, selected, arrival, narrowed, byField);
          break;
        }
        case 'nested':
          position.looks = true;
          this.#below(position, meaning.list, field as GraphQLField<unknown, unknown>, selected);
          break;
        default:
          position.looks = true;
      }
    }
  }

  #below(position: Position, list: NestedList, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]) {
    const [node] = nodes as [FieldNode];
    const args = getArgumentValues(field, node, this.#fields.variables);
    const type = getNamedType(field.type) as GraphQLObjectType;
    const fields = [...this.#fields.below(nodes, type).values()];
    const name = (selected: readonly FieldNode[]) => selected[0]?.name.value;
    const pageInfo = fields.filter((selected) => name(selected) === 'pageInfo').flat();
    const pageInfoType = this.#fields.schema.getType('PageInfo') as GraphQLObjectType;
    const rows = rowsOf(this, this.#fields, list.resource, nodes);
    position.lists.push({
      list,
      params: nestedParams(list, args),
      first: (args.first as number | undefined) ?? 20,
      after: args.after == null ? null : (this.#cursors.get(args.after as string) ?? null),
      position: rows ?? this.at(list.resource, []),
      rows: rows !== null,
      counts: fields.some((selected) => name(selected) === 'totalCount'),
      more: [...this.#fields.below(pageInfo, pageInfoType).values()].some((one) => name(one) === 'hasNextPage'),
    });
  }

  #edge(position: Position, name: string): Edge {
    position.looks = true;
    let edge = position.edges.get(name);
    if (!edge)
      position.edges.set(
        name,
        (edge = {
          link: position.resource.links.get(name) as Link,
          targets: new Map(),
          chosen: [],
        }),
      );
    return edge;
  }

  /** What is wanted of some targets is none of what is wanted of all: their rows, where these tell which they are. */
  #choose(
    from: Position,
    name: string,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    names: readonly string[],
  ) {
    const { link, targets, chosen } = this.#edge(from, name);
    const [{ type }] = link.targets as unknown as [Resource];
    const resource = resources.get(type) as Resource;
    const own = new Position(this.#count++, resource);
    this.#read(own, nodes, { link, from });
    const args = getArgumentValues(field, nodes[0] as FieldNode, this.#fields.variables);
    const keep = field.args.some((arg) => arg.name === 'status') ? narrowReferences.keep(args) : () => true;
    const others = names.filter((one) => one !== 'first');
    if (own.looks || others.length > 0) {
      const all = targets.get(type) ?? new Position(this.#count++, resource);
      targets.set(type, all);
      all.looks = true;
    }
    chosen.push({
      target: own,
      of: (all) =>
        chosenOf(
          resource,
          args,
          all.filter(({ row }) => keep(row)),
        ),
    });
  }

  #follow(
    from: Position,
    name: string,
    nodes: readonly FieldNode[],
    arrival: Arrival | null,
    narrowed: boolean,
    byField: boolean,
  ) {
    const { link, targets } = this.#edge(from, name);
    for (const { type } of link.targets) {
      const resource = resources.get(type) as Resource;
      const back = arrival && link.inverseOf === arrival.link.name && arrival.from.resource === resource;
      const target = back ? arrival.from : (targets.get(type) ?? new Position(this.#count++, resource));
      targets.set(type, target);
      // Arguments look at the rows.
      if (narrowed) target.looks = true;
      // A value is found by the id of its field, which is an association of its own.
      if (byField) this.#edge(target, 'custom_field');
      this.#read(target, nodes, { link, from });
    }
  }
}

/** What a list's selection wants of its rows; null when it only counts them. */
export function rowsOf(
  reader: PositionReader,
  fields: FieldCollector,
  resource: Resource,
  nodes: readonly FieldNode[],
) {
  const type = fields.schema.getType(`${resource.type}Connection`) as GraphQLObjectType;
  const position = reader.at(resource, []);
  let wanted = false;
  for (const selected of fields.below(nodes, type).values()) {
    const [node] = selected as [FieldNode];
    const name = node.name.value;
    if (name === 'totalCount' || name === '__typename') continue;
    wanted = true;
    if (name === 'nodes') reader.at(resource, selected, position);
    if (name !== 'edges') continue;
    const edgeType = getNamedType(type.getFields().edges?.type as never) as unknown as GraphQLObjectType;
    for (const inner of fields.below(selected, edgeType).values())
      if (inner[0]?.name.value === 'node') reader.at(resource, inner, position);
  }
  position.looks = true;
  return wanted ? position : null;
}
