import { createContext, useCallback, useEffect, useState } from 'react';

/** Who has signed in, as the gateway says it. */
export interface User {
  readonly id: string;
  readonly name: string | null;
}

/** What there is to know of the session. The page has no token: the browser sends a cookie that no script can read. */
export interface Session {
  /** `null` for nobody; `undefined` until that is known. */
  readonly user: User | null | undefined;
  /** Where one signs in, to come back to this page. */
  readonly loginUrl: string;
  /** Ends the session. The gateway revokes its token. */
  readonly logOut: () => Promise<void>;
}

/** `null` where the page asks with a token. */
export const SessionContext = createContext<Session | null>(null);

/** Where the choices of the page wait while somebody signs in: the address to return to has to be one that is listed. */
const CHOICES = 'choices before sign-in';

const fetchUser = async (meUrl: URL): Promise<User | null> => {
  const response = await fetch(meUrl, { credentials: 'include' }).catch(() => null);
  return response?.ok ? ((await response.json()) as { readonly user: User | null }).user : null;
};

/**
 * Keeps to the session that the browser has at the gateway.
 *
 * @param graphqlUrl address of the GraphQL endpoint, beside which sign-in stands; `null` where the page asks with a token
 */
export function useSession(graphqlUrl: string | null): Session | null {
  const [user, setUser] = useState<User | null>();
  const look = useCallback(async () => {
    if (graphqlUrl !== null) setUser(await fetchUser(new URL('auth/me', graphqlUrl)));
  }, [graphqlUrl]);

  useEffect(() => {
    restoreChoices();
    void look();
    // Somebody may have signed in or out in another tab meanwhile.
    const onFocus = () => void look();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [look]);

  if (graphqlUrl === null) return null;
  const loginUrl = new URL('auth/login', graphqlUrl);
  loginUrl.searchParams.set('return', `${window.location.origin}${window.location.pathname}`);
  return {
    user,
    loginUrl: loginUrl.href,
    async logOut() {
      // The header has the browser ask first whether this page may do that.
      const init = { method: 'POST', credentials: 'include', headers: { 'x-requested-with': 'page' } } as const;
      await fetch(new URL('auth/logout', graphqlUrl), init).catch(() => null);
      await look();
    },
  };
}

/** Called when somebody leaves to sign in. */
export const keepChoices = () => window.sessionStorage.setItem(CHOICES, window.location.search);

function restoreChoices(): void {
  const search = window.sessionStorage.getItem(CHOICES);
  window.sessionStorage.removeItem(CHOICES);
  if (!search || window.location.search !== '') return;
  window.history.replaceState(null, '', search);
  window.dispatchEvent(new PopStateEvent('popstate'));
}
