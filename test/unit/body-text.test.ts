import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/upstream/body-text.ts';

describe('the text of a body', () => {
  it('is what it was written from, wherever its pieces end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 50 }),
        fc.integer({ min: 1, max: 40_000 }),
        (words, length) => {
          const text = `${'a'.repeat(length % 7)}${words}é€😀`.repeat(Math.ceil(length / (words.length + 6)));

          expect(textOf(Buffer.from(text))).toBe(text);
        },
      ),
    );
  });

  it('is told whatever its bytes are', () => {
    for (const byte of [0x80, 0xbf, 0xc3, 0xf0, 0xff]) {
      const text = textOf(Buffer.alloc(50_000, byte));

      expect(text.length).toBeGreaterThan(0);
      expect(new Set(text)).toEqual(new Set(['\ufffd']));
    }
  });
});
