import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startCommand } from './support/command-line.ts';
import { packed } from './support/packed.ts';

const run = promisify(execFile);

const root = fileURLToPath(new URL('..', import.meta.url));

/** A project of a user of the package, with the package in its `node_modules` as npm would put it there. */
let project: string;
let installed: string;
/** The repository, where it was packed. */
let copy: string;
/** What `npm pack` printed: the build and publint run within it. */
let packing: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-package-'));
  project = join(folder, 'project');
  installed = join(project, 'node_modules', 'kantata-graphql-gateway');
  await mkdir(installed, { recursive: true });
  const { tarball, printed, copy: packedFrom } = await packed(inject('packages'));
  packing = printed;
  copy = packedFrom;
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);

  // Its dependencies, and none of our development dependencies, stand beside it.
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), 'graphql']) await install(name);
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
}, 240_000);

/** Puts a package into the project, as its user does. */
async function install(name: string): Promise<void> {
  const link = join(project, 'node_modules', name);
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(root, 'node_modules', name), link);
}

const readme = () => readFile(join(installed, 'README.md'), 'utf8');

/** What the compiler has to say about a file of the project, with the types of the package as it is packed. */
async function typeErrors(file: string): Promise<string> {
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const typeRoots = ['--typeRoots', join(root, 'node_modules', '@types')];
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, ...options, ...typeRoots, join(project, file)], {
    cwd: project,
  }).catch((error: { stdout: string }) => error);
  return stdout;
}

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
        'dist/command/main.js',
        'dist/command/schema.json.gz',
        'dist/command/subgraph.json.gz',
        'examples/first-query.graphql',
        'explorer/dist/index.html',
        'explorer/dist/explorer/licenses.md.gz',
        'schema.graphql',
        'schema.subgraph.graphql',
        'README.md',
        'LICENSE',
        'LICENSES.md',
        'llms.txt',
        'skills/kantata-graphql/SKILL.md',
      ]),
    );
    const others = files.filter(
      (file) =>
        !/^(?:dist\/.+\.(?:js|d\.ts)|dist\/introspection\.json|dist\/(?:library|command)\/licenses\.md|dist\/command\/(?:schema|subgraph)\.json\.gz|bin\/kantata-gateway\.js|examples\/.+\.graphql|skills\/.+\.md|llms\.txt|explorer\/dist\/.+|schema[\w.]*\.graphql|package\.json|README\.md|LICENSES?(?:\.md)?)$/.test(
          file,
        ),
    );
    expect(others).toEqual([]);
  });

  it('runs the example of the README', async () => {
    const [, example = ''] = /^```ts whole examples\/library\/ask\.ts\n([\s\S]*?)^```$/m.exec(await readme()) ?? [];
    await writeFile(join(project, 'ask.ts'), example);

    expect(await typeErrors('ask.ts')).toBe('');
    const { stdout, stderr } = await run(process.execPath, [join(project, 'ask.ts')], {
      env: { PATH: process.env.PATH },
    });

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ data: { workspaces: { nodes: [{ title: expect.any(String) }] } } });
  });

  it.each([
    ['execute.ts', /^{"data":{"workspaces":{"nodes":\[{"title":".+"}\]}}}\n$/],
    ['plugins.ts', /^execute-start\nexecute-end\nkantata-graphql-gateway {"data":{"workspaces":.+\n$/],
  ])('runs examples/library/%s', async (name, printed) => {
    await writeFile(join(project, name), await readFile(new URL(`../examples/library/${name}`, import.meta.url)));
    // The package runs plugins by itself. The example takes one of Yoga's own.
    if (name === 'plugins.ts') await install('graphql-yoga');

    // Types of Yoga's own dependencies do not compile without `skipLibCheck`.
    const errors = name === 'plugins.ts' ? '' : await typeErrors(name);
    expect(errors).toBe('');
    const { stdout, stderr } = await run(process.execPath, [join(project, name)], { env: { PATH: process.env.PATH } });

    expect(stderr).toBe('');
    expect(stdout).toMatch(printed);
  });

  it('runs plugins by itself, on a Node without URLPattern too, such as 22', async () => {
    await writeFile(
      join(project, 'own-plugin.js'),
      `import { createGateway, loadConfig } from 'kantata-graphql-gateway';
       import { startSandbox } from 'kantata-graphql-gateway/sandbox';

       const api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
       const plugins = [{ onResponse: ({ response }) => response.headers.set('x-served-by', 'a plugin') }];
       const gateway = createGateway({ ...loadConfig({}), apiUrl: api.url, plugins });
       const response = await gateway.fetch(
         new Request('http://localhost/graphql', {
           method: 'POST',
           headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
           body: JSON.stringify({ query: '{ user(id: 7) { fullName } }' }),
         }),
       );
       console.log(response.headers.get('x-served-by'), await response.text());
       await gateway.close();
       await api.close();`,
    );
    const without = 'data:text/javascript,delete globalThis.URLPattern';

    const { stdout, stderr } = await run(process.execPath, ['--import', without, join(project, 'own-plugin.js')]);

    expect(stderr).toBe('');
    expect(stdout).toBe('a plugin {"data":{"user":{"fullName":"Ada Lovelace"}}}\n');
  });

  it('imports nothing but its dependencies, its peers and Node', async () => {
    const { dependencies, peerDependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const beside = new Set(['node:', ...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
    const files = (await readdir(join(installed, 'dist'), { recursive: true })).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(files.map((name) => readFile(join(installed, 'dist', name), 'utf8')));

    // As the bundler writes them: only in names of modules has it quotes.
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:[}\w$] ?from|\bimport)"([^".][^"]*)"|\bimport\(`([^`.][^`]*)`\)/g)].map(
        ([, one = '', other = one]) => /^(?:node:|(?:@[\w-]+\/)?[\w.-]+)/.exec(other)?.[0],
      ),
    );

    expect(imported).toContain('graphql');
    expect(imported).toContain('openid-client');
    expect(imported.filter((name = '') => !beside.has(name))).toEqual([]);
  });

  it('has no `require` of its own: runtimes without files would fail on it before they are told where to run', async () => {
    const library = join(installed, 'dist', 'library');
    const files = (await readdir(library)).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(files.map((name) => readFile(join(library, name), 'utf8')));

    expect(files).toContain('index.js');
    expect(texts.filter((text) => /\(\s*import\.meta\.url\s*\)/.test(text))).toEqual([]);
  });

  it('has a handler for node:http, a schema for graphql-js, and the files that code generators read', async () => {
    await writeFile(
      join(project, 'all.js'),
      `import { readFile } from 'node:fs/promises';
       import { createServer } from 'node:http';
       import { buildClientSchema, buildSchema, isSchema } from 'graphql';
       import { ConfigError, createGateway, loadConfig } from 'kantata-graphql-gateway';
       import introspection from 'kantata-graphql-gateway/introspection.json' with { type: 'json' };
       import { startSandbox } from 'kantata-graphql-gateway/sandbox';
       import { createSchema } from 'kantata-graphql-gateway/schema';

       const api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
       const gateway = createGateway({ ...loadConfig({}), apiUrl: api.url });
       const server = createServer(gateway.handler);
       await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
       const response = await fetch('http://127.0.0.1:' + server.address().port + '/graphql', {
         method: 'POST',
         headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
         body: JSON.stringify({ query: '{ user(id: 7) { fullName } }' }),
       });
       const typesOf = (schema) => Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')).sort();
       const file = (name) => readFile(new URL(import.meta.resolve('kantata-graphql-gateway/' + name)), 'utf8');
       console.log(JSON.stringify({
         answer: await response.json(),
         isSchema: isSchema(createSchema()),
         types: {
           schema: typesOf(createSchema()),
           introspection: typesOf(buildClientSchema(introspection)),
           sdl: typesOf(buildSchema(await file('schema.graphql'))),
         },
         subgraph: (await file('schema.subgraph.graphql')).includes('federation/v2'),
         isError: new ConfigError(['x']) instanceof Error,
       }));
       server.closeAllConnections();
       server.close();
       await gateway.close();
       await api.close();`,
    );

    const { stdout, stderr } = await run(process.execPath, [join(project, 'all.js')]);

    expect(stderr).toBe('');
    const { types, ...told } = JSON.parse(stdout);
    expect(told).toEqual({
      answer: { data: { user: { fullName: 'Ada Lovelace' } } },
      isSchema: true,
      subgraph: true,
      isError: true,
    });
    expect(types.schema).toContain('WorkspaceResource');
    expect(types.introspection).toEqual(types.schema);
    expect(types.sdl).toEqual(types.schema);
  });

  it('keeps to itself what it does not export', async () => {
    const deep = `import('kantata-graphql-gateway/dist/http/gateway.js').then(() => console.log('open'), ({ code }) => console.log(code))`;
    await writeFile(join(project, 'deep.js'), deep);

    const { stdout } = await run(process.execPath, [join(project, 'deep.js')]);

    expect(stdout.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('has types that a strict project compiles with', async () => {
    await writeFile(
      join(project, 'typed.ts'),
      `import type { GraphQLSchema } from 'graphql';
       import { createGateway, type Gateway, type GatewayOptions, type GatewayState } from 'kantata-graphql-gateway';
       import { type Sandbox, type SandboxOptions, startSandbox } from 'kantata-graphql-gateway/sandbox';
       import { createSchema, type SchemaOptions } from 'kantata-graphql-gateway/schema';
       export const start = (options: GatewayOptions): Gateway => createGateway(options);
       export const ask = (gateway: Gateway, request: Request): Promise<Response> => gateway.fetch(request);
       export const waiting = ({ requests }: GatewayState): number => requests.waiting;
       export const schema: GraphQLSchema = createSchema({ federation: true } satisfies SchemaOptions);
       export const sandbox = (options: SandboxOptions): Promise<Sandbox> => startSandbox(options);
       // @ts-expect-error the base of the API is a text
       export const wrong = (options: GatewayOptions) => createGateway({ ...options, apiUrl: 1 });`,
    );

    expect(await typeErrors('typed.ts')).toBe('');
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
    expect(await page.text()).toContain('<title>Kantata GraphQL gateway</title>');
  });

  describe('at its start', () => {
    /** Starts it, asks it once, and returns the files that it has loaded by then, as paths in the package or the repository. */
    async function loadedBy(script: string, env: Readonly<Record<string, string>> = {}): Promise<string[]> {
      const list = new URL('support/list-modules.mjs', import.meta.url).href;
      await using command = startCommand({
        script,
        args: ['--port=0'],
        env: { KANTATA_API_URL: 'http://127.0.0.1:9/api/v1', ...env },
        execArgv: ['--import', list],
      });
      const [, url = ''] = await command.printed(/^GraphQL +(\S+)$/m);
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
        body: '{"query":"{ user(id: 7) { fullName } __typename }"}',
      });
      expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
      const loaded = [...command.stderr().matchAll(/^loaded (\S+)$/gm)].map(([, file = '']) => fileURLToPath(file));
      return loaded.map((file) => relative(file.startsWith(copy) ? copy : installed, file).replaceAll('\\', '/'));
    }

    const command = () => join(installed, 'bin', 'kantata-gateway.js');

    it('loads few files, and no package beside them', async () => {
      const loaded = await loadedBy(command());

      expect(loaded.filter((file) => !/^(?:bin|dist\/command)\//.test(file))).toEqual([]);
      expect(loaded.length).toBeLessThanOrEqual(12);
    });

    it('loads what a setting needs with that setting alone', async () => {
      const only = await loadedBy(command());
      const withMetrics = await loadedBy(command(), { ADMIN_PORT: '0' });

      expect(withMetrics.filter((file) => !only.includes(file)).map((file) => file.replace(/-.{8}\.js$/, ''))).toEqual(
        expect.arrayContaining(['dist/command/metrics']),
      );
      expect(only.join()).not.toMatch(/metrics|tracing|shared-state|mcp|doctor|server|from-config|key-set/);
    });

    it('keeps what V8 has compiled beside itself, and goes without where it cannot', async () => {
      const cache = join(installed, 'dist', 'command', '.cache');
      await rm(cache, { recursive: true, force: true });
      const run = async () => {
        await using process = startCommand({
          script: command(),
          args: ['--port=0'],
          // Where a cache is set for the process, the command has none of its own.
          env: {
            KANTATA_API_URL: 'http://127.0.0.1:9/api/v1',
            NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
            NODE_COMPILE_CACHE: '',
          },
        });
        await process.printed(/^GraphQL/m);
        process.process.kill('SIGTERM');
        await process.ended;
        return process.stderr();
      };

      expect(await run()).not.toMatch(/was accepted/);
      expect((await readdir(cache, { recursive: true })).length).toBeGreaterThan(3);
      expect(await run()).toMatch(/gateway-.+\.js was accepted/);

      await rm(cache, { recursive: true });
      await writeFile(cache, 'in the way');
      expect(await run()).not.toMatch(/was accepted/);
      await rm(cache);
    });

    it('is from the sources by `npm start`, unless what is built is what they make', async () => {
      const start = join(copy, 'tools', 'start.js');
      const source = join(copy, 'src', 'index.ts');
      const text = await readFile(source, 'utf8');

      await writeFile(source, text);
      const fresh = await loadedBy(start);
      await writeFile(source, `${text}\n// Another line.\n`);
      const changed = await loadedBy(start);
      await writeFile(source, text);

      expect(fresh).toContain('dist/command/main.js');
      expect(fresh).not.toContain('src/main.ts');
      expect(changed).toContain('src/main.ts');
      expect(changed).not.toContain('dist/command/main.js');
    });
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
