/** The way to the API: straight or through a proxy, and by which certificates. */
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { NetworkOptions } from './network-settings.ts';

interface Limits {
  readonly connections: number;
  readonly connectTimeout: number;
}

/** What sends requests to one origin, over connections that it keeps. */
export function dispatcherFor(origin: string, network: NetworkOptions, limits: Limits): Dispatcher {
  const { ca, clientCertificate, httpsProxy, noProxy = '' } = network;
  // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch the check off.
  const tls = { rejectUnauthorized: true, ...(ca !== undefined && { ca }), ...clientCertificate };
  const common = {
    ...limits,
    // There is one deadline for the whole call; undici's are two, and fire up to a second late.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: tls,
  };
  if (httpsProxy === undefined) return new Pool(origin, common);
  // Given all three, it reads no variable of the environment by itself.
  return new EnvHttpProxyAgent({ ...common, httpProxy: '', httpsProxy, noProxy, requestTls: tls, proxyTls: tls });
}
