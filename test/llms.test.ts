/** The files for agents that write code. `npm test -- llms -u` writes those that are made from the docs anew. */
import { existsSync, readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { settings } from '../src/config/settings.ts';
import { createSchema } from '../src/schema/index.ts';
import { llmsFullText, llmsText } from '../tools/docs/llms.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('llms.txt', () => {
  it('is made from the docs', async () => {
    await expect(llmsText()).toMatchFileSnapshot('../llms.txt');
  });

  it('leads to pages that there are', () => {
    const links = [...llmsText().matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path ?? '');

    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});

describe('llms-full.txt', () => {
  it('is made from the docs', async () => {
    await expect(llmsFullText()).toMatchFileSnapshot('../llms-full.txt');
  });
});

describe('the skill', () => {
  it('shows an operation that is valid, and names types that there are', () => {
    const text = read('skills/kantata-graphql/SKILL.md');
    const schema = createSchema();
    const [, operation = ''] = /```graphql\n([\s\S]*?)```/.exec(text) ?? [];
    const types = [...text.matchAll(/^\|.*\| (.*) \|$/gm)].flatMap(([, cell = '']) => cell.match(/[A-Z]\w+/g) ?? []);

    expect(validate(schema, parse(operation))).toEqual([]);
    expect(types).toContain('TimeOffEntry');
    expect(types.filter((name) => name !== 'The' && !schema.getType(name))).toEqual([]);
  });
});

describe('server.json', () => {
  it('is of this version of this package, and names a setting', () => {
    const { name, version, packages, description } = JSON.parse(read('server.json'));
    const [{ identifier, version: packed, environmentVariables, packageArguments }] = packages;

    // By `mcpName` the registry knows that both have the same owner.
    expect({ name, version, packed, identifier }).toEqual({
      name: packageJson.mcpName,
      version: packageJson.version,
      packed: packageJson.version,
      identifier: packageJson.name,
    });
    expect(description.length).toBeLessThanOrEqual(100);
    expect(environmentVariables[0].name).toBe(settings.kantataToken.variable);
    expect(packageArguments).toEqual([{ type: 'positional', value: 'mcp' }]);
  });
});
