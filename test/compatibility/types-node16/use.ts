import type { GraphQLSchema } from 'graphql';
import { type Config, createGateway, type Gateway, type GatewayOptions, loadConfig } from 'kantata-graphql-gateway';
import { type Sandbox, startSandbox } from 'kantata-graphql-gateway/sandbox';
import { createSchema } from 'kantata-graphql-gateway/schema';

export const config: Config = loadConfig({});
export const port: number = config.port;
export const level: 'silent' | 'error' | 'warn' | 'info' | 'debug' = config.logLevel;
export const start = (options: GatewayOptions): Gateway => createGateway(options);
export const ask = (gateway: Gateway, request: Request): Promise<Response> => gateway.fetch(request);
export const schema: GraphQLSchema = createSchema({ federation: true });
export const sandbox = (): Promise<Sandbox> => startSandbox();
// @ts-expect-error a port is a number
export const wrong: string = config.port;
