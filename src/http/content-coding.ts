/** Choosing how a body is compressed by the `Accept-Encoding` header (RFC 9110, section 12.5.3). */

import { type Preference, preferencesOf } from './preferences.ts';

/** How a body can be compressed, the smallest first. */
const CODINGS = ['br', 'zstd', 'gzip'] as const;

export type Coding = (typeof CODINGS)[number];

/** Before it had a name of its own, gzip was `x-gzip` (RFC 9110, section 8.4.1.3). */
const nameOf = ({ name }: Preference) => (name === 'x-gzip' ? 'gzip' : name);

/**
 * The coding to send a body in, of those that there are of it: the one that is wanted most, and among equals the one that
 * comes first in {@link CODINGS}. `null` is the body as it is, for clients that want no other. That is sent as well where
 * nothing is accepted at all: a refusal would help no client.
 */
export function codingFor<Kept extends Coding>(acceptEncoding: string | undefined, kept: readonly Kept[]): Kept | null {
  const preferences = preferencesOf(acceptEncoding ?? '');
  const named = (wanted: string) => preferences.find((preference) => nameOf(preference) === wanted)?.quality;
  const plain = named('identity') ?? 0;
  const [best] = CODINGS.filter((coding): coding is Kept => (kept as readonly Coding[]).includes(coding))
    .map((coding) => ({ coding, quality: named(coding) ?? named('*') ?? 0 }))
    .filter(({ quality }) => quality > 0 && quality >= plain)
    .toSorted((one, other) => other.quality - one.quality);
  return best?.coding ?? null;
}
