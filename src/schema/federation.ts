/**
 * The schema as a subgraph of a larger graph (Apollo Federation 2): every record is an entity, which
 * other subgraphs can point at and add fields to.
 */
import { type GraphQLSchema, specifiedDirectives } from 'graphql';
import { isLoadable } from '../loaders/requirements.ts';
import { contact } from './contact-directive.ts';
import { entityKeys } from './entity-keys.ts';
import { withFieldPlan } from './field-plan.ts';
import { answered, type TypeRegistry } from './object-type.ts';
import { type Resource, resources } from './resource.ts';
import { subgraphText } from './subgraph-directives.ts';

/** Nothing here needs more than version 2.3, and an older version is understood by more routers. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.3';

const CONTACT = {
  name: 'kantata-graphql-gateway',
  description: 'Ask the team that runs this gateway; docs/federation.md describes how other subgraphs join.',
};

const HEAD = `extend schema
  @link(url: ${JSON.stringify(FEDERATION)}, import: ["@key", "@shareable", "@tag"])
  @contact(name: ${JSON.stringify(CONTACT.name)}, description: ${JSON.stringify(CONTACT.description)})`;

/** A type that comes only with other records is an entity too: subgraphs can extend it, but not resolve it. */
const keysOf = (resource: Resource) =>
  entityKeys(resource).map(
    (fields) => `@key(fields: "${fields.join(' ')}"${isLoadable(resource) ? '' : ', resolvable: false'})`,
  );

/** Finishes the builder's schema as a subgraph. `_entities` and `_service` mean something to the planner from then on. */
export function toSubgraph(types: TypeRegistry): GraphQLSchema {
  const { builder } = types;
  const any = builder.scalarType('_Any' as never, {
    description: 'A record of any type, with `__typename` and the fields of one of its keys.',
    serialize: (value) => value,
  });
  const entity = builder.unionType('_Entity', {
    description: 'Every record that other parts of the graph can ask for by its key.',
    types: [...resources.values()].filter(isLoadable).map((resource) => types.objectType(resource)),
    resolveType: (value) => (value as { __typename: string }).__typename as never,
  });
  builder.queryField('_entities', (t) =>
    t.field({
      type: [entity],
      nullable: { list: false, items: true },
      args: { representations: t.arg({ type: [any] as never, required: true }) },
      description:
        'Records referenced by other subgraphs, each by one of its keys. Null for each that does not exist or the token may not see. Records of all types are loaded together.',
      ...withFieldPlan({ kind: 'entities' }),
      resolve: answered,
    } as never),
  );
  let sdl: string | undefined;
  const service = builder.objectRef<object>('_Service').implement({
    description: 'This subgraph, for the composition of the larger graph.',
    fields: (t) => ({
      sdl: t.string({
        description: 'The schema with its federation directives, and without what every subgraph has.',
        resolve: () => (sdl ??= subgraphSdl(schema)),
      }),
    }),
  });
  builder.queryField('_service', (t) =>
    t.field({
      type: service,
      nullable: false,
      description: 'This subgraph, for the composition of the larger graph.',
      ...withFieldPlan({ kind: 'service' }),
      resolve: () => ({}),
    }),
  );
  const schema = builder.toSchema({ directives: [...specifiedDirectives, contact] });
  return schema;
}

/** What `_service` answers: the schema with its federation directives, as a composition takes it. */
export const subgraphSdl = (schema: GraphQLSchema): string =>
  subgraphText(schema, {
    head: HEAD,
    directives: new Map([...resources.values()].map((resource) => [resource.type, keysOf(resource)])),
    leftOut: (name) => name.startsWith('_'),
  });
