/** APIs that answer from elsewhere, in another writing, or not with what was included. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { oddApiUrl } from '../src/config/config.ts';
import { startGateway } from './support/gateway.ts';

const rows = { roles: [{ id: '1', name: 'Engineer' }], users: [{ id: '1', full_name: 'Ada' }] };

describe('a base URL that is not that of the API', () => {
  it.each(['/elsewhere', '/roles', '/api/v1/roles'])(
    'at %s is what a list that is not found points at',
    async (path) => {
      await using gateway = await startGateway(rows);
      const base = gateway.sandbox.url.replace('/api/v1', '');
      await using wrong = await startGateway(rows, { apiUrl: `${base}${path}` });

      const { data, errors } = await wrong.query('{ roles { nodes { name } } }');

      expect(data).toEqual({ roles: null });
      expect(errors?.[0]?.message).toContain('check KANTATA_API_URL');
      expect(errors?.[0]?.message).not.toContain('check the id');
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    },
  );

  it.each([
    ['https://api.mavenlink.com/api/v1', false],
    ['https://proxy.example/kantata/api/v1', false],
    ['https://api.mavenlink.com', true],
    ['https://api.mavenlink.com/api', true],
    ['https://api.mavenlink.com/api/v1/workspaces', true],
  ])('%s is warned of at the start: %s', (url, isOdd) => {
    expect(oddApiUrl(url) !== null).toBe(isOdd);
  });

  it('is not blamed where one record is not found', async () => {
    await using gateway = await startGateway({ ...rows, participations: [] });

    const { data, errors } = await gateway.query('{ participation(id: "7") { createdAt } }');

    expect(data).toEqual({ participation: null });
    expect(errors).toBeUndefined();
  });
});

describe('a body whose character set is declared', () => {
  async function answered(contentType: string, encoding: BufferEncoding) {
    const body = Buffer.from(
      '{"count":1,"results":[{"key":"roles","id":"1"}],"roles":{"1":{"id":"1","name":"Größe"}}}',
      encoding,
    );
    const server = createServer((_, response) => response.writeHead(200, { 'content-type': contentType }).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using gateway = await startGateway(rows, {
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    });
    const reply = await gateway.query('{ roles { nodes { name } } }');
    server.closeAllConnections();
    server.close();
    return reply;
  }

  it.each([
    ['application/json', 'utf8'],
    ['application/json; charset=utf-8', 'utf8'],
    ['application/json;charset="UTF-8"', 'utf8'],
    ['application/json; charset=iso-8859-1', 'latin1'],
    ['application/json; charset=windows-1252', 'latin1'],
    ['application/json; charset=utf-16le', 'utf16le'],
  ] as const)('as %s is read in it', async (contentType, encoding) => {
    const { data, errors } = await answered(contentType, encoding);

    expect(errors).toBeUndefined();
    expect(data.roles.nodes).toEqual([{ name: 'Größe' }]);
  });

  it('as one that is not known is refused', async () => {
    const { data, errors } = await answered('application/json; charset=klingon', 'utf8');

    expect(data).toEqual({ roles: null });
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_BAD_RESPONSE');
    expect(errors?.[0]?.message).toContain('character set');
  });
});

describe('an include that the API fails at', () => {
  const account = {
    stories: [{ id: '7', title: 'Draw', workspace_id: '3' }],
    workspaces: [{ id: '3', title: 'Bridge' }],
    external_references: [{ id: '1', subject_type: 'Story', subject_id: 7, service_name: 'crm' }],
  };

  it.each([
    [
      'of a subject',
      '{ list: externalReferences(subjectType: STORY) { nodes { serviceName subject { ... on Story { title } } } } }',
      [{ serviceName: 'crm', subject: { title: 'Draw' } }],
      'subject',
      ['GET /external_references', 'GET /external_references', 'GET /stories'],
    ],
    [
      'of a project',
      '{ list: stories { nodes { title workspace { title } } } }',
      [{ title: 'Draw', workspace: { title: 'Bridge' } }],
      'workspace',
      ['GET /stories', 'GET /stories', 'GET /workspaces'],
    ],
  ])('%s loses nothing: its records are asked for by id', async (_, query, nodes, include, paths) => {
    await using gateway = await startGateway(account);
    gateway.sandbox.fail({ match: new RegExp(`include=${include}`), status: 500 });

    const { data, errors } = await gateway.query(query);
    const asked = gateway.requests().map((line) => line.split('?')[0]);

    expect(errors).toBeUndefined();
    expect(data.list.nodes).toEqual(nodes);
    expect([...new Set(asked)]).toEqual([...new Set(paths)]);
  });

  it('is an error as before where nothing else tells of its records', async () => {
    await using gateway = await startGateway(account);
    gateway.sandbox.fail({ match: 'include=external_references', status: 500 });

    const { data, errors } = await gateway.query('{ stories { nodes { externalReferences { serviceName } } } }');

    expect(data).toEqual({ stories: null });
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  });
});
