/** Choosing the type of an answer by the `Accept` header (RFC 9110, section 12.5.1). */

import { type Preference, preferencesOf } from './preferences.ts';

/** What GraphQL answers come as, the one that is sent to those who take anything first. */
const OFFERED = ['application/json', 'application/graphql-response+json'] as const;

export type AnswerType = (typeof OFFERED)[number];

/** Answers are UTF-8: a client that wants another encoding wants another answer. */
const isReadable = ({ parameters }: Preference) =>
  parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter));

/** The quality of one type: that of the narrowest range that it is in, or 0. */
const qualityOf = (type: AnswerType, ranges: readonly Preference[]) => {
  const named = (name: string) => ranges.find((range) => range.name === name);
  const range = named(type) ?? named('application/*') ?? named('*/*');
  return range && isReadable(range) ? range.quality : 0;
};

/**
 * The type to answer with: of those accepted the one with the highest quality, among equals the one named first.
 * `null` when none is accepted. Without a header, plain JSON.
 */
export function answerTypeFor(accept: string | undefined): AnswerType | null {
  if (accept === undefined || accept === '*/*') return OFFERED[0];
  const ranges = preferencesOf(accept);
  const position = (type: AnswerType) => {
    const at = ranges.findIndex((range) => range.name === type);
    return at < 0 ? ranges.length : at;
  };
  const [best] = OFFERED.map((type) => ({ type, quality: qualityOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality || position(one.type) - position(other.type));
  return best?.type ?? null;
}
