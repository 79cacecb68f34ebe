/** `/odata`: the feeds of saved operations, as Power Query, Excel and other clients of OData 4.0 read them. */
import type { ExportLimits } from '../../execution/export/export-limits.ts';
import type { SavedDocument } from '../../execution/saved-document.ts';
import { MAX_PAGE } from '../../loaders/load-request.ts';
import { checkForgery } from '../../http/browser.ts';
import type { DoorParts } from '../../http/door.ts';
import type { GatewayRequest, GatewayResponse } from '../../http/exchange.ts';
import { badRequest, HttpRefusal, isRefusal, jsonResponse, refusalResponse } from '../../http/http-errors.ts';
import type { Admission } from '../../http/admission.ts';
import type { Route } from '../../http/router.ts';
import { requestOrigin } from '../../http/request-origin.ts';
import { searchOf } from '../export-request.ts';
import { withBearer } from './basic-credential.ts';
import { type Feed, feedsOf, metadata, type Property, ROW } from './feed.ts';
import { ODATA_HEADERS, odataMode } from './odata-mode.ts';

const PATH = '/odata';

/** Rows of one page: with the row that each page begins early, exactly as many REST calls as are made side by side. */
const pageSize = (pages: number) => pages * MAX_PAGE - 1;

interface Feeds {
  readonly operations: readonly SavedDocument[];
  readonly limits: Omit<ExportLimits, 'rows'>;
  readonly admission: Admission;
}

/** The route of feeds. Throws for a saved operation that is not valid. */
export function odataRoutes(parts: DoorParts, { operations, limits, admission }: Feeds): ReadonlyMap<string, Route> {
  const feeds = feedsOf(parts, operations);
  const described = metadata(feeds);
  const handle = async (request: GatewayRequest): Promise<GatewayResponse> => {
    try {
      checkForgery(request);
      const name = nameOf(request);
      const asked = withBearer(request);
      if (name === '' || name === '$metadata') {
        // What there is, is for those alone who may ask for it.
        await parts.identify(asked);
        return name === '' ? serviceOf(request, feeds) : asXml(described);
      }
      const feed = feeds.get(name);
      if (!feed) throw new HttpRefusal(404, 'NOT_FOUND', 'There is no feed of this name. See /odata/.');
      return challenged(asOData(await page(request, asked, feed)), request);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return challenged(asOData(refusalResponse(error, 'application/json')), request);
    }
  };

  const page = (request: GatewayRequest, asked: GatewayRequest, feed: Feed): Promise<GatewayResponse> => {
    const search = searchOf(request);
    const { properties, top, after, counted } = optionsOf(search, feed);
    const root = requestOrigin(request) + mountOf(request);
    const mode = odataMode({
      feed,
      limits: { ...limits, rows: top === null ? null : Math.max(1, top), more: pageSize(limits.pages) },
      after,
      top,
      counted,
      properties,
      context: `${root}/$metadata`,
      next: (position) => `${root}/${feed.name}?${nextSearch(search, position)}`,
    });
    const variables = variablesOf(search, feed);
    return parts.answer(
      {
        ...asked,
        method: 'POST',
        url: PATH,
        headers: { ...asked.headers, 'content-type': 'application/json' },
        readBody: async () => ({ parsed: { query: feed.text, variables } }),
      },
      { identify: parts.identify, runs: true, admission, answerType: () => 'application/json', mode: () => mode },
    );
  };
  return new Map([[PATH, { methods: ['GET'], hasFiles: true, handle }]]);
}

/** The last part of the path; one that is not well encoded is the name of no feed. */
function nameOf({ url = '' }: GatewayRequest): string {
  const name = url.split('?', 1)[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const mountOf = ({ url = '' }: GatewayRequest): string => (url.split('?', 1)[0] ?? '').replace(/\/[^/]*$/, '');

const serviceOf = (request: GatewayRequest, feeds: ReadonlyMap<string, Feed>): GatewayResponse => {
  const context = `${requestOrigin(request)}${mountOf(request)}/$metadata`;
  const value = [...feeds.keys()].map((name) => ({ name, kind: 'EntitySet', url: name }));
  const response = jsonResponse(200, { '@odata.context': context, value });
  const contentType = 'application/json;odata.metadata=minimal;charset=utf-8';
  return { ...response, headers: { ...response.headers, 'content-type': contentType, ...ODATA_HEADERS } };
};

const asXml = (xml: string): GatewayResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml; charset=utf-8', ...ODATA_HEADERS },
  body: xml,
});

/** The refusal in the form that clients of OData read. */
function asOData(response: GatewayResponse): GatewayResponse {
  if (typeof response.body !== 'string' || !response.body.startsWith('{"errors":')) return response;
  const { errors } = JSON.parse(response.body) as {
    errors: readonly { message: string; extensions: { code: string } }[];
  };
  const [first] = errors;
  const body = JSON.stringify({ error: { code: first?.extensions.code, message: first?.message } });
  return { ...response, headers: { ...response.headers, ...ODATA_HEADERS }, body };
}

/** Lets clients ask for a name and a password. Browsers do so with a window of their own, which is of no use here. */
function challenged(response: GatewayResponse, { headers }: GatewayRequest): GatewayResponse {
  if (response.status !== 401 || headers['sec-fetch-site'] !== undefined) return response;
  const { 'www-authenticate': bearer } = response.headers;
  const basic = 'Basic realm="kantata-gateway", charset="UTF-8"';
  return {
    ...response,
    headers: { ...response.headers, 'www-authenticate': bearer === undefined ? basic : `${basic}, ${bearer}` },
  };
}

/** Query options that a feed has. */
const KNOWN: ReadonlySet<string> = new Set(['$top', '$count', '$select', '$format', '$skiptoken']);

function optionsOf(search: URLSearchParams, { properties: all }: Feed) {
  for (const name of search.keys())
    if (name.startsWith('$') && !KNOWN.has(name))
      throw new HttpRefusal(
        400,
        'BAD_REQUEST',
        'A feed takes $top, $select, $count and $skiptoken: filter by parameters of its operation, and sort what came.',
      );
  const format = search.get('$format') ?? 'json';
  if (!/^(json|application\/json(;.*)?)$/.test(format)) throw badRequest('$format: json.');
  const top = search.get('$top');
  if (top !== null && !/^\d{1,10}$/.test(top)) throw badRequest('$top: a whole number.');
  return {
    properties: selected(all, search.get('$select')),
    top: top === null ? null : Number(top),
    after: search.get('$skiptoken'),
    counted: search.get('$count') === 'true',
  };
}

function selected(all: readonly Property[], select: string | null): readonly Property[] {
  if (select === null || select === '*') return all;
  const names = new Set(select.split(',').map((name) => name.trim()));
  const known = new Set([ROW, '_errors', ...all.map(({ name }) => name)]);
  if ([...names].some((name) => !known.has(name)))
    throw badRequest('$select: a property that this feed does not have.');
  return all.filter(({ name }) => names.has(name));
}

/** The variables of the operation, which are parameters of the address. */
function variablesOf(search: URLSearchParams, { parameters }: Feed): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const { name, isText } of parameters) {
    const value = search.get(name);
    if (value !== null) variables[name] = isText ? value : jsonOf(name, value);
  }
  return variables;
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Words of an enum stand in an address without quotes.
    if (/^[A-Z_]+$/.test(text)) return text;
    throw badRequest(`The parameter "${name}" is not JSON.`);
  }
}

function nextSearch(search: URLSearchParams, position: string): string {
  const next = new URLSearchParams(search);
  next.set('$skiptoken', position);
  // Clients compare names of options as they stand in the protocol.
  return next.toString().replaceAll('%24', '$');
}
