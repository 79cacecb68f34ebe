/**
 * `npm run schema`: writes the schema as clients see it to `schema.graphql`, and as routers see it to
 * `schema.subgraph.graphql`. Their diffs are what a reviewer reads.
 */
import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { subgraphSdl } from '../../src/schema/federation.ts';
import { createSchema } from '../../src/schema/index.ts';

const write = (file: string, text: string) => writeFile(new URL(`../../${file}`, import.meta.url), `${text.trim()}\n`);

await write('schema.graphql', printSchema(lexicographicSortSchema(createSchema())));
await write('schema.subgraph.graphql', subgraphSdl(createSchema({ federation: true })));
