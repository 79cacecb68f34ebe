/** The gateway's schema, for completion, documentation, and telling what is wrong before the gateway is asked. */
import { buildSchema, type GraphQLSchema } from 'graphql';
import { fetchSchema } from './gateway.ts';
import { createStore } from './store.ts';

/** `null` until it has come, and where the gateway does not tell it. */
export const schema = createStore<GraphQLSchema | null>(null);

export async function loadSchema(): Promise<void> {
  const text = await fetchSchema();
  if (text !== null) schema.set(buildSchema(text, { assumeValid: true }));
}
