import { isLoopback } from '../config/loopback.ts';
import type { RequestHead } from '../identity/request-head.ts';

/**
 * The origin under which a client has reached this gateway. Encryption ends before it, so anything but this machine is
 * taken to be reached by https.
 */
export const requestOrigin = ({ headers: { host = 'localhost' } }: RequestHead): string =>
  `${isLoopback(host.replace(/:\d*$/, '')) ? 'http' : 'https'}://${host}`;
