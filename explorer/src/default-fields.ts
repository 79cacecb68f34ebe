/** What is asked for of a type until somebody says more: enough to recognise a record by. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Fields that people call records by, the best first. */
const NAMES = [
  'title',
  'fullName',
  'name',
  'displayLabel',
  'label',
  'displayName',
  'subject',
  'invoiceNumber',
  'headline',
  'datePerformed',
  'eventType',
  'serviceName',
  'message',
  'description',
];

/** How many fields a value without a name is shown by. */
const FEW = 4;

const needsArgument = ({ args }: GraphQLField<unknown, unknown>) =>
  args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);

/** The fields of a type by which it is shown: `nodes` of a list, and of a record its id and its name. */
export function defaultFieldNames(of: GraphQLType): string[] {
  const type = getNamedType(of);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = type.getFields();
  if (fields.nodes) return ['nodes'];
  if (fields.hasNextPage) return ['hasNextPage', 'endCursor'];
  const leaves = Object.values(fields).filter((field) => isLeafType(getNamedType(field.type)) && !needsArgument(field));
  const name = NAMES.find((one) => leaves.some((field) => field.name === one));
  const id = fields.id ? ['id'] : [];
  if (name) return [...id, name];
  const others = leaves.filter((field) => field.name !== 'id' && field.name !== 'kantataId').map((field) => field.name);
  return [...id, ...others.slice(0, id.length > 0 ? 2 : FEW)];
}

/** A value that an argument takes, to be written over. */
function placeholder(type: GraphQLType): string {
  if (isNonNullType(type)) return placeholder(type.ofType);
  if (isListType(type)) return `[${placeholder(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '""';
  return String(type) === 'Int' ? '1' : '""';
}

/** An operation that asks a root field for its default fields. */
export function operationFor(field: GraphQLField<unknown, unknown>): string {
  const args = field.args
    .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    .map(({ name, type }) => `${name}: ${placeholder(type)}`);
  if (field.args.some(({ name }) => name === 'first')) args.push('first: 20');
  const lines = (type: GraphQLType, indent: string): readonly string[] =>
    defaultFieldNames(type).flatMap((name) => {
      const own = getNamedType(type);
      const inner = 'getFields' in own ? own.getFields()[name] : undefined;
      if (!inner || isLeafType(getNamedType(inner.type))) return [`${indent}${name}`];
      return [`${indent}${name} {`, ...lines(inner.type, `${indent}  `), `${indent}}`];
    });
  const selection = isLeafType(getNamedType(field.type)) ? [] : [' {', ...lines(field.type, '    '), '  }'];
  const [opening = '', ...rest] = selection;
  const call = `  ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${opening}`;
  return `${['{', call, ...rest, '}'].join('\n')}\n`;
}
