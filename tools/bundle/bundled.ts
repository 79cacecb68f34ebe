/** Development dependencies of the package, which `dist` has in it. */
export const BUNDLED = ['@modelcontextprotocol/server', 'graphql-scalars', 'lru-cache', 'pino', 'prom-client', 'zod'];
