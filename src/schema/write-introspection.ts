/** Part of `npm run build`: writes what the schema answers to the introspection query, for tools that read no SDL. */
import { writeFile } from 'node:fs/promises';
import { introspectionFromSchema, lexicographicSortSchema } from 'graphql';
import { createSchema } from './index.ts';

const introspection = introspectionFromSchema(lexicographicSortSchema(createSchema()));
await writeFile(new URL('../../dist/introspection.json', import.meta.url), `${JSON.stringify(introspection)}\n`);
