/** The token that goes with each request. It is kept in memory; by choice until the browser's tab is closed. */
import { gateway } from './gateway.ts';
import { createStore } from './store.ts';

const KEY = 'token';

const kept = sessionStorage.getItem(KEY);

/** Empty where there is none. */
export const token = createStore(kept ?? gateway.token ?? '');

/** Whether a reload of the page finds the token again. */
export const isTokenKept = createStore(kept !== null);

function keep() {
  if (isTokenKept.get() && token.get() !== '') sessionStorage.setItem(KEY, token.get());
  else sessionStorage.removeItem(KEY);
}

token.subscribe(keep);
isTokenKept.subscribe(keep);

/** The headers that say who asks; none without a token. */
export const authorization = (): Readonly<Record<string, string>> =>
  token.get() === '' ? {} : { authorization: `Bearer ${token.get()}` };
