import { Trace } from '@apollo/usage-reporting-protobuf';
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const rows = {
  workspaces: [{ id: '1', title: 'Kick-off' }],
  users: [{ id: '1', full_name: 'Ada' }],
};

const secret = 'known to the router alone';
const asks = { 'apollo-federation-include-trace': 'ftv1', 'x-router-secret': secret };

const query = '{ __typename here: workspace(id: "1") { title } usersById(ids: ["1", "2"]) { fullName } }';

const start = () => startGateway(rows, { federation: true, federationSecret: secret, federationTrace: true });

const decoded = (ftv1: string) => Trace.toObject(Trace.decode(Buffer.from(ftv1, 'base64')), { longs: Number });

describe('apollo-federation-include-trace: ftv1', () => {
  it('is answered with the time of the operation and its root fields', async () => {
    await using gateway = await start();
    gateway.sandbox.latency(20);
    const before = Math.floor(Date.now() / 1000);

    const { extensions } = await gateway.query(query, { headers: asks });

    const trace = decoded(extensions.ftv1);
    expect(trace.durationNs).toBeGreaterThanOrEqual(20e6);
    expect(trace.durationNs).toBeLessThan(5e9);
    expect(trace.startTime.seconds).toBeGreaterThanOrEqual(before);
    expect(trace.endTime.seconds).toBeGreaterThanOrEqual(trace.startTime.seconds);
    expect(trace.endTime.seconds).toBeLessThanOrEqual(before + 5);
    const timed = { startTime: 0, endTime: trace.durationNs, parentType: 'Query' };
    expect(trace.root.child).toEqual([
      { responseName: '__typename', type: 'String!', ...timed },
      { responseName: 'here', originalFieldName: 'workspace', type: 'Workspace', ...timed },
      { responseName: 'usersById', type: '[User]', ...timed },
    ]);
  });

  it('tells where errors stand by their codes, without their words', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({
      match: 'GET /users',
      status: 403,
      body: { errors: [{ type: 'oauth', message: 'Words.' }] },
    });

    const { errors, extensions } = await gateway.query(query, { headers: asks });

    expect(errors?.map(({ path }) => path)).toEqual([
      ['usersById', 0],
      ['usersById', 1],
    ]);
    const error = {
      message: '<masked>',
      location: [{ line: 1, column: query.indexOf('usersById') + 1 }],
      json: '{"message":"<masked>","extensions":{"code":"FORBIDDEN"}}',
    };
    expect(decoded(extensions.ftv1).root.child[2].child).toEqual([
      { index: 0, error: [error] },
      { index: 1, error: [error] },
    ]);
  });

  it('is not answered to anybody else, nor where it is switched off', async () => {
    await using gateway = await start();
    await using off = await startGateway(rows, { federation: true });

    expect(
      (await gateway.query(query, { headers: { ...asks, 'x-router-secret': 'a guess' } })).extensions,
    ).toBeUndefined();
    expect((await gateway.query(query, { headers: { 'x-router-secret': secret } })).extensions).toBeUndefined();
    expect((await off.query(query, { headers: asks })).extensions).toBeUndefined();
  });
});
