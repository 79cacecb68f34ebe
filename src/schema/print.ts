/** `npm run schema`: writes the schema as clients see it to `schema.graphql`, whose diff is what a reviewer reads. */
import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from './index.ts';

await writeFile(new URL('../../schema.graphql', import.meta.url), `${printSchema(lexicographicSortSchema(createSchema()))}\n`);
