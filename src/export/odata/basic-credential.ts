/**
 * Spreadsheets ask for a name and a password, and send them as such (RFC 7617). The password is then the token; the name
 * is not looked at.
 */
import type { GatewayRequest } from '../../http/exchange.ts';

const BASIC = /^Basic +([A-Za-z0-9+/]+=*)$/i;

/** The request with its password as a bearer token; as it is, where it has none. */
export function withBearer(request: GatewayRequest): GatewayRequest {
  const { authorization } = request.headers;
  const [, encoded] = BASIC.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return request;
  const [, ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  const bearer = `Bearer ${password.join(':')}`;
  const { rawHeaders } = request;
  return {
    ...request,
    signal: request.signal,
    readBody: (maxBytes) => request.readBody(maxBytes),
    headers: { ...request.headers, authorization: bearer },
    rawHeaders: rawHeaders.map((value, at) =>
      at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'authorization' ? bearer : value,
    ),
  };
}
