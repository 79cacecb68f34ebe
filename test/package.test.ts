import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildClientSchema, buildSchema, printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';

const run = promisify(execFile);

/** All that a command prints. It runs on the Node of the tests. Rejects with the same when it fails. */
const printedBy = async (command: string, args: readonly string[], cwd: string) => {
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), NO_COLOR: '1' };
  const { code, stdout, stderr } = await run(command, args, { cwd, env }).then(
    (printed) => ({ code: 0, ...printed }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout + stderr;
};
const root = fileURLToPath(new URL('..', import.meta.url));

/** What a build makes, or what is too much to copy. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'coverage']);

/** A project of a user of the package, with the package in its `node_modules` as npm would put it there. */
let project: string;
let installed: string;
/** What `npm pack` printed: the build and publint run within it. */
let packing: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-package-'));
  const copy = join(folder, 'copy');
  project = join(folder, 'project');
  installed = join(project, 'node_modules', 'kantata-graphql-gateway');
  await mkdir(installed, { recursive: true });
  for (const name of await readdir(root))
    if (!LEFT_OUT.has(name)) await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));

  packing = await printedBy('npm', ['pack', '--pack-destination', folder], copy);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) as string;
  await run('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);

  // Its dependencies, and none of our development dependencies, stand beside it.
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
}, 120_000);

afterAll(() => project && rm(dirname(project), { recursive: true, force: true }));

describe('the published package', () => {
  it('finds favour with publint', () => {
    expect(packing).toContain('All good!');
  });

  it('holds what it needs and nothing else', async () => {
    const files = (await readdir(installed, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(installed.length + 1)
          .replaceAll('\\', '/'),
      );

    expect(files).toEqual(
      expect.arrayContaining([
        'bin/kantata-gateway.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/introspection.json',
        'dist/main.js',
        'examples/first-query.graphql',
        'schema.graphql',
        'README.md',
        'LICENSE',
        'LICENSES.md',
      ]),
    );
    const others = files.filter(
      (file) =>
        !/^(?:dist\/.+\.(?:js|d\.ts)|dist\/introspection\.json|bin\/kantata-gateway\.js|examples\/.+\.graphql|schema[\w.]*\.graphql|package\.json|README\.md|LICENSES?(?:\.md)?)$/.test(
          file,
        ),
    );
    expect(others).toEqual([]);
  });

  it('tells its schema to code generators, as SDL and as introspection', async () => {
    const introspection = await readFile(join(installed, 'dist', 'introspection.json'), 'utf8');
    const sdl = await readFile(join(installed, 'schema.graphql'), 'utf8');

    expect(printSchema(buildClientSchema(JSON.parse(introspection)))).toBe(printSchema(buildSchema(sdl)));
  });

  it('can be imported, and its gateway answers', async () => {
    await using api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
    await writeFile(
      join(project, 'ask.js'),
      `import { createServer } from 'node:http';
       import { createGateway } from 'kantata-graphql-gateway';
       const gateway = createGateway(${JSON.stringify({
         apiUrl: api.url,
         graphiql: false,
         explain: false,
         maxUpstreamCalls: 50,
         waveWaitMs: 5,
         upstreamCallTimeoutMs: 5000,
         operationTimeoutMs: 5000,
         upstreamMaxBodyBytes: 1_000_000,
         upstreamConnections: 5,
         maxFirst: 200,
       })});
       const server = createServer(gateway.handler);
       await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
       const response = await fetch('http://127.0.0.1:' + server.address().port + '/graphql', {
         method: 'POST',
         headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
         body: JSON.stringify({ query: '{ user(id: 7) { fullName } }' }),
       });
       console.log(await response.text());
       server.closeAllConnections();
       server.close();
       await gateway.close();`,
    );

    const { stdout, stderr } = await run(process.execPath, [join(project, 'ask.js')]);

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
  });

  it('has types that a strict project compiles with', async () => {
    await writeFile(
      join(project, 'typed.ts'),
      `import { createGateway, type Gateway, type GatewayOptions } from 'kantata-graphql-gateway';
       export const start = (options: GatewayOptions): Gateway => createGateway(options);
       // @ts-expect-error the base of the API is a text
       export const wrong = (options: GatewayOptions) => createGateway({ ...options, apiUrl: 1 });`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const typeRoots = ['--typeRoots', join(root, 'node_modules', '@types')];

    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = await run(process.execPath, [tsc, ...options, ...typeRoots, join(project, 'typed.ts')], {
      cwd: project,
    }).catch((error: { stdout: string }) => error);

    expect(stdout).toBe('');
  });

  it('has a command that serves the sandbox', async () => {
    await using command = startCommand({
      script: join(installed, 'bin', 'kantata-gateway.js'),
      args: ['--sandbox', '--port=0'],
    });
    const [, url = ''] = await command.printed(/^GraphQL +(\S+)$/m);

    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ workspaceResources(first: 1) { nodes { user { fullName } } } }' }),
    });

    expect(await response.json()).toEqual({
      data: { workspaceResources: { nodes: [{ user: { fullName: expect.any(String) } }] } },
    });
    await command.printed(/Its answer:/);
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    await page.body?.cancel();
  });

  it('says by its command which Node it needs, where that is older', async () => {
    const command = await readFile(join(installed, 'bin', 'kantata-gateway.js'), 'utf8');
    const { engines } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    await writeFile(
      join(project, 'old.mjs'),
      command.replace('#!/usr/bin/env node', "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });"),
    );

    const failure = await run(process.execPath, [join(project, 'old.mjs')]).catch(
      (error: { code: number; stderr: string }) => error,
    );

    const needed = engines.node.slice('>='.length);
    expect(failure).toMatchObject({
      code: 1,
      stderr: `kantata-gateway needs Node ${needed} or newer; this is Node 20.20.2.\n`,
    });
  });
});
