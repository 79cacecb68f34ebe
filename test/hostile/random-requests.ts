/** Requests made at random: bodies for `POST /graphql` that nobody thought of. */
import { type Arbitrary, array, constantFrom, integer, oneof, string, uint8Array } from 'fast-check';
import * as fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { operations } from '../planner/random-operation.ts';

export type Body = string | Uint8Array<ArrayBuffer>;

const SIGNS = '{ } ( ) [ ] : $ ! @ ... | & = " """ #'.split(' ');
const WORDS = 'query mutation subscription fragment on true null -1 1e400 99999999999999999999'.split(' ');
const NAMES = 'users user nodes id ids first filter node __typename __schema __proto__ constructor skip if'.split(' ');

/** A sign, a word or a name of the language, or anything. */
const word = oneof(
  constantFrom(...SIGNS, '\n', ',', '\uFEFF', '\0'),
  constantFrom(...WORDS),
  constantFrom(...NAMES),
  string({ maxLength: 5, unit: 'binary' }),
);

/** Words of the language in any order. */
export const wordSalads: Arbitrary<Body> = array(word, { maxLength: 60 }).map((words) =>
  JSON.stringify({ query: words.join(' ') }),
);

const change = fc.tuple(fc.nat(), constantFrom('cut', 'double', 'change'), integer({ min: 1, max: 20 }), word);

/** Good operations with a few characters taken, doubled or changed. */
export const mutatedOperations = (schema: GraphQLSchema): Arbitrary<Body> =>
  fc
    .tuple(operations(schema, { crowded: false }), array(change, { minLength: 1, maxLength: 6 }))
    .map(([{ query, variables }, changes]) => {
      let text = query;
      for (const [place, kind, length, other] of changes) {
        const at = place % (text.length + 1);
        const piece = text.slice(at, at + length);
        const put = kind === 'cut' ? '' : kind === 'double' ? piece + piece : other;
        text = text.slice(0, at) + put + text.slice(at + length);
      }
      return JSON.stringify({ query: text, variables });
    });

const parts = fc.record(
  {
    query: oneof(fc.jsonValue(), fc.constant('query($a: Int) { __typename }')),
    variables: fc.jsonValue(),
    operationName: fc.jsonValue(),
    extensions: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

/** Bodies of any JSON, and of any bytes. */
export const anyBodies: Arbitrary<Body> = oneof(
  parts.map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
);

/** Why an answer is not one that a hostile request may get; `null` of every one that is. */
export function complaint(status: number, text: string): string | null {
  if (![200, 294, 400, 413, 422].includes(status)) return `status ${status}`;
  if (text.includes('INTERNAL_SERVER_ERROR')) return 'an error that nobody foresaw';
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'no JSON';
  }
}
