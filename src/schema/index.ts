/** Assembles the schema from every declared resource. */
import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import { type GraphQLSchema, specifiedDirectives } from 'graphql';
import { createBuilder } from './builder.ts';
import { assertPlannable } from './check-schema.ts';
import { toSubgraph } from './federation.ts';
import { addExternalFields } from './external-fields.ts';
import { withFieldPlan } from './field-plan.ts';
import { addIntegrationsField } from './integration-fields.ts';
import { narrowReferences } from './narrow.ts';
import { nestedFields } from './nested-fields.ts';
import { narrowArgs } from './association-fields.ts';
import { choiceArguments } from './choose.ts';
import { answered, TypeRegistry } from './object-type.ts';
import { implementResource } from './resource-type.ts';
import { checkGraphql } from './one-graphql.ts';
import { type Resource, resources } from './resource.ts';
import { addNodeFields, addRootFields, addSelfField, addWholeField } from './root-fields.ts';
import { addSummaryField } from './summary-fields.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it declares the types; that is its effect
import './types/index.ts';

export type { SchemaContext } from './root-resolver.ts';

export interface SchemaOptions {
  /** Ceiling of `first`, for the descriptions. */
  readonly maxFirst?: number;
  /**
   * As a Federation 2 subgraph: with `_entities` and `_service`, and without `node` and `nodes`, which
   * in a larger graph would promise records that this subgraph knows nothing of.
   */
  readonly federation?: boolean;
}

// oxlint-disable-next-line no-explicit-any
type FieldBuilder = any;

/** The two ids that every record has. */
const idFields = (t: FieldBuilder) => ({
  id: t.field({
    type: 'ID',
    nullable: false,
    description: 'The global id of the record.',
    ...withFieldPlan({ kind: 'id' }),
    resolve: answered,
  }),
  kantataId: t.field({
    type: 'ID',
    nullable: false,
    description: 'Kantata id of the record: the number that the REST API, its webhooks and other subgraphs use.',
    ...withFieldPlan({ kind: 'kantataId' }),
    resolve: answered,
  }),
});

const made = new Map<string, GraphQLSchema>();

/**
 * The schema, made once for the same options: it takes some 20 ms, and as long again for its first document.
 *
 * A gateway answers it by an executor of its own. graphql-js can execute it as well, with the {@link SchemaContext} that
 * names that executor; without one, every root field is an error that says so.
 */
export function createSchema({ maxFirst = 2_000, federation = false }: SchemaOptions = {}): GraphQLSchema {
  const key = `${maxFirst} ${federation}`;
  let schema = made.get(key);
  if (!schema) {
    schema = assemble(maxFirst, federation);
    assertPlannable(schema);
    made.set(key, schema);
  }
  return schema;
}

function assemble(maxFirst: number, federation: boolean): GraphQLSchema {
  checkGraphql();
  const builder = createBuilder();
  const types = new TypeRegistry(builder);
  builder.queryType({ description: 'All queries. Every field is read-only.' });
  // Every subgraph that defines an interface gives it its own fields, and all its types then need them all: `Node` in a
  // larger graph could be only what every other subgraph takes it for.
  const node = builder.interfaceRef<object>(federation ? 'KantataRecord' : 'Node').implement({
    description: 'A record with a global id.',
    resolveType: (value) => (value as { __typename: string }).__typename as never,
    fields: idFields,
  });
  if (!federation) addNodeFields(types, node);
  const reference = resources.get('ExternalReference') as Resource;
  const externallyReferenced = builder.interfaceRef<object>('ExternallyReferenced').implement({
    description: 'A record that can be referenced from other systems.',
    resolveType: (value) => (value as { __typename: string }).__typename as never,
    fields: (t) => ({
      ...idFields(t),
      externalReferences: t.field({
        type: [types.objectType(reference)],
        nullable: { list: true, items: false },
        args: { ...narrowArgs(types, t, narrowReferences), ...choiceArguments(types, t, reference) },
        description: 'References to the same record in other systems. Loaded with the record.',
        resolve: answered,
      } as never),
    }),
  });
  addExternalFields(types, externallyReferenced);
  addIntegrationsField(types);
  for (const resource of resources.values()) {
    const isReferenced = resource.fields.get('externalReferences')?.targets()[0]?.type === 'ExternalReference';
    implementResource(types, resource, isReferenced ? [node, externallyReferenced] : [node], (t, isTaken) =>
      nestedFields(types, t, resource, isTaken, maxFirst),
    );
    addRootFields(types, resource, { maxFirst });
    addSelfField(types, resource);
    addWholeField(types, resource);
    addSummaryField(types, resource, { maxFirst });
  }
  return federation
    ? toSubgraph(types)
    : builder.toSchema({ directives: [...specifiedDirectives, GraphQLDeferDirective, GraphQLStreamDirective] });
}
