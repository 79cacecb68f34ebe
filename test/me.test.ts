/** `me`: the user whose token the API is asked with. */
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { startService, usersWith } from './support/service.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace', city: 'London', manager_id: '8', account_membership_id: '70' },
    { id: '8', full_name: 'Grace Hopper', city: 'New York' },
  ],
  account_memberships: [{ id: '70', user_id: '7', permission: 'collaborator', default_role_id: '3' }],
  roles: [{ id: '3', name: 'Lead' }],
  time_entries: [
    { id: '1', user_id: '7', time_in_minutes: 60, date_performed: '2026-03-02' },
    { id: '2', user_id: '8', time_in_minutes: 90, date_performed: '2026-03-01' },
  ],
};

/** Tokens of the two users. */
const [ADA, GRACE] = [`${SOMEBODY}-ada`, `${SOMEBODY}-grace`];

const start = (options: TestGatewayOptions = {}) =>
  startGateway(ROWS, {
    ...options,
    sandbox: {
      users: [
        { token: SOMEBODY, userId: '7', name: 'Ada' },
        { token: ADA, userId: '7', name: 'Ada' },
        { token: GRACE, userId: '8', name: 'Grace' },
      ],
    },
  });

/** Whatever is asked by id of users is shown whether disabled or not, and wherever on the account. */
const REVEALED = 'on_my_account=true&show_disabled=true';

describe('me', () => {
  it('is the user whose token it is, for one request', async () => {
    await using gateway = await start();

    const query = '{ me { id kantataId fullName __typename } }';
    const asked = [await gateway.query(query, { token: ADA }), await gateway.query(query, { token: GRACE })];

    expect(asked.map(({ data }) => data)).toEqual([
      { me: { id: 'User:7', kantataId: '7', fullName: 'Ada Lovelace', __typename: 'User' } },
      { me: { id: 'User:8', kantataId: '8', fullName: 'Grace Hopper', __typename: 'User' } },
    ]);
    expect(gateway.requests()).toEqual([`GET /users/me?${REVEALED}`, `GET /users/me?${REVEALED}`]);
  });

  it('is asked for where nothing but its id is selected, because nothing else tells the id', async () => {
    await using gateway = await start();

    const { data } = await gateway.query('{ me { kantataId } }');

    expect(data).toEqual({ me: { kantataId: '7' } });
    expect(gateway.requests()).toEqual([`GET /users/me?${REVEALED}`]);
  });

  it('brings optional fields and associations with its one request', async () => {
    await using gateway = await start();

    const { data } = await gateway.query('{ me { city manager { fullName } accountMembership { permission } } }');

    expect(data).toEqual({
      me: { city: 'London', manager: { fullName: 'Grace Hopper' }, accountMembership: { permission: 'COLLABORATOR' } },
    });
    expect(gateway.requests()).toEqual([
      'GET /users/me?include=account_membership,manager&on_my_account=true&optional_fields=city&show_disabled=true',
    ]);
  });

  it('is followed as any record is: what no include brings comes in the next wave', async () => {
    await using gateway = await start();

    const { data } = await gateway.query('{ me { accountMembership { defaultRole { name } } } }');

    expect(data).toEqual({ me: { accountMembership: { defaultRole: { name: 'Lead' } } } });
    expect(gateway.requests()).toEqual([
      `GET /users/me?include=account_membership&${REVEALED}`,
      'GET /account_memberships?apply_default_filters=false&include=default_role&only=70&only_active=false',
    ]);
  });

  it('is one request however often it is selected', async () => {
    await using gateway = await start();

    const { data } = await gateway.query('{ me { fullName } again: me { city } me { manager { kantataId } } }');

    expect(data).toEqual({ me: { fullName: 'Ada Lovelace', manager: { kantataId: '8' } }, again: { city: 'London' } });
    expect(gateway.requests()).toEqual([
      `GET /users/me?include=manager&on_my_account=true&optional_fields=city&show_disabled=true`,
    ]);
  });

  it('serves the other places of the operation that lead to the same user', async () => {
    await using gateway = await start();

    const { data } = await gateway.query(
      '{ me { city } timeEntries(filter: {withUserIds: ["7"]}) { nodes { user { fullName city } } } }',
    );

    // Optional fields never come beside another record, so without `me` the user would cost a request of its own.
    expect(data).toEqual({
      me: { city: 'London' },
      timeEntries: { nodes: [{ user: { fullName: 'Ada Lovelace', city: 'London' } }] },
    });
    expect(gateway.requests().toSorted()).toEqual([
      'GET /time_entries?per_page=20&with_user_ids=7',
      `GET /users/me?on_my_account=true&optional_fields=city&show_disabled=true`,
    ]);
  });

  it('does not stand for the user of that id, whom the same operation asks for', async () => {
    await using gateway = await start();

    const { data } = await gateway.query('{ me { fullName } user(id: 8) { fullName } users { totalCount } }');

    expect(data).toEqual({
      me: { fullName: 'Ada Lovelace' },
      user: { fullName: 'Grace Hopper' },
      users: { totalCount: 2 },
    });
    expect(gateway.requests().toSorted()).toEqual([
      `GET /users/me?${REVEALED}`,
      `GET /users?apply_default_filters=false&on_my_account=true&only=8&show_disabled=true`,
      'GET /users?per_page=1',
    ]);
  });

  it('is foretold exactly', async () => {
    await using gateway = await start();
    const query = '{ me { city accountMembership { permission } } }';

    const foretold = await gateway.explain(query);
    expect(gateway.requests()).toEqual([]);
    await gateway.query(query);

    expect(foretold.totals).toEqual({ min: 1, max: 1, likely: 1, forecast: '1' });
    expect(foretold.waves).toMatchObject([
      {
        wave: 1,
        calls: [
          {
            path: '/users/me',
            certain: true,
            min: 1,
            max: 1,
            serves: ['me', 'me.accountMembership'],
            why: 'The operation asks for the record that is the caller.',
          },
        ],
      },
    ]);
    const [call] = foretold.waves[0].calls;
    expect(gateway.requests()).toEqual([`GET ${call.url}`]);
  });

  it('waits, deferred, for the same request as what comes first', async () => {
    await using gateway = await start();

    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADA}`,
        'content-type': 'application/json',
        accept: 'multipart/mixed; deferSpec=20220824, application/json',
      },
      body: JSON.stringify({ query: '{ me { fullName ... @defer { city } } ... @defer { late: me { kantataId } } }' }),
    });
    const text = await response.text();

    expect(text).toContain('{"data":{"me":{"fullName":"Ada Lovelace"}}');
    expect(text).toContain('"city":"London"');
    expect(text).toContain('"late":{"kantataId":"7"}');
    expect(gateway.requests()).toEqual([`GET /users/me?on_my_account=true&optional_fields=city&show_disabled=true`]);
  });

  it('says what failed, and loses nothing else', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({ status: 403, match: 'GET /users/me' });

    const { data, errors } = await gateway.query('{ me { fullName } roles { nodes { name } } }');

    expect(data).toEqual({ me: null, roles: { nodes: [{ name: 'Lead' }] } });
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is asked for anew by every operation, and leaves its record to those to come', async () => {
    await using gateway = await start({ cacheTtlSeconds: 60 });

    await gateway.query('{ me { fullName } }');
    await gateway.query('{ me { fullName } user(id: 7) { fullName } }');
    const { data } = await gateway.query('{ user(id: 7) { fullName } }', { token: GRACE });

    expect(data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    // The last one is Grace's own: what Ada's token brought stays hers.
    expect(gateway.requests()).toEqual([
      `GET /users/me?${REVEALED}`,
      `GET /users/me?${REVEALED}`,
      `GET /users?apply_default_filters=false&on_my_account=true&only=7&show_disabled=true`,
    ]);
  });

  it('is never shared between tokens that ask at the same time', async () => {
    await using gateway = await start();
    gateway.sandbox.latency(30);

    const answers = await Promise.all(
      [ADA, GRACE, ADA, GRACE].map((token) => gateway.query('{ me { kantataId } }', { token })),
    );

    expect(answers.map(({ data }) => data.me.kantataId)).toEqual(['7', '8', '7', '8']);
  });

  it('is the user of its own token where the gateway has one', async () => {
    await using service = await startService({ KANTATA_TOKEN: SOMEBODY }, usersWith(SOMEBODY));

    const { status, body } = await service.ask(null, '{ me { kantataId fullName } }');

    expect({ status, body }).toEqual({
      status: 200,
      body: { data: { me: { kantataId: '7', fullName: 'Ada Lovelace' } } },
    });
    expect(service.requests()).toEqual([`GET /users/me?${REVEALED}`]);
  });

  it('is the user who asks, of whom the sandbox makes up several', async () => {
    await using gateway = await startGateway();

    for (const user of gateway.sandbox.users) {
      const { data } = await gateway.query('{ me { kantataId } }', { token: user.token });
      expect(data).toEqual({ me: { kantataId: user.userId } });
    }
    expect(gateway.requests()).toHaveLength(gateway.sandbox.users.length);
  });
});
