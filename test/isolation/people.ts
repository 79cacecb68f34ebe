/**
 * People for the isolation run who have signed in: most ask with the cookie of their browser, a quarter by an agent that brings a token of an issuer. Keys are replaced while they ask, sessions end and begin again, and Redis comes and goes.
 */
import { randomBytes } from 'node:crypto';
import type { SignedIn } from '../../src/identity/sign-in/authorization-server.ts';
import { markOf } from '../support/echo-api.ts';
import { signedInWith, startPrincipals } from '../support/principals.ts';
import { share, startRedis, type TestRedis } from '../support/redis.ts';
import { CANARY } from '../support/token-watch.ts';
import type { Caller, Callers } from './run.ts';

const SESSION = '__Host-kantata-session';
/** How far the clock of sessions goes on with each request, so that they are renewed and end however fast a machine is. */
const MS_EACH = 50;
const IDLE_S = 200;
const LIFETIME_S = 2_000;
/** Keys that open at one moment; older ones are taken out, and what they sealed is good no more. */
const KEYS = 3;
/** Requests after which a new key comes. */
const KEY_EVERY = 2_000;
/** Requests after which somebody logs out in all browsers. */
const END_EVERY = 200;
/** Requests in which Redis goes and comes back, and stands still and goes on. */
const REDIS_PERIOD = 10_000;

const newKey = () => new Uint8Array(randomBytes(32));

class Person implements Caller {
  readonly marks = new Set<string>();
  readonly subject: string;
  readonly isAgent: boolean;
  headers: Readonly<Record<string, string>> = {};
  #signIns = 0;

  constructor(number: number) {
    this.subject = String(number);
    this.isAgent = number % 4 === 1;
  }

  /** What the vendor would give out at a sign-in: another token each time. */
  signedIn(): SignedIn {
    const token = `${CANARY}-${this.subject}-${this.#signIns++}-${'x'.repeat(24)}`;
    this.marks.add(markOf(token));
    return signedInWith(token, this.subject);
  }
}

export interface People extends Callers, AsyncDisposable {
  /** How often somebody signed in, after the first time: a session had ended, or its key was taken out. */
  readonly signIns: () => number;
  /** How often a session that was used was sealed anew. */
  readonly renewals: () => number;
  /** How often there was another key. */
  readonly rotations: () => number;
  /** How often Redis went away or stood still. */
  readonly outages: () => number;
}

/** So many people who have all signed in, and the gateway's part that knows them. */
export async function startPeople(count: number): Promise<People> {
  const redis = await startRedis();
  const shared = await share(redis, 100);
  let nowMs = Date.now();
  let keys = [newKey()];
  const principals = await startPrincipals({
    keys: () => keys,
    values: shared.sealedValues(),
    epochs: shared.sessionEpochs(),
    idleS: IDLE_S,
    lifetimeS: LIFETIME_S,
    now: () => nowMs,
  });
  const counts = { signIns: 0, renewals: 0, rotations: 0 };
  const signIn = async (person: Person) => {
    const who = person.signedIn();
    if (person.isAgent) await principals.keep(who);
    else person.headers = await principals.beginSession(who);
  };
  const people = Array.from({ length: count }, (_, number) => new Person(number + 1));
  for (const person of people) {
    await signIn(person);
    if (person.isAgent) person.headers = await principals.agentOf(person.subject);
  }
  const outages = outagesOf(redis);

  return {
    gateway: { ...principals.ofIssuer, shared, cacheTtlSeconds: 60, log: () => {} },
    of: (index) => people[index] as Person,
    async answered(caller, outcome) {
      const person = caller as Person;
      const renewed = outcome.setCookie.find((line) => line.startsWith(`${SESSION}=`));
      if (renewed) counts.renewals++;
      if (renewed) person.headers = { cookie: renewed.split(';', 1)[0] as string };
      if (outcome.status !== 401) return;
      counts.signIns++;
      await signIn(person);
    },
    before(number, requests) {
      nowMs += MS_EACH;
      outages.at(number % REDIS_PERIOD, Math.min(requests, REDIS_PERIOD));
      if (number % KEY_EVERY === 0) {
        keys = [newKey(), ...keys].slice(0, KEYS);
        counts.rotations++;
      }
      if (number % END_EVERY === 0)
        void principals.endAll(String(((number / END_EVERY) % count) + 1)).catch(() => {
          // Redis is gone.
        });
    },
    signIns: () => counts.signIns,
    renewals: () => counts.renewals,
    rotations: () => counts.rotations,
    outages: () => outages.count(),
    async [Symbol.asyncDispose]() {
      await outages.over();
      await principals[Symbol.asyncDispose]();
      shared.close();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** Has Redis go and come back, and stand still and go on, one after the other. */
function outagesOf(redis: TestRedis) {
  let done: Promise<unknown> = Promise.resolve();
  let count = 0;
  const next = (step: () => unknown) => void (done = done.then(step));
  const steps: readonly (readonly [share: number, step: () => unknown])[] = [
    [0.2, () => (count++, redis.kill())],
    [0.3, () => redis.restart()],
    [0.7, () => (count++, redis.stall())],
    [0.8, () => redis.goOn()],
  ];
  return {
    count: () => count,
    at(position: number, period: number): void {
      for (const [share, step] of steps) if (position === Math.floor(period * share)) next(step);
    },
    async over(): Promise<void> {
      await done;
      // One that stands still does not end.
      redis.goOn();
    },
  };
}
