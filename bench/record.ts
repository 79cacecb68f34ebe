/** What our gateway calls for each shape, and what it answers: for the proxy to repeat, and for others to equal. */
import { isDeepStrictEqual } from 'node:util';
import { ask } from './load.ts';
import type { Contender } from './processes.ts';
import type { Shape } from './shapes.ts';

interface Traced {
  readonly data: unknown;
  readonly errors?: readonly unknown[];
  readonly extensions: {
    readonly upstream: { readonly calls: readonly { readonly wave: number; readonly url: string }[] };
  };
}

export interface Recorded {
  readonly shape: Shape;
  /** The GraphQL request. */
  readonly body: string;
  /** Paths and queries of the REST calls, in the waves in which they go out. */
  readonly waves: readonly (readonly string[])[];
  readonly answer: string;
}

/** The body of a shape's GraphQL request. */
export const bodyOf = ({ query, variables }: Shape) => JSON.stringify({ query, variables });

/** Asks `gateway` for a shape once; rejects when the answer has errors. */
export async function record(gateway: Pick<Contender, 'url'>, shape: Shape): Promise<Recorded> {
  const body = bodyOf(shape);
  const traced = JSON.parse(await ask(gateway, body, { 'x-upstream-trace': '1' })) as Traced;
  if (traced.errors) throw new Error(`${shape.name}: ${JSON.stringify(traced.errors).slice(0, 500)}`);
  const waves: string[][] = [];
  for (const { wave, url } of traced.extensions.upstream.calls) (waves[wave - 1] ??= []).push(url);
  return { shape, body, waves: waves.filter((wave) => wave.length > 0), answer: await ask(gateway, body) };
}

/** Sees to it that another gateway answers the same, and throws where it does not. */
export async function assertSameAnswer(
  other: Pick<Contender, 'url'>,
  { shape, body, answer }: Pick<Recorded, 'shape' | 'body' | 'answer'>,
) {
  const theirs = await ask(other, body);
  if (!isDeepStrictEqual(JSON.parse(theirs), JSON.parse(answer)))
    throw new Error(`${shape.name}: the answers differ\n${answer.slice(0, 2_000)}\n${theirs.slice(0, 2_000)}`);
}
