/** A type, a field or a filter as compact SDL, with what it costs. */
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { nearest } from '../text/nearest.ts';
import { fieldPlanOf } from '../schema/field-plan.ts';
import { lineOf, rootsOf } from './search-index.ts';

/** Text for a name that is known; for another, what may have been meant. */
export interface Described {
  readonly known: boolean;
  readonly text: string;
}

/** Describes `Story`, `Story.dueDate`, `StoryFilter.completed`, `StoryOrder`, or a root field such as `stories`. */
export function describe(schema: GraphQLSchema, name: string): Described {
  const [typeName = '', fieldName] = name.trim().split('.');
  const type = schema.getType(typeName);
  const query = schema.getQueryType() as GraphQLObjectType;
  const root = query.getFields()[typeName];
  if (!type && root && fieldName === undefined) return { known: true, text: ofField(schema, query, root) };
  if (!type || typeName.startsWith('__'))
    return unknown(name, [...typeNames(schema), ...Object.keys(query.getFields())]);
  if (fieldName === undefined) return { known: true, text: ofType(schema, type) };
  if (isObjectType(type)) {
    const field = type.getFields()[fieldName];
    if (field) return { known: true, text: ofField(schema, type, field) };
  }
  if (isInputObjectType(type)) {
    const field = type.getFields()[fieldName];
    if (field) return { known: true, text: `${described(field.description)}${typeName}.${inputLine(field)}` };
  }
  const names = isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  return unknown(
    `${typeName}.${fieldName}`,
    names.map((one) => `${typeName}.${one}`),
  );
}

const typeNames = (schema: GraphQLSchema) => Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));

function unknown(name: string, names: readonly string[]): Described {
  const meant = nearest(name, names);
  const hint = meant === null ? 'Find names with `search`.' : `Did you mean ${meant}?`;
  return { known: false, text: `There is no such type or field. ${hint}` };
}

const described = (description: string | null | undefined) => (description ? `# ${description}\n` : '');

function ofType(schema: GraphQLSchema, type: GraphQLNamedType): string {
  const about = described(type.description && lineOf(type.description));
  if (isEnumType(type))
    return `${about}enum ${type.name} { ${type
      .getValues()
      .map(({ name }) => name)
      .join(' ')} }`;
  if (isUnionType(type))
    return `${about}union ${type.name} = ${type
      .getTypes()
      .map(({ name }) => name)
      .join(' | ')}`;
  if (isInputObjectType(type)) {
    const lines = Object.values(type.getFields()).map((field) => inputLine(field));
    return `${about}input ${type.name} {\n${lines.join('\n')}\n}`;
  }
  if (!isObjectType(type)) return `${about}scalar ${type.name}`;
  const roots = (rootsOf(schema).get(type.name) ?? []).map((name) => rootLine(schema, name));
  const lines = Object.values(type.getFields()).map((field) => fieldLine(field));
  return [...roots, `${about}type ${type.name} {\n${lines.join('\n')}\n}`].join('\n');
}

function ofField(schema: GraphQLSchema, owner: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const about = described(field.description);
  const inner = getNamedType(field.type);
  const values = isEnumType(inner) ? `\n${ofType(schema, inner)}` : '';
  return owner === schema.getQueryType()
    ? `${about}${rootLine(schema, field.name)}`
    : `${about}${owner.name}.${fieldLine(field)}${values}`;
}

/** What a root field costs, by what it means to the planner. */
const COSTS: Readonly<Record<string, string>> = {
  list: '1 call per 200 rows',
  several: '1 call per 150 ids',
  summary: '1 call per 200 records summed',
  external: '1 call per type and 100 ids: name the types',
  integrations: '1 call per type: 33 without subjectTypes',
};

/** A root field with its arguments, and what it costs. */
function rootLine(schema: GraphQLSchema, name: string): string {
  const field = schema.getQueryType()?.getFields()[name] as GraphQLField<unknown, unknown>;
  const args = field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
  const cost = COSTS[fieldPlanOf(field)?.kind ?? ''] ?? 'loads of several ids share a call';
  return `query ${field.name}(${args}): ${String(field.type)} # ${cost}`;
}

function fieldLine(field: GraphQLField<unknown, unknown>): string {
  const args = field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
  return `${field.name}${args && `(${args})`}: ${String(field.type)}${costOf(field)}`;
}

const inputLine = (field: GraphQLInputField): string => {
  const type = getNamedType(field.type);
  const few = isEnumType(type) && type.getValues().length <= 6;
  const values = few
    ? ` # ${type
        .getValues()
        .map(({ name }) => name)
        .join('|')}`
    : '';
  return `${field.name}: ${String(field.type)}${values}`;
};

/** What a field costs beyond its parent's call; most cost nothing. */
function costOf(field: GraphQLField<unknown, unknown>): string {
  const plan = fieldPlanOf(field);
  if (plan?.kind === 'nested')
    return plan.list.several && plan.list.by
      ? ' # 1 call more, shared by several records'
      : ' # 1 call more per record';
  if (plan?.kind !== 'association') return '';
  if (plan.association.onlyWithIds) return ' # in a list 1 call more';
  return plan.association.listing ? ' # 1 call more per 200 rows' : '';
}
