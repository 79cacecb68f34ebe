/** `PERSISTED_DOCUMENTS`: documents that clients name by their hash. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { readManifest } from '../src/config/document-manifest.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: unknown) => {
  const path = join(folder, `${createHash('sha1').update(JSON.stringify(content)).digest('hex')}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const listed = 'query Name($id: ID!) { user(id: $id) { fullName } }';
const other = '{ users { totalCount } }';
const hash = sha256(listed);
const variables = { id: '1' };
const named = { data: { user: { fullName: 'Ada Lovelace' } } };

/** With the prefix or without, as both are written. */
const manifests: [string, Record<string, string>][] = [
  ['bare', { [hash]: listed }],
  ['with its algorithm', { [`sha256:${hash}`]: listed }],
];

const start = (persistedDocuments: 'off' | 'allow' | 'only', manifest: object = { [hash]: listed }) =>
  startGateway(
    { users: [{ id: '1', full_name: 'Ada Lovelace' }] },
    { persistedDocuments, persistedManifest: readManifest(fileOf(manifest)) },
  );

async function ask(gateway: TestGateway, request: object) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const json = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, json, code: json.errors?.[0]?.extensions.code };
}

async function get(gateway: TestGateway, search: Record<string, string>) {
  const address = `${gateway.url}/graphql?${new URLSearchParams({ ...search, variables: JSON.stringify(variables) }).toString()}`;
  const response = await fetch(address, { headers: { authorization: 'Bearer demo' } });
  const json = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, json, code: json.errors?.[0]?.extensions.code };
}

/** Parameters of a GET that give no document. */
const NO_TEXT: readonly Record<string, string>[] = [{}, { query: '' }];

const apollo = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

describe.each(manifests)('a document of a manifest whose hashes are %s', (_, manifest) => {
  it.each(['allow', 'only'] as const)('is answered by its hash, however clients say it, with %s', async (mode) => {
    await using gateway = await start(mode, manifest);

    expect((await ask(gateway, { documentId: hash, variables })).json).toEqual(named);
    expect((await ask(gateway, { documentId: `sha256:${hash}`, variables })).json).toEqual(named);
    expect((await ask(gateway, { extensions: apollo(hash), variables })).json).toEqual(named);
    expect((await ask(gateway, { query: listed, extensions: apollo(hash), variables })).json).toEqual(named);
    expect((await ask(gateway, { query: listed, variables })).json).toEqual(named);
  });

  it.each(['allow', 'only'] as const)(
    'is answered where the text beside its name is null or empty, with %s',
    async (mode) => {
      await using gateway = await start(mode, manifest);

      for (const query of [null, '']) {
        expect((await ask(gateway, { query, documentId: `sha256:${hash}`, variables })).json).toEqual(named);
        expect((await ask(gateway, { query, extensions: apollo(hash), variables })).json).toEqual(named);
      }
    },
  );

  it('is answered by GET as well, beside no text or an empty one', async () => {
    await using gateway = await start('only', manifest);

    for (const text of NO_TEXT) {
      expect((await get(gateway, { ...text, documentId: `sha256:${hash}` })).json).toEqual(named);
      expect((await get(gateway, { ...text, extensions: JSON.stringify(apollo(hash)) })).json).toEqual(named);
    }
  });
});

describe('a document that is not in the manifest', () => {
  it('is answered by its text, unless only those of the manifest are', async () => {
    await using allow = await start('allow');
    await using only = await start('only');

    expect((await ask(allow, { query: other })).json).toEqual({ data: { users: { totalCount: 1 } } });
    allow.requests();
    for (const extensions of [undefined, apollo(sha256(other))])
      expect(await ask(only, { query: other, extensions })).toMatchObject({
        status: 400,
        code: 'PERSISTED_QUERY_REQUIRED',
      });
    expect(only.requests()).toEqual([]);
  });

  it.each(['__proto__', 'constructor', '', sha256(other), `sha256:sha256:${hash}`, `sha1:${hash}`])(
    'cannot be named, as by %s',
    async (id) => {
      await using gateway = await start('allow');

      expect(await ask(gateway, { documentId: id, variables })).toMatchObject({
        status: 400,
        code: 'PERSISTED_QUERY_NOT_FOUND',
      });
      expect(gateway.requests()).toEqual([]);
    },
  );

  it('is not taken for the one that is named beside it', async () => {
    await using gateway = await start('allow');

    expect(await ask(gateway, { query: other, documentId: hash })).toMatchObject({
      status: 400,
      code: 'PERSISTED_QUERY_NOT_FOUND',
    });
  });

  it.each([[{ documentId: 1 }], [{ documentId: null }], [{ extensions: apollo({}) }], [{ extensions: apollo(null) }]])(
    'nor is one that is named by no text: %j',
    async (request) => {
      await using gateway = await start('allow');

      expect(await ask(gateway, request)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    },
  );
});

describe('a request without a name for its document', () => {
  it.each(['off', 'allow', 'only'] as const)(
    'has none in a text that is null, and one that cannot be read in an empty one, with %s',
    async (mode) => {
      await using gateway = await start(mode);
      // An empty text is a text: whether it may be asked comes before whether it can be read.
      const code = mode === 'only' ? 'PERSISTED_QUERY_REQUIRED' : 'GRAPHQL_PARSE_FAILED';

      for (const request of [{}, { query: null }])
        expect(await ask(gateway, request)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(await ask(gateway, { query: '' })).toMatchObject({ status: mode === 'only' ? 400 : 200, code });
      expect(await get(gateway, { query: '' })).toMatchObject({ status: mode === 'only' ? 400 : 200, code });
      expect(await get(gateway, {})).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(gateway.requests()).toEqual([]);
    },
  );
});

describe('a hash beside a text that is null or empty', () => {
  it.each([
    ['off', 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['allow', 'PERSISTED_QUERY_NOT_FOUND'],
    ['only', 'PERSISTED_QUERY_NOT_FOUND'],
  ] as const)('is told as one alone is, where it is not listed, with %s', async (mode, code) => {
    await using gateway = await start(mode);
    const unlisted = sha256(other);

    for (const text of [{}, { query: null }, { query: '' }]) {
      expect(await ask(gateway, { ...text, documentId: unlisted })).toMatchObject({ status: 400, code });
      expect(await ask(gateway, { ...text, extensions: apollo(unlisted) })).toMatchObject({ status: 400, code });
    }
    for (const text of NO_TEXT) {
      expect(await get(gateway, { ...text, documentId: unlisted })).toMatchObject({ status: 400, code });
      expect(await get(gateway, { ...text, extensions: JSON.stringify(apollo(unlisted)) })).toMatchObject({ code });
    }
    expect(gateway.requests()).toEqual([]);
  });

  it('stands in a list of requests as well', async () => {
    await using gateway = await startGateway(
      { users: [{ id: '1', full_name: 'Ada Lovelace' }] },
      { persistedDocuments: 'allow', persistedManifest: readManifest(fileOf({ [hash]: listed })), batchLimit: 3 },
    );
    const requests = [null, '', listed].map((query) => ({ query, documentId: hash, variables }));

    expect((await ask(gateway, requests)).json).toEqual([named, named, named]);
  });
});

describe('a hash, where documents are not persisted', () => {
  it('is told that it cannot be looked up, and stands in no document`s way', async () => {
    await using gateway = await startGateway({ users: [{ id: '1', full_name: 'Ada Lovelace' }] });

    expect(await ask(gateway, { extensions: apollo(hash), variables })).toMatchObject({
      status: 400,
      code: 'PERSISTED_QUERY_NOT_SUPPORTED',
    });
    expect((await ask(gateway, { query: listed, extensions: apollo(hash), variables })).json).toEqual(named);
  });
});

describe('the manifest of the configuration', () => {
  it('is read once, and checked', () => {
    const path = fileOf({ [`sha256:${hash}`]: listed });

    expect(loadConfig({ PERSISTED_DOCUMENTS: 'only', PERSISTED_DOCUMENTS_FILE: path }, [])).toMatchObject({
      persistedDocuments: 'only',
      persistedManifest: new Map([[hash, listed]]),
    });
  });

  it.each([
    ['is not there', join(folder, 'nowhere.json')],
    ['is not JSON', fileOf('{')],
    ['is a list', fileOf(['{ __typename }'])],
    ['is empty', fileOf({})],
    ['holds something else than text', fileOf({ a: 1 })],
  ])('keeps the gateway from starting where it %s', (_, path) => {
    expect(() => loadConfig({ PERSISTED_DOCUMENTS: 'allow', PERSISTED_DOCUMENTS_FILE: path }, [])).toThrow(
      'PERSISTED_DOCUMENTS_FILE must be none, or the path of a JSON file with an object from hash to document',
    );
  });

  it('has to be named where it is wanted', () => {
    expect(() => loadConfig({ PERSISTED_DOCUMENTS: 'only' }, [])).toThrow(
      'PERSISTED_DOCUMENTS needs a manifest: set PERSISTED_DOCUMENTS_FILE',
    );
  });
});
