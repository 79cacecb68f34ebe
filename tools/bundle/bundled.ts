/** Development dependencies of the package, which `dist` has in it. */
export const BUNDLED = ['graphql-scalars', 'lru-cache', 'pino', 'prom-client', 'zod'];
