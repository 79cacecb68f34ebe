/** A router of a larger graph: Hive Gateway's runtime, in this process. */
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import type { Router, RouterOptions } from '../../examples/supergraph/apollo-router.ts';
import { serveLocally } from '../../examples/supergraph/serve-locally.ts';

export async function startHiveRouter({ supergraphSdl, secret, port }: RouterOptions): Promise<Router> {
  const runtime = createGatewayRuntime({
    supergraph: supergraphSdl,
    logging: false,
    maskedErrors: false,
    // What nobody waits for any more is called off at the subgraphs.
    upstreamCancellation: true,
    propagateHeaders: {
      fromClientToSubgraphs({ request }) {
        const passedOn = ['authorization', 'traceparent', 'tracestate'].flatMap((name) => {
          const value = request.headers.get(name);
          return value ? [[name, value]] : [];
        });
        return { ...Object.fromEntries(passedOn), ...(secret && { 'x-router-secret': secret }) };
      },
    },
  });
  const server = await serveLocally(runtime, port);
  return {
    url: `${server.origin}/graphql`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    },
  };
}
