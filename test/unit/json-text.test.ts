import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTextOf } from '../../src/upstream/json-text.ts';

const parsed = (body: Buffer): unknown => JSON.parse(jsonTextOf(body));

/** Characters of one to four bytes, among them the ends of each width. */
const CHARACTERS = [
  '\x7f',
  '\x80',
  '\xff',
  '\u0100',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10ffff}',
];

describe('the text of a body of JSON', () => {
  it('says what the body says, however far apart its characters beyond ASCII stand, and wherever its pieces end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 1, 7, 60, 127, 128, 129, 1000, 16_380, 16_384, 16_390),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 70_000 }),
        (characters, apart, before, length) => {
          const words = `${'a'.repeat(apart)}${characters.join('')}`;
          const text = `${'b'.repeat(before)}${words.repeat(Math.ceil(length / words.length))}`;
          const value = { [text.slice(-70)]: [text, text.length, null] };

          expect(parsed(Buffer.from(JSON.stringify(value)))).toEqual(value);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says what any value says, also where it is a part of a larger buffer', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.integer({ min: 0, max: 9 }), (json, before) => {
        const bytes = Buffer.from(json);
        const larger = Buffer.concat([Buffer.alloc(before, 0xe9), bytes, Buffer.alloc(5, 0xe9)]);

        // A lone half of a pair is no UTF-8: what `toString` makes of it counts.
        expect(parsed(larger.subarray(before, before + bytes.length))).toEqual(JSON.parse(bytes.toString()));
      }),
    );
  });

  it('keeps one byte a character where few are beyond Latin-1, and gives up soon where many are', () => {
    const few = `{"price":"€ 12","note":"${'long '.repeat(200)}"}`;
    const many = `{"note":"${'長い'.repeat(200)}"}`;

    expect(jsonTextOf(Buffer.from(few))).toBe(few.replace('€', '\\u20ac'));
    expect(jsonTextOf(Buffer.from(many))).toBe(many);
  });

  it('leaves what is in Latin-1 as it is', () => {
    expect(jsonTextOf(Buffer.from('{"name":"Zoë 😀"}'))).toBe('{"name":"Zoë \\ud83d\\ude00"}');
  });

  it.each(['{"a":"\\€"}', '€', '\ufeff{}', '{"a":1}€', '\u00a0{}'])(
    'makes %j no more readable than it is',
    (broken) => {
      expect(() => parsed(Buffer.from(broken))).toThrow(SyntaxError);
    },
  );

  it('makes nothing of a backslash that ends a piece', () => {
    for (let length = 16_370; length < 16_390; length++)
      expect(() => parsed(Buffer.from(`{"a":"${'a'.repeat(length)}\\€"}`))).toThrow(SyntaxError);
  });

  it('is told whatever its bytes are', () => {
    for (const byte of [0x80, 0xbf, 0xc3, 0xf0, 0xff]) {
      const text = jsonTextOf(Buffer.alloc(50_000, byte));

      expect(text.length).toBeGreaterThan(0);
      expect(new Set(text)).toEqual(new Set(['\ufffd']));
    }
  });
});
