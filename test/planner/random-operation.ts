/**
 * Random operations, valid by construction and drawn from the schema itself: several roots, aliases,
 * repeated fields, fragments, type conditions on unions and interfaces, directives, variables.
 */
import { type Arbitrary, array, nat } from 'fast-check';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { fieldPlanOf } from '../../src/schema/field-plan.ts';
import type { NestedList } from '../../src/schema/nested-lists.ts';
import { recordOrders } from '../../src/schema/record-order.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import { USUAL_SUBJECTS } from './random-account.ts';
import { type KnownCursors, pageMark, parentMark } from './turned-pages.ts';
import { type Choices, chance, choicesFrom, pick, pickSome } from './choices.ts';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What its cursors stand for. Default: it has none. */
  readonly cursors?: KnownCursors;
}

/** How many types an operation is about. */
const THEME = 7;

/** Nesting below the records of a root field. */
const DEEPEST = 4;

export interface OperationChoices {
  /** Lists ask for more rows than fit one page or one batch, now and then. */
  readonly crowded: boolean;
  /** Lists under records are what they are about, and most of these go on after a page. Default: few are. */
  readonly turning?: boolean;
}

export const operations = (
  schema: GraphQLSchema,
  { crowded, turning = false }: OperationChoices,
): Arbitrary<RandomOperation> =>
  array(nat(9_999), { minLength: 150, maxLength: 900, size: 'max' }).map((numbers) =>
    new Writer(schema, choicesFrom(numbers), crowded, turning).operation(),
  );

/** One thing that a list can be asked by: a field of its filter, a word of its order, or an argument beside these. */
export interface Asked {
  readonly argument: string;
  /** The field of the filter, or the word of the order. */
  readonly name: string | null;
}

/**
 * All that a list can be asked by, but for its pages, for what is deprecated, and for several values of what it is
 * restricted by: these make several lists, which stand in `references-across-types.test.ts`.
 */
export function askedOf(field: GraphQLField<unknown, unknown>): readonly Asked[] {
  const meaning = fieldPlanOf(field);
  const filters = meaning?.kind === 'list' ? (meaning.resource.declaration.endpoint?.filters ?? {}) : {};
  const others = [...PAGING, ...Object.values(filters).map(({ several }) => several)];
  return field.args
    .filter(({ name }) => !others.includes(name))
    .flatMap(({ name: argument, type }): Asked[] => {
      const named = getNamedType(type);
      if (argument === 'filter' && isInputObjectType(named))
        return Object.values(named.getFields())
          .filter(({ deprecationReason }) => deprecationReason == null)
          .map(({ name }) => ({ argument, name }));
      if (argument === 'orderBy' && isEnumType(named)) return named.getValues().map(({ name }) => ({ argument, name }));
      return [{ argument, name: null }];
    });
}

const PAGING = ['first', 'after', 'offset'];

/** Operations with one root of this list for each of these, and another one. */
export const operationsAsking = (
  schema: GraphQLSchema,
  list: string,
  asked: readonly Asked[],
): Arbitrary<RandomOperation> =>
  array(nat(9_999), { minLength: 150, maxLength: 900, size: 'max' }).map((numbers) =>
    new Writer(schema, choicesFrom(numbers), false).operationAsking(list, asked),
  );

type Field = GraphQLField<unknown, unknown>;

/** The last end of a span, later than any first one. */
const LAST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  to: { Date: '"2026-12-31"', DateTime: '"2026-12-31T12:00:00Z"', Int: '99' },
  max: { Int: '99' },
};

/** Lists of the collections that a crowded account has more of than one batch can take. */
const CROWDS = ['timeEntries', 'workspaceResources', 'stories', 'users', 'workspaces'];

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #choices: Choices;
  readonly #crowded: boolean;
  readonly #turning: boolean;
  readonly #variables: Record<string, unknown> = {};
  readonly #definitions: string[] = [];
  /** Named fragments, with the nesting that they bring. */
  readonly #fragments: { name: string; on: string; depth: number; text: string }[] = [];
  #aliases = 0;
  /** Types that this operation is about, so that its parts meet each other's records. */
  readonly #theme: ReadonlySet<string>;
  /** The types of the records on the way from the root to here. */
  readonly #way: string[] = [];
  /** List fields with their arguments, to be asked again for something else. */
  readonly #lists: { head: string; field: Field }[] = [];

  constructor(schema: GraphQLSchema, choices: Choices, crowded: boolean, turning = false) {
    this.#turning = turning;
    this.#schema = schema;
    this.#choices = choices;
    this.#crowded = crowded;
    this.#theme = new Set(pickSome(choices, [...resources.keys()], THEME));
  }

  operation(): RandomOperation {
    const count = 1 + this.#choices.below(4);
    const roots = Array.from({ length: count }, () => this.#root());
    return this.#operationOf(roots);
  }

  operationAsking(list: string, asked: readonly Asked[]): RandomOperation {
    const field = this.#schema.getQueryType()?.getFields()[list];
    const meaning = field && fieldPlanOf(field);
    if (!field || meaning?.kind !== 'list') throw new TypeError(`${list} is no list`);
    const roots = asked.map((one) => {
      const head = `${field.name}${this.#listArguments(field, meaning.resource, null, one)}`;
      this.#lists.push({ head, field });
      return `r${this.#aliases++}: ${head} ${this.#connection(field, 1)}`;
    });
    return this.#operationOf([...roots, this.#root()]);
  }

  #operationOf(roots: string[]): RandomOperation {
    // The same thing asked twice: for the same, for something else, or only counted.
    if (this.#chance(15)) roots.push((roots[0] as string).replace(/^\w+/, `r${this.#aliases++}`));
    if (this.#lists.length > 0 && this.#chance(35)) {
      const { head, field } = pick(this.#choices, this.#lists);
      const rest = this.#chance(50) ? '{ totalCount }' : this.#connection(field);
      roots.push(`r${this.#aliases++}: ${head} ${rest}`);
    }
    const head = this.#definitions.length > 0 ? `query (${this.#definitions.join(', ')})` : 'query';
    const fragments = this.#fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    return { query: [`${head} {\n  ${roots.join('\n  ')}\n}`, ...fragments].join('\n'), variables: this.#variables };
  }

  #chance(share: number) {
    return chance(this.#choices, share);
  }

  #depth() {
    return pick(this.#choices, [1, 2, 2, 3, 3, DEEPEST]);
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return `$${name}`;
  }

  /** Lists are what most people ask for; those of crowds are where batches grow past their limit. */
  #rootFields(): readonly Field[] {
    const fields = Object.values(this.#schema.getQueryType()?.getFields() ?? {});
    const of = (...kinds: string[]) => fields.filter((field) => kinds.includes(fieldPlanOf(field)?.kind ?? ''));
    // Few among so many: what is asked for at a path of its own.
    if (this.#chance(8)) return this.#chance(60) ? of('self') : of('whole');
    if (this.#chance(this.#crowded ? 60 : 15)) {
      const crowds = this.#chance(25) ? CROWDS.map((name) => `${name}ById`) : CROWDS;
      return fields.filter(({ name }) => crowds.includes(name));
    }
    return this.#preferred(this.#chance(60) ? of('list') : of('list', 'one', 'several', 'self', 'whole'), 60);
  }

  #root(): string {
    const alias = `r${this.#aliases++}`;
    const field = pick(this.#choices, this.#rootFields());
    const meaning = fieldPlanOf(field);
    switch (meaning?.kind) {
      case 'list': {
        const head = `${field.name}${this.#listArguments(field, meaning.resource)}`;
        this.#lists.push({ head, field });
        return `${alias}: ${head} ${this.#connection(field)}`;
      }
      case 'self':
        return `${alias}: ${field.name} ${this.#selection(getNamedType(field.type) as GraphQLObjectType, this.#depth())}`;
      case 'whole': {
        const given = pickSome(this.#choices, field.args, this.#choices.below(2));
        const args = given.map((argument) => `${argument.name}: ${this.#value(argument)}`).join(', ');
        const type = getNamedType(field.type) as GraphQLObjectType;
        return `${alias}: ${field.name}${args && `(${args})`} ${this.#selection(type, this.#depth())}`;
      }
      case 'one':
      case 'several': {
        const { resource } = meaning;
        const few = 1 + this.#choices.below(4);
        const many = this.#crowded && CROWDS.includes(field.name.replace(/ById$/, ''));
        const ids = many
          ? Array.from({ length: pick(this.#choices, [149, 150, 151, 301]) }, (_, index) =>
              this.#id(resource, index + 1),
            )
          : this.#ids(resource, meaning.kind === 'one' ? 1 : few);
        const value = meaning.kind === 'one' ? ids[0] : ids;
        const argument = meaning.kind === 'one' ? 'id' : 'ids';
        const written = this.#chance(30)
          ? this.#variable(meaning.kind === 'one' ? 'ID!' : '[ID!]!', value)
          : JSON.stringify(value);
        const type = getNamedType(field.type);
        const selection = isObjectType(type)
          ? this.#selection(type, this.#depth())
          : this.#abstract(loadable(), this.#depth(), 'Node');
        return `${alias}: ${field.name}(${argument}: ${written}) ${selection}`;
      }
      default:
        throw new TypeError(`${field.name} is no root field`);
    }
  }

  /** Ids of a type, or, without one, global ids of any. */
  #ids(resource: Resource | null, count: number): string[] {
    return Array.from({ length: count }, () =>
      this.#id(resource, 1 + this.#choices.below(this.#chance(30) ? (this.#crowded ? 330 : 12) : 4)),
    );
  }

  #id(resource: Resource | null, id: number): string {
    const type = resource ?? (resources.get(pick(this.#choices, loadable())) as Resource);
    if (type.endpoint?.scope && !type.endpoint.single)
      return `${type.type}:${pick(this.#choices, ['WorkspaceResource', 'User', 'Story', 'Workspace', 'Role', 'TimeEntry'])}:${id}`;
    return resource && this.#chance(60) ? String(id) : `${type.type}:${id}`;
  }

  /** Fields that lead to what the operation is about, in that share of cases; all in the others. */
  #preferred(fields: readonly Field[], share: number): readonly Field[] {
    const preferred = fields.filter((field) => targetsOf(field).some((type) => this.#theme.has(type)));
    return preferred.length > 0 && this.#chance(share) ? preferred : fields;
  }

  /**
   * @param under for a list under a record: what it is restricted by, which no argument may say once more.
   * @param asked what must be among them.
   */
  #listArguments(
    field: Field,
    resource: Resource,
    under: NestedList | null = null,
    asked: Asked | null = null,
  ): string {
    const args: string[] = [];
    const byName = new Map(field.args.map((arg) => [arg.name, arg]));
    if (!under)
      for (const [name, filter] of Object.entries(resource.declaration.endpoint?.filters ?? {}))
        if (filter.required) args.push(`${name}: ${this.#value(byName.get(name) as GraphQLArgument)}`);
    const filter = byName.get('filter');
    const filtered = asked?.argument === 'filter' ? asked.name : null;
    if (filter && (filtered || this.#chance(35)))
      args.push(`filter: ${this.#filter(filter, resource, under, filtered)}`);
    const orders = ['orderBy', 'orderByCustomField'].flatMap((name) => byName.get(name) ?? []);
    const wanted = orders.find(({ name }) => name === asked?.argument);
    if (wanted || (orders.length > 0 && this.#chance(20))) {
      const order = wanted ?? pick(this.#choices, orders);
      args.push(`${order.name}: ${(wanted && asked?.name) ?? this.#value(order)}`);
    }
    if (this.#crowded && this.#chance(under ? 15 : 60))
      args.push(`first: ${pick(this.#choices, [149, 150, 151, 160, 200, 210, 300, 301, 310])}`);
    else if (this.#chance(50)) {
      const first = 1 + this.#choices.below(5);
      args.push(`first: ${this.#chance(30) ? this.#variable('Int', first) : first}`);
    }
    if (!under && this.#chance(15)) args.push(`offset: ${this.#choices.below(3)}`);
    return args.length > 0 ? `(${args.join(', ')})` : '';
  }

  /**
   * Any of the filters that there are, but for those whose place another one has taken.
   *
   * @param wanted one that must be among them.
   */
  #filter(
    argument: GraphQLArgument,
    resource: Resource,
    under: NestedList | null = null,
    wanted: string | null = null,
  ): string {
    const type = getNamedType(argument.type);
    if (!isInputObjectType(type)) throw new TypeError(`${argument.name} is no filter`);
    const fields = Object.values(type.getFields()).filter(
      ({ name, deprecationReason }) => deprecationReason == null && !under?.taken.has(name),
    );
    const ids = fields.filter(({ name }) => name === 'ids');
    const drawn = this.#chance(40) ? ids : pickSome(this.#choices, fields, 1 + this.#choices.below(2));
    const must = fields.filter(({ name }) => name === wanted);
    const chosen = [...must, ...drawn.filter(({ name }) => name !== wanted)];
    // The API takes a search and a list of ids only apart.
    const other = wanted === 'search' ? 'ids' : 'search';
    const apart = chosen.some(({ name }) => name === 'ids') ? chosen.filter(({ name }) => name !== other) : chosen;
    // What cannot be asked together is refused, and shows nothing of the planner.
    const given = Object.fromEntries(apart.map(({ name }) => [name, true]));
    if (resource.declaration.endpoint?.clash?.(given)) return this.#filter(argument, resource, under, wanted);
    return `{ ${apart.map((field) => `${field.name}: ${this.#value(field)}`).join(', ')} }`;
  }

  #value({ type }: Pick<GraphQLArgument, 'type'>): string {
    const bare = isNonNullType(type) ? type.ofType : type;
    const named = getNamedType(type);
    if (isListType(bare)) {
      // Several entries of one field or skill would contradict each other.
      const count = isInputObjectType(named) ? 1 : 1 + this.#choices.below(3);
      return `[${Array.from({ length: count }, () => this.#value({ type: bare.ofType })).join(', ')}]`;
    }
    if (isInputObjectType(named)) return this.#input(named);
    if (isEnumType(named)) return pick(this.#choices, named.getValues()).name;
    const number = 1 + this.#choices.below(5);
    switch (named.name) {
      case 'Boolean':
        return String(this.#chance(50));
      case 'Int':
      case 'Float':
        return String(number);
      case 'Date':
        return `"2026-0${number}-01"`;
      case 'DateTime':
        return `"2026-0${number}-01T12:00:00Z"`;
      default:
        // An id, and a text as well.
        return `"${number}"`;
    }
  }

  /** An input object: what it cannot be without, and a whole span or one of the others, so that none contradicts another. */
  #input(type: GraphQLInputObjectType): string {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf ? [] : fields.filter((field) => isNonNullType(field.type));
    const span = fields.filter(({ name }) => name in LAST || name === 'from' || name === 'min');
    const others = fields.filter((field) => !needed.includes(field) && !span.includes(field));
    const more = span.length > 0 || others.length === 0 ? span : [pick(this.#choices, others)];
    return `{ ${[...new Set([...needed, ...more])].map((field) => `${field.name}: ${this.#inputValue(field)}`).join(', ')} }`;
  }

  #inputValue({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): string {
    const scalar = getNamedType(type).name;
    // A span runs forwards, a switch says yes, and a currency has a code.
    if (name in LAST) return (LAST[name] as Readonly<Record<string, string>>)[scalar] as string;
    return scalar === 'Boolean' ? 'true' : name === 'code' ? '"USD"' : this.#value({ type });
  }

  #connection(field: Field, deepest = DEEPEST): string {
    const type = getNamedType(field.type) as GraphQLObjectType;
    const node = getNamedType((type.getFields().nodes as Field).type) as GraphQLObjectType;
    const depth = () => Math.min(this.#depth(), deepest);
    const parts = [
      () => `nodes ${this.#selection(node, depth())}`,
      () => 'totalCount',
      () => `edges { ${this.#chance(50) ? '__typename ' : ''}node ${this.#selection(node, depth())} }`,
      () => 'pageInfo { hasNextPage hasPreviousPage }',
      () => `${this.#alias()}: nodes ${this.#selection(node, depth())}`,
    ];
    const first = this.#chance(80) ? [parts[0] as () => string] : [];
    const chosen = [...first, ...pickSome(this.#choices, parts, first.length === 0 ? 1 : this.#choices.below(2))];
    return `{ ${[...new Set(chosen)].map((part) => part()).join(' ')} }`;
  }

  #alias() {
    return `a${this.#aliases++}`;
  }

  #directive(): string {
    if (!this.#chance(8)) return '';
    const name = this.#chance(50) ? 'skip' : 'include';
    const value = this.#chance(50);
    return ` @${name}(if: ${this.#chance(60) ? this.#variable('Boolean!', value) : value})`;
  }

  /** A selection set on one type. */
  #selection(type: GraphQLObjectType, depth: number): string {
    this.#way.push(type.name);
    const text = `{ ${this.#selections(type, depth).join(' ')} }`;
    this.#way.pop();
    return text;
  }

  #selections(type: GraphQLObjectType, depth: number): string[] {
    const fields = Object.values(type.getFields());
    const of = (...kinds: string[]) => fields.filter((field) => kinds.includes(fieldPlanOf(field)?.kind ?? ''));
    const count = 1 + this.#choices.below(4);
    const selections = Array.from({ length: count }, () => {
      const kind = this.#choices.below(10);
      if (kind > 4 && depth > 0 && this.#chance(this.#turning ? 60 : 12)) return this.#nested(of('nested'), depth);
      if (kind > 4 && depth > 0) return this.#association(type, of('association', 'customField'), depth);
      if (kind === 0) return `kantataId${this.#directive()}`;
      if (kind === 1) return this.#chance(50) ? 'id' : '__typename';
      if (kind === 2) return this.#leaf(of('keys'));
      return this.#leaf(this.#chance(40) ? optionalOf(fields) : of('attribute', 'derived'));
    });
    return [...selections, ...this.#fragmentsOn(type, depth)];
  }

  /** A list under a record. */
  #nested(fields: readonly Field[], depth: number): string {
    if (fields.length === 0) return 'kantataId';
    const field = pick(this.#choices, this.#preferred(fields, 40));
    const meaning = fieldPlanOf(field);
    if (meaning?.kind !== 'nested') throw new TypeError(`${field.name} is no list under a record`);
    const args = this.#listArguments(field, meaning.resource, meaning.list);
    const head = `${this.#alias()}: ${field.name}`;
    if (!this.#chance(this.#turning ? 70 : 25))
      return `${head}${args}${this.#directive()} ${this.#connection(field, depth - 1)}`;
    const after = this.#variable('String', null);
    const name = after.slice(1);
    const more = args === '' ? `(after: ${after})` : args.replace(/\)$/, `, after: ${after})`);
    const connection = this.#connection(field, depth - 1).replace(/ \}$/, ` ${pageMark(name)}}`);
    return `${parentMark(name)}${head}${more}${this.#directive()} ${connection}`;
  }

  #fragmentsOn(type: GraphQLObjectType, depth: number): string[] {
    const spreads: string[] = [];
    if (this.#chance(10))
      spreads.push(
        `...${this.#chance(50) ? ` on ${type.name}` : ''}${this.#directive()} ${this.#selection(type, depth - 1)}`,
      );
    if (this.#chance(10)) {
      const interfaces = type.getInterfaces();
      const interfaceType = pick(this.#choices, interfaces);
      const own =
        interfaceType.name === 'Node'
          ? 'kantataId'
          : depth > 0
            ? `${this.#alias()}: externalReferences { kantataId serviceName }`
            : '__typename';
      spreads.push(`... on ${interfaceType.name} { __typename ${own} }`);
    }
    if (this.#chance(10)) {
      const fit = this.#fragments.filter((fragment) => fragment.on === type.name && fragment.depth <= depth);
      const known = fit.length > 0 && this.#chance(60) ? pick(this.#choices, fit) : this.#define(type, depth - 1);
      spreads.push(`...${known.name}${this.#directive()}`);
    }
    return spreads;
  }

  #define(type: GraphQLObjectType, depth: number) {
    const text = this.#selection(type, Math.max(depth, 0));
    const fragment = { name: `F${this.#fragments.length}`, on: type.name, depth: Math.max(depth, 0), text };
    this.#fragments.push(fragment);
    return fragment;
  }

  /** A field without a selection, or a value object with one; aliased, because types differ in what they call alike. */
  #leaf(fields: readonly Field[]): string {
    if (fields.length === 0) return 'kantataId';
    const field = pick(this.#choices, fields);
    const type = getNamedType(field.type);
    return `${this.#alias()}: ${field.name}${this.#directive()}${isObjectType(type) ? ` ${this.#struct(type)}` : ''}`;
  }

  #struct(type: GraphQLObjectType): string {
    const fields = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
    return `{ __typename ${pickSome(this.#choices, fields, 1 + this.#choices.below(2))
      .map(({ name }) => name)
      .join(' ')} }`;
  }

  #association(parent: GraphQLObjectType, fields: readonly Field[], depth: number): string {
    if (fields.length === 0) return 'kantataId';
    const others = fields.filter(({ name }) => name !== 'externalReferences');
    const field = pick(
      this.#choices,
      this.#preferred(others.length > 0 && this.#chance(75) ? others : fields, this.#crowded ? 80 : 60),
    );
    const type = getNamedType(field.type);
    const narrowed = this.#narrowing(field);
    // Without an alias, selections of one field on one type merge; types that call different things alike must not.
    const alias = narrowed || this.#chance(40) ? `${this.#alias()}: ` : `${parent.name}_${field.name}: `;
    const selection = isObjectType(type)
      ? this.#selection(type, depth - 1)
      : isUnionType(type)
        ? this.#abstract(
            type.getTypes().map(({ name }) => name),
            depth - 1,
          )
        : `{ ${isInterfaceType(type) ? 'id' : '__typename'} }`;
    return `${alias}${field.name}${narrowed}${this.#directive()} ${selection}`;
  }

  /** Arguments that choose among the records of an association. */
  #narrowing(field: Field): string {
    const written = String(1 + this.#choices.below(5));
    if (fieldPlanOf(field)?.kind === 'customField')
      return this.#chance(50) ? `(id: "${written}")` : `(name: "text ${written}")`;
    const args =
      field.args.some(({ name }) => name === 'serviceName') && this.#chance(15)
        ? [`serviceName: "text ${written}"`]
        : [];
    if (field.args.some(({ name }) => name === 'first') && this.#chance(35)) args.push(...this.#choosing(field));
    return args.length > 0 ? `(${args.join(', ')})` : '';
  }

  /** Arguments that order them, and leave some. */
  #choosing(field: Field): string[] {
    const meaning = fieldPlanOf(field);
    const [target] = meaning?.kind === 'association' ? meaning.association.targets() : [];
    const orders = target ? [...recordOrders(target).values()] : [];
    const first = 1 + this.#choices.below(3);
    return [
      ...(this.#chance(70) ? [`first: ${this.#chance(30) ? this.#variable('Int', first) : first}`] : []),
      ...(orders.length > 0 && this.#chance(60) ? [`orderBy: ${pick(this.#choices, orders).name}`] : []),
    ];
  }

  /** A selection on a union or an interface: by type conditions. */
  #abstract(types: readonly string[], depth: number, interfaceName?: string): string {
    const common = interfaceName && this.#chance(50) ? [this.#chance(50) ? 'id' : 'kantataId'] : [];
    const usual = types.filter((name) => USUAL_SUBJECTS.includes(name));
    const some = pickSome(
      this.#choices,
      this.#chance(80) && usual.length > 0 ? usual : types,
      1 + this.#choices.below(3),
    );
    // A reference leads back to where it came from.
    const back = types.filter((name) => this.#way.at(-2) === name && !some.includes(name) && this.#chance(60));
    const chosen = [...back, ...some].map((name) => {
      const type = this.#schema.getType(name) as GraphQLObjectType;
      return `... on ${name}${this.#directive()} ${this.#selection(type, Math.max(depth, 0))}`;
    });
    if (this.#chance(15)) chosen.push('... on ExternallyReferenced { __typename }');
    return `{ ${['__typename', ...common, ...chosen].join(' ')} }`;
  }
}

/** The types that a field leads to; a list, by its rows. */
const targetsOf = (field: Field): readonly string[] => {
  const meaning = fieldPlanOf(field);
  if (meaning?.kind === 'association' || meaning?.kind === 'customField')
    return meaning.association.targets().map(({ type }) => type);
  return meaning && 'resource' in meaning ? [meaning.resource?.type ?? ''] : [];
};

const optionalOf = (fields: readonly Field[]) => {
  const optional = fields.filter((field) => {
    const meaning = fieldPlanOf(field);
    return meaning?.kind === 'attribute' && meaning.attribute.optional;
  });
  return optional.length > 0 ? optional : fields.filter((field) => fieldPlanOf(field)?.kind === 'attribute');
};

/** The names of types that can be asked for by id. */
const loadable = () => [...resources.values()].filter(({ endpoint }) => endpoint !== null).map(({ type }) => type);
