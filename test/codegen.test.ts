/** `docs/codegen.md`: its recipes are written to a folder as they stand, generated from the schema, and compiled. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, fileOf } from './support/code-blocks.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
/** Where packages of the recipes are; of one that is in several, the first is taken. */
const INSTALLED = ['examples/web', 'examples/relay', '.'].map((path) => join(root, path, 'node_modules'));
const programs = INSTALLED.map((path) => join(path, '.bin'));

/** What a user of the recipes has already. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['**/*.ts', '**/*.tsx'],
  exclude: ['node_modules'],
};

interface Recipe {
  readonly name: string;
  readonly generate: readonly [program: string, ...args: string[]];
  /** A file of it, and the name of a field that it asks for and reads. */
  readonly file: string;
  readonly field: string;
}

const RECIPES: readonly Recipe[] = [
  { name: 'apollo', generate: ['graphql-codegen'], file: 'src/failed-references.tsx', field: 'serviceName' },
  { name: 'urql', generate: ['graphql-codegen'], file: 'src/team.tsx', field: 'displayLabel' },
  { name: 'relay', generate: ['relay-compiler'], file: 'src/task-list.tsx', field: 'dueDate' },
  { name: 'tada', generate: ['node', 'generate-schema-type.ts'], file: 'src/due-date.ts', field: 'dueDate' },
];

const document = await readFile(join(root, 'docs', 'codegen.md'), 'utf8');
const files = blocksOf(document).flatMap((block) => {
  const file = fileOf(block);
  return file === null ? [] : [{ file, text: block.text }];
});

/** Names of the packages in a `node_modules`, those of a scope as `@scope/name`. */
async function packagesIn(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  const inScopes = names.map(async (name) =>
    name.startsWith('@') ? (await readdir(join(path, name))).map((own) => `${name}/${own}`) : [name],
  );
  return (await Promise.all(inScopes)).flat();
}

const unlessThere = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error;
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-codegen-'));
  // The packages that the recipes need, as npm would have put them there, and this one among them.
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  for (const path of INSTALLED)
    for (const name of await packagesIn(path)) {
      await mkdir(dirname(join(packages, name)), { recursive: true });
      await symlink(join(path, name), join(packages, name)).catch(unlessThere);
    }
  await symlink(root, join(packages, 'kantata-graphql-gateway'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs a program of `node_modules`, on the Node of the tests. Resolves with all that it printed and whether it worked. */
async function outcome(cwd: string, [program, ...args]: readonly [string, ...string[]]) {
  // Nothing else: some of these programs say less where they think that they run in a test.
  const env = { PATH: [...programs, dirname(process.execPath), process.env.PATH].join(delimiter), NO_COLOR: '1' };
  return run(program, args, { cwd, env }).then(
    ({ stdout, stderr }) => ({ worked: true, printed: stdout + stderr }),
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ worked: false, printed: stdout + stderr }),
  );
}

describe('the recipes of docs/codegen.md', () => {
  it('are those that are compiled here', () => {
    expect(new Set(files.map(({ file }) => file.split('/')[0]))).toEqual(new Set(RECIPES.map(({ name }) => name)));
  });
});

describe.each(RECIPES)('the recipe for $name', { timeout: 120_000 }, ({ name, generate, file, field }) => {
  let project: string;
  const path = () => join(project, file);

  beforeAll(async () => {
    project = join(folder, name);
    for (const { file, text } of files.filter(({ file }) => file.startsWith(`${name}/`))) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await symlink(join(folder, 'node_modules'), join(project, 'node_modules'));
    // What the text of that recipe says to do.
    if (name === 'relay') {
      await writeFile(join(project, 'schema.graphql'), await readFile(join(root, 'schema.graphql')));
      await mkdir(join(project, 'src', '__generated__'), { recursive: true });
    }
  });

  const compiled = () => outcome(project, ['tsc', '-p', '.']);

  it('compiles, once its types are generated from the schema', async () => {
    expect(await outcome(project, generate)).toMatchObject({ worked: true });

    expect(await compiled()).toEqual({ worked: true, printed: '' });
  });

  it('does not compile where a field is read by a name that it has not', async () => {
    const text = await readFile(path(), 'utf8');
    const last = text.lastIndexOf(field);
    try {
      await writeFile(path(), `${text.slice(0, last)}${field}s${text.slice(last + field.length)}`);

      expect(await compiled()).toEqual({
        worked: false,
        printed: expect.stringMatching(new RegExp(`Property '${field}s' does not exist`)),
      });
    } finally {
      await writeFile(path(), text);
    }
  });

  it('fails where a document asks for a field by a name that the schema has not', async () => {
    const text = await readFile(path(), 'utf8');
    try {
      await writeFile(path(), text.replace(field, `${field}s`));

      const made = await outcome(project, generate);
      const { worked, printed } = made.worked ? await compiled() : made;
      expect(worked).toBe(false);
      expect(printed).toContain(field);
    } finally {
      await writeFile(path(), text);
    }
  });
});

describe('what the examples have generated', { timeout: 120_000 }, () => {
  it.each([
    ['web', ['graphql-codegen', '--config', 'codegen.ts', '--check']],
    ['relay', ['relay-compiler', '--validate']],
  ] as const)('is what their generator makes of their documents and the schema: examples/%s', async (name, command) => {
    const { worked, printed } = await outcome(join(root, 'examples', name), command);

    expect(worked, `npm run codegen\n${printed}`).toBe(true);
  });
});
