/** What an assistant needs to go on with an operation: its text, its price, and the part of the schema that it touches. */
import {
  type DocumentNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Explanation } from '../../src/execution/explain.ts';
import { counted } from './measures.ts';

const firstSentence = (text: string | null | undefined) => /^.*?[.;](?=\s|$)/s.exec(text ?? '')?.[0] ?? text ?? '';

const argsOf = (args: readonly GraphQLArgument[]) =>
  args.length > 0 ? `(${args.map(({ name, type }) => `${name}: ${String(type)}`).join(', ')})` : '';

/** Types with the fields of them that are used; `null` for all. */
type Touched = Map<GraphQLNamedType, Set<string>>;

function touchedBy(schema: GraphQLSchema, document: DocumentNode): Touched {
  const touched: Touched = new Map();
  const touch = (type: GraphQLNamedType | null | undefined, field?: string) => {
    if (!type || isSpecifiedScalarType(type)) return;
    const fields = touched.get(type) ?? new Set();
    if (field !== undefined) fields.add(field);
    touched.set(type, fields);
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        const definition = info.getFieldDef();
        if (!definition || definition.name.startsWith('__')) return;
        touch(info.getParentType(), definition.name);
        touch(getNamedType(definition.type));
        for (const { type } of definition.args) touch(getNamedType(type));
      },
    }),
  );
  return touched;
}

/** A type in a few lines: of objects the fields that are used, of filters all. */
function sdlOf(type: GraphQLNamedType, used: ReadonlySet<string>): string {
  if (isScalarType(type)) return `scalar ${type.name}`;
  if (isEnumType(type))
    return `enum ${type.name} { ${type
      .getValues()
      .map(({ name }) => name)
      .join(' ')} }`;
  if (isUnionType(type)) return `union ${type.name} = ${type.getTypes().join(' | ')}`;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map((field) => `${field.name}: ${String(field.type)}`);
    return `input ${type.name} { ${fields.join(', ')} }`;
  }
  if (!isObjectType(type)) return `# ${type.name}`;
  const fields = Object.values(type.getFields()).filter(({ name }) => used.has(name));
  const lines = fields.map(({ name, args, type: of, description }) => {
    const about = firstSentence(description);
    return `  ${name}${argsOf(args)}: ${String(of)}${about ? ` # ${about}` : ''}`;
  });
  const others = Object.keys(type.getFields()).length - fields.length;
  return [
    `type ${type.name} {`,
    ...lines,
    ...(others > 0 ? [`  # and ${counted(others, 'field')} more`] : []),
    '}',
  ].join('\n');
}

const priceOf = ({ totals: { min, likely, max }, limit, waves }: Explanation) =>
  `${min === likely ? likely : `${min} to about ${likely}`} REST calls in ${counted(waves.length, 'wave')}, at most ${max}; the gateway allows ${limit}.`;

/** Text to be given to an assistant. It has no token, and nothing of the answer. */
export function forAssistant(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  document: DocumentNode,
  schema: GraphQLSchema | null,
  explanation: Explanation | null,
): string {
  const sdl = schema ? [...touchedBy(schema, document)].map(([type, used]) => sdlOf(type, used)).join('\n') : null;
  return [
    'An operation of a read-only GraphQL API over Kantata OX. A project is a Workspace, a task a Story, a seat a WorkspaceResource.',
    `## Operation\n\n\`\`\`graphql\n${query.trim()}\n\`\`\``,
    ...(Object.keys(variables).length > 0 ? [`Variables: \`${JSON.stringify(variables)}\``] : []),
    `## Price\n\n${explanation ? priceOf(explanation) : 'Not known: this gateway does not explain.'}`,
    ...(sdl === null ? [] : [`## The part of the schema that it touches\n\n\`\`\`graphql\n${sdl}\n\`\`\``]),
    '',
  ].join('\n\n');
}
