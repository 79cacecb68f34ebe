// The compiler passes over node_modules.
import { copyFileSync, mkdirSync } from 'node:fs';

copyFileSync('node_modules/kantata-graphql-gateway/schema.graphql', 'schema.graphql');
mkdirSync('src/__generated__', { recursive: true });
