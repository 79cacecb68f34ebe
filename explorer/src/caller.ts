/** Who asks at the moment. An answer belongs to whom it was asked for. */
import { gateway } from './gateway.ts';
import { signedIn } from './session.ts';
import { useStore } from './store.ts';
import { token } from './token.ts';

export interface Caller {
  /** Tells callers apart. It may be a token: never shown, never kept. */
  readonly key: string;
  /** As it stands in a sentence: `Amara Abbott`, `the token that you entered`. */
  readonly name: string;
  /** What a button says that asks again: `Run as Amara Abbott`. */
  readonly runAs: string;
}

function callerOf(current: string, session: string | null): Caller {
  const user = gateway.users?.find((one) => one.token === current);
  if (user) return { key: current, name: user.name, runAs: `Run as ${user.name}` };
  if (current !== '') return { key: current, name: 'the token that you entered', runAs: 'Run with this token' };
  if (session) return { key: `session ${session}`, name: session, runAs: `Run as ${session}` };
  return { key: '', name: 'somebody without a token', runAs: 'Run without a token' };
}

export const currentCaller = (): Caller => callerOf(token.get(), signedIn.get());

export const useCaller = (): Caller => callerOf(useStore(token), useStore(signedIn));
