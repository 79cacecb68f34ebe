import { readdirSync, readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
import { startSandbox } from 'kantata-graphql-gateway/sandbox';
import { ask } from './client.mjs';

const api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
// The first module is the worker; the others are what it loads.
const paths = ['worker.mjs', ...readdirSync('out').filter((name) => name !== 'worker.mjs')];
const worker = new Miniflare({
  modules: paths.map((path) => ({ type: 'ESModule', path, contents: readFileSync(`out/${path}`, 'utf8') })),
  compatibilityDate: '2026-07-01',
  compatibilityFlags: ['nodejs_compat'],
  bindings: { API_URL: api.url },
});
try {
  await ask((request) => worker.dispatchFetch(request.url, request));
} finally {
  await worker.dispose();
}
process.exit();
