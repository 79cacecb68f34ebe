/** What the gateway tells its page, and where it is asked. */

/** As `ExplorerOptions` of `src/http/explorer.ts`, which writes it into the page. */
export interface GatewaySettings {
  /** Whose token is used until one enters another: only in the demo. */
  readonly token?: string;
  readonly users?: readonly { readonly token: string; readonly name: string; readonly about?: string }[];
  /** Whether people sign in here, and have a session in place of a token. */
  readonly signIn?: boolean;
  /** Whether a token may be entered. Default: yes. */
  readonly takesTokens?: boolean;
  /** Whether explanations and traces can be asked for. */
  readonly explain: boolean;
  /** Which pages there are beside this one. Default: none. */
  readonly pages?: readonly ('explorer' | 'board')[];
  /** Whether the schema can be asked for. */
  readonly schema: boolean;
}

export const gateway = JSON.parse(document.querySelector('#gateway')?.textContent ?? '{}') as GatewaySettings;

/** A proxy may have put a folder before it. */
export const graphqlUrl = new URL('graphql', location.href).pathname;

export const boardUrl = new URL('board', location.href).pathname;

export const explainUrl = new URL('explain', location.href).pathname;

/** Where one signs in, to come back to this page with what is in its address. */
export const loginUrl = () => {
  const url = new URL('auth/login', location.href);
  url.searchParams.set('return', `${location.pathname}${location.hash}`);
  return url.href;
};

export const meUrl = new URL('auth/me', location.href).pathname;

export const logoutUrl = new URL('auth/logout', location.href).pathname;

const schemaUrl = new URL('explorer/schema.graphql', location.href).pathname;

/** The gateway's schema, printed; `null` where it does not tell or does not answer. Costs no call, and takes no token. */
export async function fetchSchema(): Promise<string | null> {
  if (!gateway.schema) return null;
  const response = await fetch(schemaUrl).catch(() => null);
  return response?.ok ? response.text() : null;
}
