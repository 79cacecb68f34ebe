import { describe, expect, it } from 'vitest';
import { redactToken } from '../../src/redact/redact.ts';

const token = 'abcdefgh0123456789';

describe('withoutToken', () => {
  it.each([
    ['nothing of it', 'nothing of it'],
    [`Bearer ${token}`, 'Bearer [token]'],
    [`${token}${token}, ${token}`, '[token][token], [token]'],
    ['cut: abcdefgh01…', 'cut: [token]…'],
    ['cut: abcdefgh', 'cut: [token]'],
    ['seven are a word: abcdefg', 'seven are a word: abcdefg'],
    [`abcdefgh${token}`, '[token][token]'],
    ['', ''],
  ])('reads %j as %j', (text, clean) => {
    expect(redactToken(text, token)).toBe(clean);
  });

  it('leaves a short one where it is, which may be a word', () => {
    expect(redactToken('the demo', 'demo')).toBe('the demo');
    expect(redactToken('anything', '')).toBe('anything');
  });
});
