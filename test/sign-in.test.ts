import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WHO } from './support/service.ts';
import { ask, signIn, startSignIn, type TestSignIn, toCallback } from './support/sign-in.ts';
import { Visitor } from './support/visitor.ts';

let at: TestSignIn;

beforeAll(async () => {
  at = await startSignIn();
});

afterAll(() => at?.[Symbol.asyncDispose]());

describe('a person', () => {
  it('signs in, asks in his own name, and is known by his session', async () => {
    const visitor = new Visitor();

    const back = await signIn(visitor, at);

    expect(back.status).toBe(303);
    at.gateway.requests();
    const answer = await ask(visitor, at, WHO);
    expect(JSON.parse(answer.text)).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
    expect(at.gateway.requests()).toEqual([
      'GET /users?apply_default_filters=false&on_my_account=true&only=7&show_disabled=true',
    ]);
    expect(at.gateway.sandbox.requests.at(-1)?.token).toBe(at.tokens.at(-1));
    const me = await visitor.once(`${at.gateway.url}/auth/me`);
    expect(JSON.parse(me.text)).toMatchObject({ user: { id: '7', name: 'User 7', account: 'Account of the tests' } });
  });
});
