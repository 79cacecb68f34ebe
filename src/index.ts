/** The package: the gateway as a request handler, its schema, and the stand-in API to try both with. */
export { type Config, ConfigError, loadConfig } from './config.ts';
export { loadTracing } from './observe/load-tracing.ts';
export type { Tracing, TracingOptions } from './observe/tracing.ts';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox/server.ts';
export { createSchema } from './schema/index.ts';
export { createGateway, type Gateway, type GatewayOptions } from './server.ts';
