/** What to do about an answer that is not all that was asked for. */

/** One error of an answer, as far as it is read here. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The same operation with fewer rows. */
export interface Smaller {
  /** How many rows each of the lists may be asked for. */
  readonly first: number;
  /** The lists, each by its response keys from the root; one without keys where the error names none. */
  readonly paths: readonly (readonly string[])[];
}

export interface Advice {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** Whether a token is what is missing. */
  readonly wantsToken: boolean;
  /** What would be answered in place of what was refused; `null` where the gateway does not know. */
  readonly smaller: Smaller | null;
}

/** Where there is no answer at all. */
export const UNREACHABLE: Advice = {
  code: '',
  title: 'The gateway does not answer',
  text: 'It is not running, or the way to it is cut off. Run it again once it is back.',
  wantsToken: false,
  smaller: null,
};

interface Circumstances {
  /** Whether one signs in here. Default: no. */
  readonly signsIn?: boolean;
  /** Whether the request had a token. */
  readonly hasToken: boolean;
  /** What the header `Retry-After` said, in seconds; `null` without one. */
  readonly retryAfterS: number | null;
}

type Words = readonly [title: string, text: string];

const seconds = (count: number) => `${count} second${count === 1 ? '' : 's'}`;

const numberIn = (value: unknown) => (typeof value === 'number' ? value : null);

/** How soon to ask again. */
function waitOf({ extensions = {} }: AnswerError, { retryAfterS }: Circumstances): string {
  const wait = numberIn(extensions.retryAfter) ?? retryAfterS;
  return wait === null ? 'Wait a little' : `Wait ${seconds(wait)}`;
}

function tooComplex({ message, extensions = {} }: AnswerError): Words {
  const [estimate, limit] = [numberIn(extensions.estimate), numberIn(extensions.limit)];
  const stopped = numberIn(extensions.maxUpstreamCalls);
  if (stopped !== null)
    return [
      `Stopped at the limit of ${stopped} REST calls`,
      'The data needed more of them than could be foreseen. What was fetched before is there; ask for fewer rows, or for less of each.',
    ];
  const costliest = typeof extensions.costliest === 'string' ? ` Most of it is \`${extensions.costliest}\`.` : '';
  if (estimate === null || limit === null) return ['This asks for too much at once', message];
  const unit = message.includes('would answer') ? 'records' : 'REST calls';
  const called = extensions.counts === undefined ? 'Nothing was called' : 'Only its rows were counted';
  const first = numberIn(extensions.suggestedFirst);
  const fewer = first === null ? 'Ask for fewer rows' : `Ask for \`first: ${first}\`, which would pass`;
  return [
    `Too much: about ${estimate} ${unit}, and the limit is ${limit}`,
    `${called}.${costliest} ${fewer}, for less of each, or in several operations.`,
  ];
}

const endpoint = ({ extensions = {} }: AnswerError) =>
  typeof extensions.upstream === 'string' ? extensions.upstream : 'part of the API';

const place = ({ path = [] }: AnswerError) => {
  const keys = path.filter((key) => typeof key === 'string');
  return keys.length > 0 ? ` (${keys.join('.')})` : '';
};

function wordsFor(code: string, error: AnswerError, circumstances: Circumstances): Words {
  switch (code) {
    case 'UNAUTHENTICATED':
      if (circumstances.signsIn && !circumstances.hasToken)
        return [
          'You have not signed in',
          'There is no session, or Kantata does not accept it any more. Sign in, and run it again.',
        ];
      return circumstances.hasToken
        ? ['Kantata does not accept this token', 'It is wrong, expired or revoked. Enter another one.']
        : [
            'There is no token yet',
            'Kantata answers each user in their own name. Enter your token at the top, and run it again.',
          ];
    case 'FORBIDDEN':
      return [
        'This user may not see all of it',
        `Kantata refuses ${endpoint(error)}${place(error)} to them. Ask an administrator for the right, or leave the field out; the rest is answered.`,
      ];
    case 'RATE_LIMITED':
      return ['Too many calls for now', `${waitOf(error, circumstances)}, and run it again.`];
    case 'OVERLOADED':
      return [
        'The gateway has too much to do',
        `${waitOf(error, circumstances)}, and run it again; or ask for less at once.`,
      ];
    case 'CIRCUIT_OPEN':
      return [
        'Kantata fails at the moment',
        `${endpoint(error)} has failed again and again, and is given a rest. ${waitOf(error, circumstances)}, and run it again.`,
      ];
    case 'QUERY_TOO_COMPLEX':
      return tooComplex(error);
    case 'UPSTREAM_TIMEOUT':
      return ['Kantata took too long', `At ${endpoint(error)}${place(error)}. Ask for less at once, or again later.`];
    case 'UPSTREAM_UNAVAILABLE':
      return ['Kantata cannot be reached', `At ${endpoint(error)}${place(error)}. Run it again later.`];
    case 'BAD_USER_INPUT':
      return ['Something in it cannot be used', error.message];
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
      return ['This cannot be asked so', error.message];
    default:
      return ['Something went wrong', error.message];
  }
}

export const keysOf = (path: unknown): readonly string[] => {
  const keys: readonly unknown[] = typeof path === 'string' ? path.split('.') : Array.isArray(path) ? path : [];
  return keys.filter((key) => typeof key === 'string');
};

/** The way out of a refusal, as `suggestedFirst` tells it, of the lists in `suggestedFor` or else at the error's own path. */
export function smallerOf(errors: readonly Pick<AnswerError, 'path' | 'extensions'>[]): Smaller | null {
  for (const { path, extensions = {} } of errors) {
    const first = numberIn(extensions.suggestedFirst);
    if (first === null || !Number.isSafeInteger(first) || first <= 0) continue;
    const { suggestedFor } = extensions;
    const named = Array.isArray(suggestedFor) ? suggestedFor : [];
    return { first, paths: named.length > 0 ? named.map((one) => keysOf(one)) : [keysOf(extensions.path ?? path)] };
  }
  return null;
}

export const codeOf = ({ extensions = {} }: AnswerError) =>
  typeof extensions.code === 'string' ? extensions.code : '';

/** What says most about what to do comes first; what is not here comes last, in the order of the answer. */
const FIRST = ['UNAUTHENTICATED', 'QUERY_TOO_COMPLEX', 'RATE_LIMITED', 'OVERLOADED', 'CIRCUIT_OPEN', 'FORBIDDEN'];

const rank = (error: AnswerError) => {
  const at = FIRST.indexOf(codeOf(error));
  return at < 0 ? FIRST.length : at;
};

/** The one advice that helps most with the errors of an answer; `null` where there are none. */
export function adviceFor(errors: readonly AnswerError[], circumstances: Circumstances): Advice | null {
  const [error] = errors.toSorted((one, other) => rank(one) - rank(other));
  if (!error) return null;
  const code = codeOf(error);
  const [title, text] = wordsFor(code, error, circumstances);
  return { code, title, text, wantsToken: code === 'UNAUTHENTICATED', smaller: smallerOf(errors) };
}
