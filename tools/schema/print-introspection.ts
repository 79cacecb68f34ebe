/**
 * For `npm pack`: writes the schema, as a client's tools get it when they ask for it, to `dist/introspection.json`. In
 * the repository `schema.graphql` says the same, and shows better what has changed.
 */
import { writeFile } from 'node:fs/promises';
import { introspectionFromSchema, lexicographicSortSchema } from 'graphql';
import { createSchema } from '../../src/schema/index.ts';

const introspection = introspectionFromSchema(lexicographicSortSchema(createSchema()));
await writeFile(new URL('../../dist/introspection.json', import.meta.url), JSON.stringify(introspection));
