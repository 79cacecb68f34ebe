/** What runs elsewhere: workflows, Renovate, the development container, editors. Each is checked as far as it can be here. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate as validateDocument } from 'graphql';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse as parseYaml } from 'yaml';
import packageJson from '../package.json' with { type: 'json' };
import { BUNDLED } from '../tools/bundle/bundled.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const workflows = readdirSync(new URL('.github/workflows', root)).map((name) => `.github/workflows/${name}`);

// GitHub's language service imports JSON as bundlers do, which Node alone refuses.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { validate } = await import('@actions/languageservice');

let files = 0;

/** What that service says of a workflow. It keeps what it has read by the address of the file: each text has one of its own. */
const problemsOf = async (text: string) =>
  (await validate(TextDocument.create(`file:///${files++}/.github/workflows/it.yml`, 'yaml', 1, text))).map(
    ({ message }) => message,
  );

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { permissions?: object; steps?: { uses?: string; run?: string }[] }>>;
}

describe.each(workflows)('%s', (path) => {
  const text = read(path);
  const { permissions, jobs } = parseYaml(text) as Workflow;

  it('is a workflow as GitHub reads it', async () => {
    expect(await problemsOf(text)).toEqual([]);
    expect(await problemsOf(text.replace('uses:', 'usess:'))).not.toEqual([]);
    expect(await problemsOf(text.replace('{{ github.', '{{ github.no-'))).not.toEqual([]);
  });

  it('names each action by its commit', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);

    expect(uses.length).toBeGreaterThan(0);
    expect(
      uses.filter((action) => !/^(\.\/\.github\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(action)),
    ).toEqual([]);
  });

  it('gives each job the rights that it names, and no others', () => {
    expect(permissions).toEqual({});
    expect(Object.entries(jobs).filter(([, job]) => !job.permissions)).toEqual([]);
  });

  it('runs scripts that there are', () => {
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script as string);
    const files = [...text.matchAll(/(?:bash|file:) (\S+)/g)].map(([, file]) => file as string);

    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });
});

it('the list of what is in the package has its dependencies, what is bundled, and what the page of the explorer is built of', () => {
  execFileSync('npm', ['run', 'release:sbom'], { cwd: fileURLToPath(root), encoding: 'utf8' });
  const file = new URL('sbom.cdx.json', root);
  const bom = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  const { component } = bom.metadata;
  const refs: string[] = bom.components.map((each: { 'bom-ref': string }) => each['bom-ref']);
  const known = new Set([component['bom-ref'], ...refs]);

  expect({ name: component.name, version: component.version, format: bom.bomFormat }).toEqual({
    name: packageJson.name,
    version: packageJson.version,
    format: 'CycloneDX',
  });
  expect(known.size).toBe(refs.length + 1);
  // Of what is in the package, though it depends on none of it, something that is in it for the sake of another one.
  const held = [...BUNDLED, 'sonic-boom', 'monaco-editor', 'react'];
  for (const name of [...Object.keys(packageJson.dependencies), 'graphql', ...held])
    expect(refs).toContainEqual(expect.stringMatching(new RegExp(`^${name}@\\d`)));
  const named = bom.dependencies.flatMap((each: { ref: string; dependsOn: string[] }) => [each.ref, ...each.dependsOn]);
  expect(named.filter((ref: string) => !known.has(ref))).toEqual([]);
});

it('Renovate leaves alone, and groups, what there is', () => {
  const { ignorePaths, packageRules } = JSON.parse(read('.github/renovate.json'));
  const locks = globSync('{,*/,*/*/}package-lock.json', { cwd: fileURLToPath(root) })
    .map(read)
    .join('\n');
  const names: string[] = packageRules.flatMap(
    (rule: { matchPackageNames?: string[] }) => rule.matchPackageNames ?? [],
  );

  expect(ignorePaths.filter((path: string) => !existsSync(new URL(path.replace('/**', ''), root)))).toEqual([]);
  expect(names.filter((name) => !locks.includes(`"node_modules/${name.replace('**', '')}`))).toEqual([]);
});

it('the development container has what CI installs', () => {
  const { onCreateCommand, image } = JSON.parse(read('.devcontainer/devcontainer.json'));
  const installed = [...read('.ci/run').matchAll(/missing\+=\((\S+)\)/g)].map(([, name]) => name as string);

  expect(installed.length).toBeGreaterThan(0);
  expect(installed.filter((name) => !onCreateCommand.includes(name))).toEqual([]);
  expect(read('.github/workflows/checks.yml')).toContain(`container: ${image}`);
});

it('editors find the schema, and operations that are valid in it', () => {
  const { projects } = parseYaml(read('.graphqlrc.yml')) as {
    projects: Record<string, { schema: string; documents: string }>;
  };
  const files = Object.values(projects).map(({ documents }) => globSync(documents, { cwd: fileURLToPath(root) }));
  const problems = Object.values(projects).flatMap(({ schema }, at) => {
    const built = buildSchema(read(schema));
    return (files[at] ?? [])
      .filter((file) => file.endsWith('.graphql'))
      .flatMap((file) => validateDocument(built, parse(read(file))).map(({ message }) => `${file}: ${message}`));
  });

  expect(files.filter((found) => found.length === 0)).toEqual([]);
  expect(problems).toEqual([]);
});
