import { describe, expect, it } from 'vitest';
import { errorLine } from '../../src/redact/error-line.ts';
import { oneLine } from '../../src/redact/one-line.ts';

const token = 'cANARY-0123456789-abcdefgh';

/** As HTTP clients throw them, with everything that they know hanging on them. */
const revealing = () =>
  Object.assign(
    new Error(`GET https://api.example/users?token=${token}\nfailed`, {
      cause: Object.assign(new Error(`Bearer ${token}`), { socket: { token } }),
    }),
    { config: { headers: { authorization: `Bearer ${token}` } }, response: { body: token } },
  );

describe('the line about an error that nobody foresaw', () => {
  it('has its name and its words, those of its cause, and where it was thrown, without the token', () => {
    const line = errorLine(revealing(), [token]);

    expect(line).toMatch(
      /^unexpected error: Error: GET https:\/\/api\.example\/users\?token=\[token\] failed \(cause: Error: Bearer \[token\]\) < at .+error-line\.test\.ts/,
    );
    expect(line).not.toContain('cANARY');
  });

  it('has no words where nobody knows whose token may be in them', () => {
    const line = errorLine(revealing(), null);

    expect(line).toMatch(/^unexpected error: Error < at .+error-line\.test\.ts/);
    expect(line).not.toMatch(/cANARY|api\.example/);
  });

  it.each([
    ['a text', `no good: ${token}`, 'string'],
    ['an object', { token }, 'object'],
    ['nothing', undefined, 'undefined'],
  ])('says of %s no more than its kind', (_, thrown, kind) => {
    expect(errorLine(thrown, [token])).toBe(`unexpected error: ${kind}`);
  });

  it('is one line, whatever stands in it', () => {
    expect(errorLine(new Error('a\r\nb\u2028c\u001B[31md'), [token])).not.toMatch(/[\r\n\u2028]/);
    expect(errorLine(new Error('x'.repeat(1_000_000)), [token]).length).toBeLessThan(5_000);
    expect(oneLine('a\n\n\u202Eb')).toBe('a b');
  });
});
