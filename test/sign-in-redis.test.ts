/** Sessions of instances that have one Redis in common: a real one, that comes and goes. */
import { describe, expect, it } from 'vitest';
import { redisProgram } from './support/installed.ts';
import { share, startRedis } from './support/redis.ts';
import { WHO } from './support/service.ts';
import { ask, newKey, signIn, startSignIn } from './support/sign-in.ts';
import { Visitor } from './support/visitor.ts';

describe.skipIf(redisProgram.skipped)('logging out everywhere', () => {
  it('ends the sessions of that person at every instance, and is refused while Redis is gone', async () => {
    await using redis = await startRedis();
    await using one = await share(redis);
    await using other = await share(redis);
    const env = { SESSION_KEYS: newKey() };
    await using here = await startSignIn({ env, shared: one });
    await using there = await startSignIn({ env, shared: other });
    const [ada, grace] = [new Visitor(), new Visitor()];
    await signIn(ada, here);
    await signIn(grace, here, { login: '8' });
    const token = here.tokens[0] as string;
    there.gateway.sandbox.admit({ token, userId: '7', name: 'User 7' });
    there.gateway.watch.know(token);
    const endAll = () =>
      ada.once(`${here.gateway.url}/auth/logout?everywhere=true`, {
        method: 'POST',
        headers: { 'x-requested-with': 'test' },
      });
    expect((await ask(ada, there, WHO)).status).toBe(200);
    const copy = new Visitor();
    copy.cookies.set('127.0.0.1', new Map(ada.cookies.get('127.0.0.1')));

    await redis.kill();
    const refused = await endAll();
    expect([refused.status, JSON.parse(refused.text).errors[0].extensions.code]).toEqual([503, 'SESSIONS_UNAVAILABLE']);
    expect((await ask(ada, here, WHO)).status).toBe(200);
    await redis.restart();
    await expect.poll(async () => (await endAll()).status, { timeout: 20_000 }).toBe(200);

    await expect.poll(async () => (await ask(copy, there, WHO)).status, { timeout: 20_000 }).toBe(401);
    expect((await ask(grace, here, WHO)).status).toBe(200);
    expect((await redis.dump()).toString('latin1')).not.toContain(token);
  });
});
