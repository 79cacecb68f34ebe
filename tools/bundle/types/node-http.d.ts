/** Of the types of `node:http`, as much as the package needs of them: who has no @types/node can compile with it. */
export interface IncomingHttpHeaders {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly host?: string | undefined;
  readonly [name: string]: string | string[] | undefined;
}

/** `IncomingMessage` of Node. */
export interface IncomingMessage {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** `ServerResponse` of Node. */
export interface ServerResponse {
  statusCode: number;
  end(): unknown;
}
