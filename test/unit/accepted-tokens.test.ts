import { describe, expect, it } from 'vitest';
import { AcceptedTokens, REFUSED_MS, STRANGERS } from '../../src/upstream/policies/accepted-tokens.ts';
import { RateQueues } from '../../src/upstream/policies/rate-queues.ts';
import { principalOf } from '../../src/upstream/principal.ts';
import type { Principal } from '../../src/upstream/principal.ts';
import { as, fakeApi, fakeClock, outcome } from '../support/fake-clock.ts';

const users = { path: '/users', params: {} };
const refused = { kind: 'unauthenticated' } as const;

function start() {
  const clock = fakeClock();
  const api = fakeApi();
  const accepted = new AcceptedTokens(clock);
  const send = accepted.watch(api.ask);
  return { clock, api, accepted, ask: (token: string) => outcome(send(users, as(token))) };
}

describe('a token', () => {
  it('is known once the API has answered it, and takes turns of its own from then on', async () => {
    const { api, accepted, ask } = start();
    const ada = principalOf('ada');
    ask('ada');
    expect(accepted.partyOf(ada)).toBe(STRANGERS);

    await api.sent[0]?.answer();

    expect(accepted.partyOf(ada)).toBe(ada);
  });

  it('that is refused as a stranger is not asked for again for seconds, and then is', async () => {
    const { clock, api, ask } = start();
    ask('made-up');
    await api.sent[0]?.fail(refused);

    const again = ask('made-up');
    await clock.pass(REFUSED_MS - 1);
    ask('made-up');
    expect(api.sent).toHaveLength(1);
    expect(again.failure).toEqual(refused);
    await clock.pass(1);
    ask('made-up');

    expect(api.sent).toHaveLength(2);
  });

  it('that one endpoint refuses while another answers is asked for again', async () => {
    const { api, ask } = start();
    ask('ada');
    ask('ada');
    await api.sent[0]?.fail(refused);
    await api.sent[1]?.answer();

    const again = ask('ada');

    expect(api.sent).toHaveLength(3);
    expect(again.failure).toBeUndefined();
  });

  it('that is known and refused is asked for once more, and then not', async () => {
    const { api, accepted, ask } = start();
    ask('ada');
    await api.sent[0]?.answer();
    ask('ada');
    await api.sent[1]?.fail(refused);
    expect(accepted.has(principalOf('ada'))).toBe(false);

    ask('ada');
    await api.sent[2]?.fail(refused);
    ask('ada');

    expect(api.sent).toHaveLength(3);
  });

  it('is not refused for what another one did, nor for a failure that is none of tokens', async () => {
    const { api, ask } = start();
    ask('made-up');
    await api.sent[0]?.fail(refused);
    ask('other');
    await api.sent[1]?.fail({ kind: 'unavailable', status: 503 });
    ask('other');

    expect(api.sent).toHaveLength(3);
  });
});

describe('queues of a million made-up tokens', () => {
  const named = (name: string) => name as Principal;

  it('are forgotten with their last question', () => {
    const queues = new RateQueues(4);
    for (let at = 0; at < 10_000; at++) queues.release(queues.of(named(`t${at}`), STRANGERS, 'all', at), at);

    expect(queues.size).toBe(0);
  });

  it('are not forgotten while they are held back', () => {
    const queues = new RateQueues(4);
    const queue = queues.of(named('limited'), STRANGERS, 'all', 0);
    queue.pausedUntil = 1000;
    queues.release(queue, 10);

    expect(queues.of(named('limited'), STRANGERS, 'all', 20)).toBe(queue);
    expect(queues.paused(20)).toBe(1);
  });

  it('cost the millionth what they cost the first, also where none is forgotten early', () => {
    const queues = new RateQueues(4);
    const batch = (from: number) => {
      // Of the processor, and not of the clock: others use it as well.
      const before = process.cpuUsage();
      for (let at = from; at < from + 50_000; at++) queues.of(named(`t${at}`), named(`t${at}`), 'all', at / 1000);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    batch(0);
    const early = Math.min(batch(50_000), batch(100_000));
    for (let from = 150_000; from < 900_000; from += 50_000) batch(from);
    const late = Math.min(batch(900_000), batch(950_000));

    expect(queues.size).toBeLessThanOrEqual(10_000);
    expect(late).toBeLessThan(4 * early + 20);
  });
});
