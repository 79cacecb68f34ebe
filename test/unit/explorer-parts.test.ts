/** The parts of the explorer that decide something: its other parts are seen in a browser, by test/explorer.test.ts. */
import { describe, expect, it } from 'vitest';
import { adviceFor, type AnswerError } from '../../explorer/src/advice.ts';
import { exampleOf, inOrder } from '../../explorer/src/example.ts';
import { matchCalls } from '../../explorer/src/matching-call.ts';
import { bytesOf, rangeOf, timeOf } from '../../explorer/src/measures.ts';
import { fromFragment, toFragment } from '../../explorer/src/shared-address.ts';
import { ERROR_CODES } from '../../src/execution/errors.ts';

describe('adviceFor', () => {
  const error = (code: string, extensions: object = {}): AnswerError => ({
    message: 'What the gateway said.',
    path: ['users', 'nodes', 0, 'rate'],
    extensions: { code, ...extensions },
  });
  const advise = (errors: readonly AnswerError[], { hasToken = true, retryAfterS = null as number | null } = {}) =>
    adviceFor(errors, { hasToken, retryAfterS });

  it('is none where nothing failed', () => {
    expect(advise([])).toBeNull();
  });

  it('tells a missing token from one that is not accepted', () => {
    const unauthenticated = [error('UNAUTHENTICATED')];

    expect(advise(unauthenticated, { hasToken: false })).toMatchObject({
      title: 'There is no token yet',
      wantsToken: true,
    });
    expect(advise(unauthenticated)).toMatchObject({ title: 'Kantata does not accept this token', wantsToken: true });
  });

  it('tells who is not allowed what, and where', () => {
    expect(advise([error('FORBIDDEN', { upstream: 'GET /cost_rates' })])?.text).toContain(
      'GET /cost_rates (users.nodes.rate)',
    );
  });

  it('tells how long to wait, by the error or by the answer, in seconds', () => {
    expect(advise([error('RATE_LIMITED', { retryAfter: 12 })])?.text).toMatch(/^Wait 12 seconds,/);
    expect(advise([error('OVERLOADED')], { retryAfterS: 1 })?.text).toMatch(/^Wait 1 second,/);
    expect(advise([error('RATE_LIMITED')])?.text).toMatch(/^Wait a little,/);
  });

  it('tells by how much an operation is too costly, and where most of it goes', () => {
    expect(advise([error('QUERY_TOO_COMPLEX', { estimate: 120, limit: 50, costliest: 'users.nodes' })])).toMatchObject({
      title: 'Too much: about 120 REST calls, and the limit is 50',
      text: expect.stringContaining('`users.nodes`'),
    });
    const counted = { estimate: 300, limit: 100, costliest: 'users', suggestedFirst: 100, counts: { users: 300 } };
    expect(advise([error('QUERY_TOO_COMPLEX', counted)])?.text).toBe(
      'Only its rows were counted. Most of it is `users`. Ask for `first: 100`, which would pass, for less of each, or in several operations.',
    );
    expect(advise([error('QUERY_TOO_COMPLEX', { maxUpstreamCalls: 50 })])?.title).toBe(
      'Stopped at the limit of 50 REST calls',
    );
  });

  it('begins with what helps most', () => {
    expect(advise([error('NOT_FOUND'), error('FORBIDDEN'), error('UNAUTHENTICATED')])?.code).toBe('UNAUTHENTICATED');
  });

  it('tells with how many rows a refusal would have been an answer', () => {
    const refused = error('QUERY_TOO_COMPLEX', { suggestedFirst: 120, path: ['users', 'nodes', 0, 'roles'] });

    expect(advise([refused])?.smaller).toEqual({ first: 120, paths: [['users', 'nodes', 'roles']] });
    expect(
      advise([error('QUERY_TOO_COMPLEX', { suggestedFirst: 9, suggestedFor: ['users', 'a.b'] })])?.smaller?.paths,
    ).toEqual([['users'], ['a', 'b']]);
    expect(advise([error('QUERY_TOO_COMPLEX', { suggestedFirst: 7 })])?.smaller?.paths).toEqual([
      ['users', 'nodes', 'rate'],
    ]);
    expect(advise([error('QUERY_TOO_COMPLEX', { suggestedFirst: 'many' })])?.smaller).toBeNull();
  });

  it.each(ERROR_CODES)('has words for %s', (code) => {
    const advice = advise([error(code)]);

    expect(advice?.title).not.toBe('');
    expect(advice?.text).toMatch(/\.$/);
  });
});

describe('a shared address', () => {
  const shared = { query: 'query Q($é: ID) {\n  a(b: "1+1 & #2")\n}', variables: '{"é": 1}', operationName: 'Q' };

  it('holds an operation, its variables, and which one it is', () => {
    expect(fromFragment(toFragment(shared))).toEqual(shared);
    expect(toFragment(shared)).toMatch(/^#query=[^ +"{}]+$/);
  });

  it('leaves out what is empty', () => {
    expect(toFragment({ query: '{a}', variables: ' ', operationName: '' })).toBe('#query=%7Ba%7D');
  });

  it.each(['', '#', '#section', '#query='])('is not %j', (fragment) => {
    expect(fromFragment(fragment)).toBeNull();
  });
});

describe('matchCalls', () => {
  const foreseen = [
    { url: '/users?per_page=2' },
    { url: '/roles?only={ids of Role}' },
    { url: '/roles?only={ids of Role}' },
  ];

  it('tells of each call that was made which one had been foreseen', () => {
    const made = [{ url: '/roles?only=1,2' }, { url: '/users?per_page=2' }, { url: '/roles?only=3' }];

    expect(matchCalls(foreseen, made)).toEqual({ byCall: [[made[1]], [made[0], made[2]], []], others: [] });
  });

  it('leaves over what nobody had foreseen', () => {
    const made = [{ url: '/users?per_page=20' }, { url: '/roles?only=1&include=a' }];

    expect(matchCalls(foreseen, made).others).toEqual(made);
  });
});

describe('an example', () => {
  it('is named after its file, and says what it shows and costs', () => {
    expect(exampleOf('../../examples/by-id.graphql', '# One by id. 2 REST calls.\n{ a }\n')).toEqual({
      title: 'By id',
      question: 'How do I get records whose ids I have?',
      about: 'One by id.',
      cost: '2 REST calls',
      query: '# One by id. 2 REST calls.\n{ a }\n',
    });
  });

  it('stands behind the first steps where nobody gave it a place', () => {
    const titles = ['Zebra', 'Paging', 'Apple', 'First query'].map((title) => ({
      title,
      question: '',
      about: '',
      cost: '',
      query: '',
    }));

    expect(inOrder(titles).map(({ title }) => title)).toEqual(['First query', 'Paging', 'Apple', 'Zebra']);
  });
});

describe('measures', () => {
  it.each([
    [bytesOf(940), '940 B'],
    [bytesOf(1234), '1.2 kB'],
    [bytesOf(16_400), '16 kB'],
    [bytesOf(1_250_000), '1.3 MB'],
    [timeOf(0.42), '0.4 ms'],
    [timeOf(12.4), '12 ms'],
    [timeOf(1300), '1.30 s'],
    [rangeOf(2, 2), '2'],
    [rangeOf(0, 3), 'up to 3'],
    [rangeOf(1, 3), '1 to 3'],
  ])('read %j', (read, expected) => {
    expect(read).toBe(expected);
  });
});
