/** A gateway of which tests see how its operations ended. */
import type { EndedOperation } from '../../src/observe/observer.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { SOMEBODY } from '../support/token-watch.ts';
import { askInParts, FORMATS } from './client.ts';

/** Asks a gateway for an answer in parts. */
export const asking = (gateway: TestGateway, query: string, accept: string = FORMATS.current) =>
  askInParts({ url: gateway.url, token: SOMEBODY, query, accept });

/** A gateway that notes how operations ended. */
export async function watched(rows: Parameters<typeof startGateway>[0], options: TestGatewayOptions = {}) {
  const ended: EndedOperation[] = [];
  const gateway = await startGateway(rows, { ...options, observer: { operation: (one) => void ended.push(one) } });
  return { gateway, ended };
}
