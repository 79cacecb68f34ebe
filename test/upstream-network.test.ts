/** The ways to the API: through a proxy, to one behind a private authority, and to one that asks who is there. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect as connectTo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../src/config/config.ts';
import { loadDoctorConfig } from '../src/config/doctor-config.ts';
import { runDoctor } from '../src/doctor/command.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { createUpstream, type UpstreamOptions } from '../src/upstream/client.ts';
import { principalOf } from '../src/upstream/principal.ts';
import { certificate, privateKey } from './support/certificate.ts';
import { startCommand } from './support/command-line.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const envelope = JSON.stringify({ count: 1, results: [{ key: 'users', id: '1' }], users: { 1: { id: '1' } } });

/** An API over https that tells whether its callers had a certificate. */
async function startApi(options: ServerOptions = {}) {
  const known: boolean[] = [];
  const server = createServer({ cert: certificate, key: privateKey, ...options }, (request, response) => {
    known.push((request.socket as TLSSocket).authorized);
    response.writeHead(200, { 'content-type': 'application/json' }).end(envelope);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    known,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A proxy that lets everything through, and notes where to. */
async function startProxy() {
  const asked: string[] = [];
  const server = createHttpServer().listen(0, '127.0.0.1');
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    const api = connectTo(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      api.pipe(socket).pipe(api);
    });
    for (const end of [api, socket]) end.on('error', () => {});
  });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function ask(url: string, options: Partial<UpstreamOptions>) {
  await using upstream = createUpstream({
    url,
    callTimeoutMs: 5_000,
    maxBodyBytes: 2 ** 20,
    connections: 4,
    ca: certificate,
    ...options,
  });
  const caller = { token: 'canary', principal: principalOf('canary') };
  return upstream.send({ path: '/users', params: {} }, caller);
}

describe('an API behind a proxy', () => {
  it('is asked through it, by a tunnel that the proxy cannot look into', async () => {
    await using api = await startApi();
    await using proxy = await startProxy();

    expect(await ask(api.url, { httpsProxy: proxy.url })).toMatchObject({ count: 1 });
    expect(proxy.asked).toEqual([new URL(api.url).host]);
  });

  it('is asked straight where its host is one of those without', async () => {
    await using api = await startApi();
    await using proxy = await startProxy();

    expect(await ask(api.url, { httpsProxy: proxy.url, noProxy: 'example.com,localhost' })).toMatchObject({ count: 1 });
    expect(proxy.asked).toEqual([]);
  });

  it('is told as unavailable where there is no proxy', async () => {
    await using api = await startApi();

    await expect(ask(api.url, { httpsProxy: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      failure: { kind: 'unavailable' },
    });
    expect(api.known).toEqual([]);
  });
});

describe('an API that asks for a certificate', () => {
  const options = { requestCert: true, rejectUnauthorized: true, ca: certificate };

  it('gets that of the gateway', async () => {
    await using api = await startApi(options);
    const clientCertificate = { cert: certificate, key: privateKey };

    expect(await ask(api.url, { clientCertificate })).toMatchObject({ count: 1 });
    expect(api.known).toEqual([true]);
  });

  it('answers nothing without', async () => {
    await using api = await startApi(options);

    await expect(ask(api.url, {})).rejects.toMatchObject({ failure: { kind: 'unavailable' } });
    expect(api.known).toEqual([]);
  });
});

describe('doctor', () => {
  it.each([
    ['HTTPS_PROXY', (url: string) => url],
    ['HTTPS_PROXY_FILE', (url: string, folder: TemporaryFolder) => folder.write('proxy.txt', `${url}\n`)],
  ])('asks an API behind a private authority and the proxy of %s', async (variable, valueOf) => {
    await using api = await startApi();
    await using proxy = await startProxy();
    using folder = temporaryFolder();
    const config = loadDoctorConfig(
      {
        KANTATA_API_URL: api.url,
        KANTATA_TOKEN: 'canary',
        [variable]: valueOf(proxy.url, folder),
        UPSTREAM_CA_PATH: folder.write('ca.pem', certificate),
      },
      ['--calls=2'],
    );
    const notes: string[] = [];

    await runDoctor(config, { print: () => {}, note: (line) => notes.push(line) });

    expect(api.known).toHaveLength(2);
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(api.url).host]));
    expect(notes.filter((line) => line.includes('cannot be reached'))).toEqual([]);
  });

  it('refuses a proxy beside a file for it, and a file that holds none', () => {
    using folder = temporaryFolder();
    const [file, other] = [folder.write('proxy.txt', 'http://proxy.internal:3128'), folder.write('other.txt', 'none')];
    const load = (variables: Record<string, string>) => () =>
      loadDoctorConfig({ KANTATA_TOKEN: 'canary', ...variables }, []);

    expect(load({ HTTPS_PROXY: 'http://proxy.internal:3128', HTTPS_PROXY_FILE: file })).toThrow(
      'HTTPS_PROXY_FILE and HTTPS_PROXY exclude each other',
    );
    expect(load({ HTTPS_PROXY_FILE: other })).toThrow(
      'HTTPS_PROXY_FILE must be none, or the path of a file that can be read and holds what HTTPS_PROXY accepts',
    );
  });
});

describe('the settings of the network', () => {
  const load = (variables: Record<string, string>) => loadConfig({ NODE_ENV: 'test', ...variables }, []);

  it('read certificates from files, and nothing that is none', async () => {
    using folder = temporaryFolder();
    const pem = folder.write('ca.pem', certificate);
    const other = folder.write('other.txt', 'no certificate');

    expect(load({ UPSTREAM_CA_PATH: pem })).toMatchObject({ upstreamCa: certificate, upstreamCert: null });
    expect(() => load({ UPSTREAM_CA_PATH: other })).toThrow(ConfigError);
    expect(() => load({ UPSTREAM_CA_PATH: `${pem}.nowhere` })).toThrow(ConfigError);
  });

  it.each([
    ['UPSTREAM_CERT_PATH', 'UPSTREAM_KEY_PATH'],
    ['UPSTREAM_KEY_PATH', 'UPSTREAM_CERT_PATH'],
  ])('refuse %s without %s, for the gateway and for doctor', (one, other) => {
    using folder = temporaryFolder();
    const pem = folder.write('one.pem', `${certificate}${privateKey}`);
    const doctor = (variables: Record<string, string>) =>
      loadDoctorConfig({ KANTATA_TOKEN: 'canary', ...variables }, []);

    for (const read of [load, doctor]) {
      expect(() => read({ [one]: pem })).toThrow(new ConfigError([`${one} needs ${other}`]));
      expect(() => read({ [one]: pem, [other]: `${pem}.nowhere` })).toThrow(
        new ConfigError([`${other} must be none, or the path of a file in PEM that can be read`]),
      );
      expect(read({ [one]: pem, [other]: pem })).toMatchObject({ upstreamCert: expect.any(String) });
    }
  });

  it('name a test host that is asked over plain http, which the log warns of', async () => {
    await using api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
    // Leads to this machine, and does not look like it.
    const elsewhere = api.url.replace('127.0.0.1', '0.0.0.0');
    const variables = { KANTATA_API_URL: elsewhere, PORT: '0', LOG_LEVEL: 'warn' };
    await using command = startCommand({ env: { ...variables, UPSTREAM_PLAIN_HTTP: '0.0.0.0' } });
    const [, url = ''] = await command.printed(/^GraphQL +(\S+)$/m);

    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ user(id: 7) { fullName } }' }),
    });

    expect(await response.json()).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
    expect(api.requests.map(({ line }) => line)).toHaveLength(1);
    expect(command.stderr()).toContain('tokens go to the API over plain http');
    const doctor = () => loadDoctorConfig({ KANTATA_TOKEN: 'canary', KANTATA_API_URL: elsewhere }, []);
    for (const read of [() => load(variables), doctor]) expect(read).toThrow(ConfigError);
  });

  it('name a proxy, which has to be an address', () => {
    expect(load({ HTTPS_PROXY: 'http://proxy.internal:3128', NO_PROXY: '.internal' })).toMatchObject({
      httpsProxy: 'http://proxy.internal:3128',
      noProxy: '.internal',
    });
    expect(() => load({ HTTPS_PROXY: 'proxy.internal' })).toThrow(ConfigError);
  });
});
