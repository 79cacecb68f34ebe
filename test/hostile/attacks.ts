/** What hostile clients send: each attack sends one wave of requests, and resolves when they have ended, however they did. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { anyBodies, wordSalads } from './random-requests.ts';

export interface Target {
  readonly url: string;
  readonly random: () => number;
}

export type Attack = (target: Target) => Promise<unknown>;

export interface Sent {
  readonly token: string;
  readonly query: string;
  readonly variables?: object;
  readonly path?: string;
  readonly signal?: AbortSignal;
}

/** The status and the text of the answer; `null` where there is none. */
export async function ask(url: string, { token, query, variables, path = '/graphql', signal }: Sent) {
  try {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([AbortSignal.timeout(20_000), ...(signal ? [signal] : [])]),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

const times = (count: number, act: (at: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, at) => act(at)));
const name = (random: () => number) => random().toString(36).slice(2);
const whole = (random: () => number, from: number, to: number) => from + Math.floor(random() * (to - from + 1));

const SWITCHES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** A document of some thousand fields with six switches, under a name of its own. */
function switching(random: () => number): string {
  const levels = whole(random, 6, 10);
  const fragments = Array.from({ length: levels }, (_, at) => {
    const inner = at === levels - 1 ? 'title dueDate' : `...f${at + 1}`;
    return `fragment f${at} on Story { title x: subStories { ${inner} } y: subStories { ${inner} } }`;
  });
  const variables = SWITCHES.map((letter) => `$${letter}: Boolean!`).join(', ');
  const fields = SWITCHES.map((letter) => `${letter}: title @include(if: $${letter})`).join(' ');
  return `query N${name(random)}(${variables}) { stories(first: 1) { nodes { ${fields} ...f0 } } } ${fragments.join(' ')}`;
}

const values = (number: number) => Object.fromEntries(SWITCHES.map((letter, at) => [letter, (number >> at) % 2 === 1]));

const lists = ['participants', 'possibleApprovers', 'approvers'];

/** Attacks by name. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'documents with many plans, of strangers and of a good token': ({ url, random }) =>
    times(8, async (at) => {
      const query = switching(random);
      const token = at % 2 === 0 ? `made-up-${name(random)}` : 'good-plans';
      for (let number = 0; number < 8; number++)
        await ask(url, { token, query, variables: values(whole(random, 0, 63)) });
    }),
  'associations of hundreds in each row': ({ url, random }) =>
    times(2, () =>
      ask(url, {
        token: 'good-wide',
        query: `{ workspaces(first: ${whole(random, 200, 1600)}) { nodes { title ${lists.map((list) => `${list} { fullName headline }`).join(' ')} } } }`,
      }),
    ),
  'forty lists of rows of 25 KB': ({ url, random }) =>
    times(40, (at) =>
      ask(url, {
        token: `good-heavy-${at % 5}`,
        query: `{ stories(first: ${whole(random, 1500, 2000)}) { nodes { title } } }`,
      }),
    ),
  'made-up tokens': ({ url, random }) =>
    times(60, () =>
      ask(url, { token: `made-up-${name(random)}`, query: '{ users(first: 5) { nodes { fullName } } }' }),
    ),
  'the largest list that is allowed': ({ url }) =>
    ask(url, {
      token: 'good-large',
      query: '{ stories(first: 2000) { nodes { id title description subStories { title } } } }',
    }),
  'clients who leave': ({ url, random }) =>
    times(10, async () => {
      const leaving = new AbortController();
      setTimeout(() => leaving.abort(), whole(random, 5, 300));
      await ask(url, {
        token: 'good-leaving',
        query: `{ workspaces(first: 30) { nodes { participants { fullName headline } } } }`,
        signal: leaving.signal,
      });
    }),
  'explanations without a token': ({ url, random }) =>
    times(20, () =>
      ask(url, { token: name(random), query: switching(random), variables: values(0), path: '/explain' }),
    ),
  'bodies made at random': ({ url, random }) =>
    Promise.all(
      fc.sample(fc.oneof(anyBodies, wordSalads), { numRuns: 40, seed: whole(random, 0, 1e9) }).map(async (body) => {
        const headers = { 'content-type': 'application/json', authorization: 'Bearer good-random' };
        await fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })
          .then((response) => response.text())
          .catch(() => null);
      }),
    ),
  'requests half sent, and clients that read nothing': ({ url, random }) =>
    times(20, async (at) => {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname).on('error', () => {});
      const body = JSON.stringify({ query: '{ stories(first: 2000) { nodes { title description } } }' });
      const head = `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer good-slow\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      const text = head + body;
      socket.write(at % 4 === 0 ? text : text.slice(0, whole(random, 1, text.length - 1)));
      if (at % 4 === 0) socket.pause();
      await sleep(whole(random, 100, 500));
      socket.destroy();
    }),
};
