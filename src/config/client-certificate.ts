/**
 * What is wrong with the gateway's own certificate for the API: with one of its two files, no certificate is shown. A
 * setting that is wrong in itself is `undefined` here, and reported already.
 */
export function clientCertificateProblems({
  upstreamCert,
  upstreamKey,
}: {
  readonly upstreamCert?: unknown;
  readonly upstreamKey?: unknown;
}): readonly string[] {
  if (upstreamCert && upstreamKey === null) return ['UPSTREAM_CERT_PATH needs UPSTREAM_KEY_PATH'];
  if (upstreamKey && upstreamCert === null) return ['UPSTREAM_KEY_PATH needs UPSTREAM_CERT_PATH'];
  return [];
}
