import { describe, expect, it } from 'vitest';
import type { RequestHead } from '../../src/identity/request-head.ts';
import { AddressLimit } from '../../src/http/address-limit.ts';
import { fakeClock } from '../support/fake-clock.ts';

const from = (remoteAddress: string | undefined, headers: RequestHead['headers'] = {}) => ({ headers, remoteAddress });

function start(header: string | null = null, perSecond = 2) {
  const clock = fakeClock();
  const limit = new AddressLimit({ perSecond, header, clock });
  const refused = (request: Pick<RequestHead, 'headers' | 'remoteAddress'>) => limit.take(request)?.refusal ?? null;
  const passes = (...requests: Pick<RequestHead, 'headers' | 'remoteAddress'>[]) =>
    requests.map((request) => refused(request) === null);
  return { clock, limit, refused, passes };
}

describe('the limit by address', () => {
  it('lets as many requests through as come in a second, and refuses those of that address alone', async () => {
    const { clock, refused, passes } = start();

    expect(passes(from('1.1.1.1'), from('1.1.1.1'), from('1.1.1.1'), from('2.2.2.2'))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(refused(from('1.1.1.1'))).toMatchObject({
      status: 429,
      code: 'RATE_LIMITED',
      headers: { 'retry-after': '1' },
    });
    await clock.pass(500);
    expect(passes(from('1.1.1.1'), from('1.1.1.1'))).toEqual([true, false]);
  });

  it('says with every answer how many requests are left', async () => {
    const { clock, limit } = start();
    const left = () => limit.take(from('1.1.1.1'))?.headers.ratelimit;

    expect([left(), left(), left()]).toEqual(['"address";r=1;t=1', '"address";r=0;t=1', '"address";r=0;t=1']);
    await clock.pass(1_000);
    expect(limit.take(from('1.1.1.1'))?.headers).toEqual({
      'ratelimit-policy': '"address";q=2;w=1',
      ratelimit: '"address";r=1;t=1',
    });
  });

  it('goes by the last address that a trusted proxy names, whatever the client claims', () => {
    const { passes } = start('x-forwarded-for', 1);
    const via = (value: string) => from('10.0.0.1', { 'x-forwarded-for': value });

    expect(passes(via('9.9.9.9, 1.1.1.1'), via('8.8.8.8, 1.1.1.1'), via('2.2.2.2'))).toEqual([true, false, true]);
  });

  it.each([
    ['2001:db8:1:2::7', '2001:db8:1:2:ffff::1', true],
    ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002::', true],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['2001:db8:1:2::7', '2001:db8:1:3::7', false],
    ['::ffff:1.1.1.1', '::ffff:2.2.2.2', false],
  ])('takes %s and %s for one client: %s', (one, other, same) => {
    const { passes } = start(null, 1);

    expect(passes(from(one), from(other))).toEqual([true, !same]);
  });

  it('lets a request through of which it knows no address', () => {
    const { passes } = start('x-forwarded-for', 1);

    expect(passes(from('1.1.1.1'), from('1.1.1.1'))).toEqual([true, true]);
  });
});
