/**
 * GraphQL of September 2026, as tables in docs/graphql-language.md, which this file writes: `npm test -- september-2026 -u`.
 * `npm run test:documents` holds many more documents against graphql-js 17.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ask, gateway, invalid, useService } from './september-2026/asking.ts';
import { compareDocuments } from './september-2026/compare.ts';
import type { Rule } from './september-2026/rule.ts';
import { changes } from './september-2026/rules/changes.ts';
import { execution } from './september-2026/rules/execution.ts';
import { introspection } from './september-2026/rules/introspection.ts';
import { language } from './september-2026/rules/language.ts';
import { response } from './september-2026/rules/response.ts';
import { typeSystem } from './september-2026/rules/type-system.ts';
import { VALIDATION } from './september-2026/rules/validation.ts';
import { sized } from './support/long-form.ts';

useService();

/** The sections of the specification that ask something of a service, in the order of the page. */
const SECTIONS: readonly (readonly [heading: string, rules: readonly Rule[]])[] = [
  ['What is new', changes],
  ['Language', language],
  ['Type system', typeSystem],
  ['Introspection', introspection],
  ['Execution', execution],
  ['Response', response],
];

describe.each(SECTIONS)('GraphQL, September 2026: %s', (_heading, rules) => {
  it.each(rules)('$section, $level: $asks', async ({ check }) => {
    expect.hasAssertions();
    await check();
  });
});

describe('GraphQL, September 2026: Validation', () => {
  it.each(Object.entries(VALIDATION))('%s, MUST: %s', async (_section, [, document, words]) => {
    expect.hasAssertions();
    // The one that is asked for is chosen before all are validated.
    await invalid(document, words, /query (\w+)/.exec(document)?.[1]);
  });
});

it('stands as these tables in docs/graphql-language.md', async () => {
  const page = new URL('../docs/graphql-language.md', import.meta.url);
  const [before] = readFileSync(page, 'utf8').split('## What is new');
  const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const tables = SECTIONS.map(([heading, rules]) =>
    [
      `## ${heading}\n`,
      row('Section', 'Level', 'What it asks', 'Here'),
      row('---', '---', '---', '---'),
      ...rules.map(({ section, level, asks, here = 'Yes.' }) => row(section, level, asks, here)),
    ].join('\n'),
  );
  const refused = Object.entries(VALIDATION).map(([section, [rule, document]]) =>
    row(section, rule, `\`${document.replaceAll('\n', ' ')}\``),
  );
  const validation = [
    '## Validation\n\nEach rule is a MUST. A document that it refuses:\n',
    row('Section', 'Rule', 'Document'),
    row('---', '---', '---'),
    ...refused,
  ];

  await expect(`${before}${[...tables, validation.join('\n')].join('\n\n')}\n`).toMatchFileSnapshot(
    fileURLToPath(page),
  );
});

describe('@defer and @stream, by the rules of graphql-js 17', () => {
  it.each([
    ['a label of a variable', 'query($a: String) { ... @defer(label: $a) { __typename } }', 'written out'],
    [
      'a label that is there twice',
      '{ ... @defer(label: "a") { __typename } ... @defer(label: "a") { a: __typename } }',
      'twice',
    ],
    ['a stream of what is no list', '{ users { totalCount @stream } }', 'no list'],
    ['a stream that is selected twice', '{ users { nodes @stream { id } nodes { kantataId } } }', 'several times'],
  ])('refuses %s', async (_what, query, said) => {
    const { errors } = await ask(query);

    expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining(said)]);
    expect(gateway.requests()).toEqual([]);
  });
});

it('takes the documents that graphql-js 17 takes, and no others', { timeout: 1_800_000 }, async () => {
  const documents = sized({ short: 200, long: 100_000 });
  const { differences, taken } = await compareDocuments(documents, 20_261_130);

  expect(differences.map((difference) => `${difference.class}\n${difference.document}`)).toEqual([]);
  // Neither refuses nearly everything.
  expect(taken).toBeGreaterThan(documents / 8);
  expect(taken).toBeLessThan(documents / 2);
});
