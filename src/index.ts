/** The package: the gateway as a request handler. Its schema is in `./schema`, the stand-in API to try it with in `./sandbox`. */
// oxlint-disable-next-line import/no-unassigned-import -- it refuses runtimes; that is its effect
import './process/known-runtime.ts';
export { type Config, ConfigError, loadConfig } from './config/config.ts';
export { loadTracing } from './observe/load-tracing.ts';
export type { Tracing, TracingOptions } from './observe/tracing.ts';
export type { GatewayOptions } from './http/gateway-options.ts';
export { createGateway, type Gateway } from './http/gateway.ts';
export type { GatewayState } from './observe/gateway-state.ts';
export type { GatewayPlugin } from './http/gateway-plugin.ts';
export { IdentityRefused } from './identity/identity-refused.ts';
export type { Caller, Executor, OperationArgs } from './execution/executor.ts';
