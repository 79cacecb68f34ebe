/** From a path to what answers there, with the checks that every path has: host, pages of other origins, method. */
import type { RequestHead } from '../identity/request-head.ts';
import type { AddressLimit } from './address-limit.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import { type BrowserOptions, corsFor, hostCheck } from './browser.ts';
import { ClientGone } from './graphql-request.ts';
import { HttpRefusal, isRefusal, refusalResponse, unexpected } from './http-errors.ts';

export interface Route {
  readonly methods: readonly string[];
  /** Asked by programs that watch over processes, by whatever address. Other routes are for the hosts and pages that are allowed. */
  readonly open?: boolean;
  /** Whether the last part of the path names a file below the route. Default: no. */
  readonly hasFiles?: boolean;
  readonly handle: (request: GatewayRequest) => GatewayResponse | Promise<GatewayResponse>;
}

/** Segments that a mount may put before a path of ours: `/api`, `/v1/api`. */
const MOUNT = /^(?:\/(?!\.\.?(?:\/|$))[\w.~-]+)*$/;

/**
 * Answers requests by their path. The path may stand behind others, because the gateway can be mounted anywhere by a
 * server that passes on the whole path: `/api/graphql` is `/graphql`.
 *
 * @param addresses limits how often one client address may ask; `null` for no limit.
 * @param fault reports an unexpected error.
 */
export function createRouter(
  routes: ReadonlyMap<string, Route>,
  options: Partial<BrowserOptions>,
  addresses: AddressLimit | null,
  fault: (error: unknown) => void,
): (request: GatewayRequest) => Promise<GatewayResponse> {
  const checkHost = hostCheck(options);
  const cors = corsFor(options);
  const paths = [...routes].filter(([, { hasFiles }]) => !hasFiles).map(([path]) => path);

  const dispatch = async (request: GatewayRequest, route: Route | undefined): Promise<GatewayResponse> => {
    try {
      return await checked(route, request, paths).handle(request);
    } catch (error) {
      if (error instanceof ClientGone || request.signal.aborted) throw new ClientGone();
      if (isRefusal(error)) return refusalResponse(error, request.headers.accept);
      fault(error);
      return refusalResponse(unexpected(), request.headers.accept);
    }
  };

  const limited = async (request: GatewayRequest, route: Route): Promise<GatewayResponse> => {
    try {
      addresses?.check(request);
    } catch (error) {
      if (isRefusal(error)) return refusalResponse(error, request.headers.accept);
      throw error;
    }
    return dispatch(request, route);
  };

  return async (request) => {
    const route = routeOf(routes, pathOf(request));
    if (route?.open) return dispatch(request, route);
    try {
      checkHost(request);
    } catch (error) {
      if (error instanceof HttpRefusal) return refusalResponse(error, request.headers.accept);
      throw error;
    }
    if (!route) return dispatch(request, route);
    const { headers, preflight } = cors(request, route.methods);
    return withHeaders(preflight ?? (await limited(request, route)), headers);
  };
}

const pathOf = ({ url = '/' }: RequestHead) => url.split('?', 1)[0] as string;

function routeOf(routes: ReadonlyMap<string, Route>, path: string): Route | undefined {
  const last = path.lastIndexOf('/');
  const [before, name] = [path.slice(0, last), path.slice(last)];
  const route = routes.get(name);
  if (route && !route.hasFiles) return MOUNT.test(before) ? route : undefined;
  const folder = before.lastIndexOf('/');
  const files = folder < 0 ? undefined : routes.get(before.slice(folder));
  return files?.hasFiles && MOUNT.test(before.slice(0, folder)) ? files : undefined;
}

function checked(route: Route | undefined, { method = 'GET' }: RequestHead, paths: readonly string[]): Route {
  if (!route) throw new HttpRefusal(404, 'NOT_FOUND', `There is nothing at this path. There is ${paths.join(', ')}.`);
  if (!route.methods.includes(method)) {
    const allow = route.methods.join(', ');
    throw new HttpRefusal(405, 'BAD_REQUEST', `This path takes ${allow}.`, { allow });
  }
  return route;
}

/** A response with more headers; what it varies by already is kept. */
function withHeaders(response: GatewayResponse, more: Readonly<Record<string, string>>): GatewayResponse {
  if (Object.keys(more).length === 0) return response;
  const vary = [more.vary, response.headers.vary].filter((part) => part !== undefined).join(', ');
  return { ...response, headers: { ...response.headers, ...more, ...(vary !== '' && { vary }) } };
}
