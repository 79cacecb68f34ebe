/** Who has signed in. The page never has the token of a session: the browser sends a cookie that no script can read. */
import { gateway, logoutUrl, meUrl } from './gateway.ts';
import { createStore } from './store.ts';

/** As `/auth/me` answers. */
interface Me {
  readonly user: { readonly id: string; readonly name: string | null } | null;
}

/** The name of whoever has signed in; empty for nobody, `null` until that is known or where nobody can. */
export const signedIn = createStore<string | null>(null);

async function look() {
  const response = await fetch(meUrl).catch(() => null);
  const { user }: Me = response?.ok ? ((await response.json()) as Me) : { user: null };
  signedIn.set(user ? (user.name ?? user.id) : '');
}

/** Ends the session. Its token is revoked by the gateway. */
export async function logOut() {
  const headers = { 'x-requested-with': 'explorer' };
  await fetch(logoutUrl, { method: 'POST', headers }).catch(() => null);
  await look();
}

if (gateway.signIn) {
  void look();
  // Another tab may have signed in or out meanwhile.
  window.addEventListener('focus', () => void look());
}
