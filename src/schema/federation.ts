/**
 * The schema as a subgraph of a larger graph (Apollo Federation 2): every record is an entity, which
 * other subgraphs can point at and add fields to.
 */
import {
  DirectiveLocation,
  executeSync,
  GraphQLDirective,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  parse,
  specifiedDirectives,
} from 'graphql';
import { isLoadable } from '../loaders/requirements.ts';
import { entityKeys } from './entity-keys.ts';
import { type FieldPlan, withFieldPlan } from './field-plan.ts';
import type { TypeRegistry } from './object-type.ts';
import { resources } from './resource.ts';

/** Nothing here needs more than version 2.3, and an older version is understood by more routers. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.3';

/** Whom to ask about this subgraph, as schema registries and their tools show it. */
const contact = new GraphQLDirective({
  name: 'contact',
  description: 'Whom to ask about this subgraph.',
  locations: [DirectiveLocation.SCHEMA],
  args: {
    name: { type: new GraphQLNonNull(GraphQLString), description: 'Who answers for it.' },
    url: { type: GraphQLString, description: 'Where they can be reached.' },
    description: { type: GraphQLString, description: 'How to ask.' },
  },
});

const CONTACT = {
  name: 'kantata-graphql-gateway',
  description: 'Ask the team that runs this gateway; its docs/federation.md tells how other subgraphs join.',
};

/** Finishes the builder's schema as a subgraph. `_entities` and `_service` mean something to the planner from then on. */
export function toSubgraph(types: TypeRegistry): GraphQLSchema {
  const { builder } = types;
  for (const resource of resources.values()) {
    // What comes only beside other records is an entity all the same: other subgraphs may add to it, and cannot ask for it.
    const resolvable = isLoadable(resource);
    builder.asEntity(types.objectType(resource), {
      key: entityKeys(resource).map((fields) => {
        const key = builder.selection<object>(fields.join(' ') as never);
        return resolvable ? key : builder.keyDirective(key, false as never);
      }),
      // The planner answers `_entities`; the plugin wants one to call the type an entity.
      resolveReference: () => null as never,
    });
  }
  const schema = builder.toSubGraphSchema({
    linkUrl: FEDERATION,
    directives: [...specifiedDirectives, contact],
    schemaDirectives: { contact: CONTACT },
  });
  mean(
    schema,
    '_entities',
    { kind: 'entities' },
    'Records that other parts of the graph point at, each by one of its keys: null where there is none that the token may see. All of them, of whatever types, travel together.',
  );
  mean(schema, '_service', { kind: 'service' }, 'This subgraph, for the composition of the larger graph.');
  return schema;
}

function mean(schema: GraphQLSchema, name: string, meaning: FieldPlan, description: string): void {
  const field = schema.getQueryType()?.getFields()[name];
  if (field) Object.assign(field, { description, ...withFieldPlan(meaning) });
}

/** What `_service` answers: the schema with its federation directives, as a composition takes it. */
export function subgraphSdl(schema: GraphQLSchema): string {
  const { data } = executeSync({ schema, document: parse('{ _service { sdl } }') });
  return (data as { _service: { sdl: string } })._service.sdl;
}
