/** Choosing the type of an answer by the `Accept` header (RFC 9110, section 12.5.1). */

/** What GraphQL answers come as, the one that is sent to those who take anything first. */
const OFFERED = ['application/json', 'application/graphql-response+json'] as const;

export type AnswerType = (typeof OFFERED)[number];

interface Range {
  readonly type: string;
  /** From 0, never, to 1. */
  readonly quality: number;
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  // Answers are UTF-8; whoever wants another encoding wants another answer.
  const readable = parameters.every(
    (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter),
  );
  return { type, quality: readable ? Number(quality?.slice(2) ?? 1) : 0 };
}

/** The quality of one type: that of the narrowest range that it is in, or 0. */
const qualityOf = (type: AnswerType, ranges: readonly Range[]) => {
  const named = (name: string) => ranges.find((range) => range.type === name);
  return (named(type) ?? named('application/*') ?? named('*/*'))?.quality ?? 0;
};

/**
 * The type to answer with: of those accepted the one with the highest quality, among equals the one named first.
 * `null` when none is accepted. Without a header, plain JSON.
 */
export function answerTypeFor(accept: string | undefined): AnswerType | null {
  if (accept === undefined || accept === '*/*') return OFFERED[0];
  const ranges = accept.split(',').map(rangeOf);
  const position = (type: AnswerType) => {
    const at = ranges.findIndex((range) => range.type === type);
    return at < 0 ? ranges.length : at;
  };
  const [best] = OFFERED.map((type) => ({ type, quality: qualityOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality || position(one.type) - position(other.type));
  return best?.type ?? null;
}
