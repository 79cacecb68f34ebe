/**
 * The options `tag` and `shareable` of types and fields, and how a schema with federation directives is written.
 *
 * Takes the place of Pothos' federation plugin, which needs exactly graphql 16 and versions of @apollo/subgraph up to 2.14,
 * and with them twelve further packages. Of Federation 2 a subgraph of records needs little: keys, tags, shared types.
 */
import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputObjectTypeDefinitionNode,
  isObjectType,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';

/** Directives as they are written: `@tag(name: "x")`. */
interface SubgraphExtensions {
  readonly directives?: readonly string[];
}

interface Marks {
  /** Marks the field or type, for contracts and the like (`@tag`). */
  tag?: string;
  /** Other subgraphs may have the same type (`@shareable`). */
  shareable?: boolean;
}

declare global {
  export namespace PothosSchemaTypes {
    // oxlint-disable-next-line no-unused-vars -- the plugins of a builder are found by their names
    export interface Plugins<Types extends SchemaTypes> {
      subgraph: SubgraphPlugin<Types>;
    }
    // oxlint-disable-next-line no-unused-vars
    export interface ObjectTypeOptions<Types extends SchemaTypes, Shape> extends Marks {}
    // oxlint-disable-next-line no-unused-vars
    export interface FieldOptions<Types, ParentShape, Type, Nullable, Args, ResolveShape, ResolveReturnShape>
      extends Marks {}
  }
}

const written = ({ tag, shareable = false }: Marks): string[] => [
  ...(shareable ? ['@shareable'] : []),
  ...(tag === undefined ? [] : [`@tag(name: ${JSON.stringify(tag)})`]),
];

const marked = <C extends { pothosOptions: object; extensions?: unknown }>(config: C): C => {
  const directives = written(config.pothosOptions);
  if (directives.length === 0) return config;
  return { ...config, extensions: { ...(config.extensions as object), subgraph: { directives } } };
};

/** Keeps the marks of types and fields in their extensions. */
class SubgraphPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig = (config: PothosTypeConfig) => marked(config);
  override onOutputFieldConfig = (config: PothosOutputFieldConfig<Types>) => marked(config);
}

export const SUBGRAPH_PLUGIN = 'subgraph';
SchemaBuilder.registerPlugin(SUBGRAPH_PLUGIN, SubgraphPlugin);

const directivesIn = (extensions: unknown) =>
  ((extensions as { subgraph?: SubgraphExtensions } | undefined)?.subgraph?.directives ?? []).map(directiveOf);

/** The syntax tree of one directive. */
function directiveOf(text: string): ConstDirectiveNode {
  const [type] = parse(`type T ${text} { f: ID }`, { noLocation: true }).definitions;
  return (type as ObjectTypeDefinitionNode).directives?.[0] as ConstDirectiveNode;
}

export interface SdlOptions {
  /** What stands before everything: `extend schema @link(...)`. */
  readonly head: string;
  /** Of object types, by name, before what their options say: `@key(fields: "id")`. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
  /** Whether a field of `Query` or a type is the router's business, and not the subgraph's. */
  readonly leftOut: (name: string) => boolean;
}

/** The schema in the schema definition language, with its directives of Federation. */
export function subgraphText(schema: GraphQLSchema, { head, directives, leftOut }: SdlOptions): string {
  const typeOf = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type) ? type : null;
  };
  const document = visit(parse(printSchema(schema), { noLocation: true }), {
    ScalarTypeDefinition: ({ name }) => (leftOut(name.value) ? null : undefined),
    UnionTypeDefinition: ({ name }) => (leftOut(name.value) ? null : undefined),
    ObjectTypeDefinition: {
      leave(node) {
        if (leftOut(node.name.value)) return null;
        return withDirectives(node, {
          own: (directives.get(node.name.value) ?? []).map(directiveOf),
          type: typeOf(node.name.value)?.extensions,
          field: (name) => (leftOut(name) ? null : typeOf(node.name.value)?.getFields()[name]?.extensions),
        });
      },
    },
    // A composition that does not know @oneOf fails on it; the gateway enforces it whatever the router supports.
    InputObjectTypeDefinition: (node: InputObjectTypeDefinitionNode) => ({ ...node, directives: [] }),
  });
  return `${head}\n\n${print(document)}`;
}

interface TypeDirectives {
  readonly own: readonly ConstDirectiveNode[];
  readonly type: unknown;
  /** The extensions of a field; null for one that is left out. */
  readonly field: (name: string) => unknown;
}

function withDirectives(
  node: ObjectTypeDefinitionNode,
  { own, type, field }: TypeDirectives,
): ObjectTypeDefinitionNode {
  const fields = (node.fields ?? []).flatMap((one): FieldDefinitionNode[] => {
    const extensions = field(one.name.value);
    return extensions === null
      ? []
      : [{ ...one, directives: [...(one.directives ?? []), ...directivesIn(extensions)] }];
  });
  return { ...node, directives: [...own, ...directivesIn(type)], fields };
}
