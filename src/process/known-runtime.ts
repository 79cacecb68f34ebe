/** Loaded before all else: a runtime that cannot run the gateway is named at once, and not by what happens to fail there first. */

/** What workerd, the runtime of Cloudflare Workers, calls itself. */
const WORKERD = 'Cloudflare-Workers';

if (globalThis.navigator?.userAgent === WORKERD)
  throw new Error(
    'kantata-graphql-gateway keeps connections to the API between requests, which workerd (Cloudflare Workers) forbids: run it on Node or Deno, and have the worker pass requests on to it',
  );
