import { describe, expect, it } from 'vitest';
import { requestIdOf } from '../../src/http/request-id.ts';

const named = (name: string | undefined, secret = 'canary-0123456789') =>
  requestIdOf({ headers: { 'x-request-id': name } }, [secret]);

describe('the name of a request', () => {
  it('is what the client calls it, where that is short and plain', () => {
    expect(named('Cart:7.a_b-c')).toBe('Cart:7.a_b-c');
    expect(named('x'.repeat(128))).toBe('x'.repeat(128));
  });

  it.each([undefined, '', 'x'.repeat(129), 'cart 7', 'cart\u00e9', 'cart,7'])('is none where it is %j', (name) => {
    expect(named(name)).toBeNull();
  });

  it('is none where it holds the token', () => {
    expect(named('cart-canary-0123456789')).toBeNull();
  });
});
