/** Assembles the schema from every declared resource. */
import type { GraphQLSchema } from 'graphql';
import { createBuilder } from './builder.ts';
import { means } from './meaning.ts';
import { narrowReferences } from './narrow.ts';
import { answered, implementResource, narrowArgs, TypeRegistry } from './object-type.ts';
import { type Resource, resources } from './resource.ts';
import { addNodeFields, addRootFields } from './root-fields.ts';
import './types/index.ts';

export interface SchemaOptions {
  /** Ceiling of `first`, for the descriptions. */
  readonly maxFirst: number;
}

export function createSchema({ maxFirst }: SchemaOptions = { maxFirst: 2_000 }): GraphQLSchema {
  const builder = createBuilder();
  const types = new TypeRegistry(builder);
  builder.queryType({ description: 'Everything that can be asked. Nothing here changes anything in Kantata.' });
  const node = builder.interfaceRef<object>('Node').implement({
    description: 'A record with a global id.',
    resolveType: (value) => (value as { __typename: string }).__typename as never,
    fields: (t) => ({
      id: t.field({
        type: 'ID',
        nullable: false,
        description: 'The global id of the record.',
        ...means({ kind: 'id' }),
        resolve: answered,
      }),
      kantataId: t.field({
        type: 'ID',
        nullable: false,
        description: 'The number that the REST API, its webhooks and other subgraphs know the record by.',
        ...means({ kind: 'kantataId' }),
        resolve: answered,
      }),
    }),
  });
  addNodeFields(types, node);
  const externallyReferenced = builder.interfaceRef<object>('ExternallyReferenced').implement({
    description: 'A record that may have twins in other systems.',
    resolveType: (value) => (value as { __typename: string }).__typename as never,
    fields: (t) => ({
      externalReferences: t.field({
        type: [types.objectType(resources.get('ExternalReference') as Resource)],
        nullable: { list: true, items: false },
        args: narrowArgs(types, t, narrowReferences),
        description: 'Links of this record to its twins in other systems. They come with the request for the record.',
        resolve: answered,
      } as never),
    }),
  });
  for (const resource of resources.values()) {
    const isReferenced = resource.fields.get('externalReferences')?.targets()[0]?.type === 'ExternalReference';
    implementResource(types, resource, isReferenced ? [node, externallyReferenced] : [node]);
    addRootFields(types, resource, { maxFirst });
  }
  return builder.toSchema();
}
