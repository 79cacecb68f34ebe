/** What a client prefers, as headers such as `Accept` and `Accept-Encoding` list it (RFC 9110, section 12.4.2). */

export interface Preference {
  /** In lower case: a media type or a coding, or a range of them. */
  readonly name: string;
  /** From 0, never, to 1. A weight that is no number is 0. */
  readonly quality: number;
  /** Its other parameters, in lower case: `charset=utf-8`. */
  readonly parameters: readonly string[];
}

/** The preferences of a header, in their order. */
export const preferencesOf = (header: string): readonly Preference[] => header.split(',').map(preferenceOf);

function preferenceOf(text: string): Preference {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice('q='.length));
  return {
    name,
    quality: Number.isNaN(quality) ? 0 : quality,
    parameters: parameters.filter((parameter) => parameter !== weight),
  };
}
