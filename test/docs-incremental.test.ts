/** The parts that docs/incremental.md shows are those that the demo answers. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { blocksOf } from './support/code-blocks.ts';
import { startGateway } from './support/gateway.ts';

it('docs/incremental.md shows an answer in parts as it comes', async () => {
  const { sandboxSize: size, sandboxSeed: seed } = loadConfig({}, ['--sandbox']);
  const text = readFileSync(new URL('../docs/incremental.md', import.meta.url), 'utf8');
  const [query, , parts] = blocksOf(text);
  await using gateway = await startGateway(undefined, { sandbox: { size, seed } });

  const answer = await askInParts({
    url: gateway.url,
    token: gateway.sandbox.users[0]?.token ?? '',
    query: query?.text ?? '',
    accept: FORMATS.current,
  });

  expect(answer).toEqual(JSON.parse(`[${parts?.text.trim().replaceAll('\n\n', ',') ?? ''}]`));
});
