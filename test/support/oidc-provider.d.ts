/** The part of `oidc-provider` that the tests use: it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  export interface Interaction {
    readonly prompt: { readonly name: string };
    readonly params: { readonly client_id: string; readonly scope: string };
    readonly session?: { readonly accountId: string };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export default class OpenIdServer {
    constructor(issuer: string, configuration: object);
    readonly Grant: new (of: {
      accountId: string;
      clientId: string;
    }) => Grant;
    proxy: boolean;
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
    on(event: 'grant.success', listener: (ctx: GrantContext) => void): this;
    on(event: 'access_token.destroyed', listener: (token: { readonly jti: string }) => void): this;
    on(event: 'server_error', listener: (ctx: unknown, error: Error) => void): this;
  }

  export interface GrantContext {
    readonly body: { readonly access_token: string };
    readonly oidc: { readonly account: { readonly accountId: string } };
  }
}
