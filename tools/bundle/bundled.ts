/** Development dependencies of the package, which `dist` has in it. */
export const BUNDLED = [
  '@graphql-tools/utils',
  '@modelcontextprotocol/server',
  '@pothos/core',
  'dataloader',
  'graphql-scalars',
  'graphql-yoga',
  'lru-cache',
  'pino',
  'prom-client',
  'zod',
];
