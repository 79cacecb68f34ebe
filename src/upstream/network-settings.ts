/** What may be set about the way to the API. Without undici, so that those who only name the options need none of its types. */
export interface NetworkOptions {
  /** Certificates (PEM) to trust instead of the system's, for an API or a proxy behind a private authority. */
  readonly ca?: string | undefined;
  /** The certificate (PEM) by which the gateway says who it is, and its key. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined;
  /** The proxy for an API over https, as `http://proxy.internal:3128`. Default: none. */
  readonly httpsProxy?: string | undefined;
  /** Hosts that are asked without it, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
}

/** How the settings name them; `null` stands for what is not set. */
export interface NetworkSettings {
  /** Certificates (PEM) to trust instead of the system's. Default: the system's. */
  readonly upstreamCa?: string | null;
  /** The gateway's own certificate (PEM), for an API that asks for one; with its key. Default: none. */
  readonly upstreamCert?: string | null;
  readonly upstreamKey?: string | null;
  /** The proxy for an API over https. Default: none; no variable of the environment is read. */
  readonly httpsProxy?: string | null;
  /** Hosts that are asked without it, separated by commas. */
  readonly noProxy?: string | null;
}

/** The way to the API that the settings describe. A client certificate needs both of its files. */
export const networkOf = ({
  upstreamCa,
  upstreamCert,
  upstreamKey,
  httpsProxy,
  noProxy,
}: NetworkSettings): NetworkOptions => ({
  ca: upstreamCa ?? undefined,
  clientCertificate: upstreamCert && upstreamKey ? { cert: upstreamCert, key: upstreamKey } : undefined,
  httpsProxy: httpsProxy ?? undefined,
  noProxy: noProxy ?? undefined,
});
