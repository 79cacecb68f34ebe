/** From a path to what answers there, with the checks that every path has: host, pages of other origins, method. */
import type { RequestHead } from '../identity/request-head.ts';
import type { AddressLimit } from './address-limit.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import { corsFor, hostCheck } from './browser.ts';
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

/** Of paths where there is nothing, so that pages may read that there is not. */
const ANY_METHODS = ['GET', 'POST'];

/** What answers requests by their path. */
export interface Router {
  /** Rejects with {@link ClientGone} where the client has gone, and otherwise never. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** The response to a request that is given up, as a page may read it. */
  readonly refuse: (request: RequestHead, refusal: HttpRefusal) => GatewayResponse;
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
  options: Parameters<typeof corsFor>[0],
  addresses: AddressLimit | null,
  fault: (error: unknown) => void,
): Router {
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
    const allowance = addresses?.take(request);
    if (!allowance) return dispatch(request, route);
    const { refusal, headers } = allowance;
    return withHeaders(
      refusal ? refusalResponse(refusal, request.headers.accept) : await dispatch(request, route),
      headers,
    );
  };

  /** The answer, unless the request is for another host. */
  const hosted = async (
    request: GatewayRequest,
    answer: () => GatewayResponse | Promise<GatewayResponse>,
  ): Promise<GatewayResponse> => {
    try {
      checkHost(request);
    } catch (error) {
      if (error instanceof HttpRefusal) return refusalResponse(error, request.headers.accept);
      throw error;
    }
    return answer();
  };

  const answer = async (request: GatewayRequest) => {
    const route = routeOf(routes, pathOf(request));
    if (route?.open) return dispatch(request, route);
    // Before anything is refused, so that a page can read why.
    const { headers, preflight } = cors(request, route?.methods ?? ANY_METHODS);
    const allowed = () => preflight ?? (route ? limited(request, route) : dispatch(request, route));
    return withHeaders(await hosted(request, allowed), headers);
  };

  return {
    answer,
    refuse: (request, refusal) =>
      withHeaders(refusalResponse(refusal, request.headers.accept), cors(request, ANY_METHODS).headers),
  };
}

/** Without the authority that stands before it in the absolute form (RFC 9112, section 3.2.2), and without its query. */
const pathOf = ({ url = '/' }: RequestHead) => url.replace(AUTHORITY, '').split('?', 1)[0] || '/';

const AUTHORITY = /^https?:\/\/[^/?#]*/i;

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
