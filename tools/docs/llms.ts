/**
 * `llms.txt`, a table of contents for language models (llmstxt.org), and `llms-full.txt`, the pages themselves; both made
 * from README and `docs/`.
 *
 *     node tools/docs/llms.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Pages for those who use the gateway, in the order in which one reads them. */
const PAGES = [
  'getting-started',
  'querying',
  'summaries',
  'agents',
  'export',
  'errors',
  'planning',
  'codegen',
  'federation',
].map((name) => `docs/${name}.md`);

/** Pages to look things up in, which are too long to be read whole. */
const REFERENCE = ['filters', 'associations', 'operations', 'reliability', 'performance', 'architecture', 'terms'].map(
  (name) => `docs/${name}.md`,
);

/** The schema and what comes with it. */
const FILES = [
  ['schema.graphql', 'The whole schema, described. Long: with an assistant, use the tools instead.'],
  ['examples/', 'Operations, each with the number of REST calls that it makes.'],
  ['skills/kantata-graphql/SKILL.md', 'How to ask this API well, for assistants that write code.'],
] as const;

const titleOf = (text: string) => /^# (.+)$/m.exec(text)?.[1] ?? '';

/** The first sentence below the title, on one line and without links. */
function aboutOf(text: string): string {
  const paragraph = text
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .split(/\n{2,}/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .find((part) => /^[A-Z`[]/.test(part));
  const plain = (paragraph ?? '').replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return /^.*?[.:](?=\s|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}

const entry = (path: string) => {
  const text = read(path);
  return `- [${titleOf(text)}](${path}): ${aboutOf(text)}`;
};

/** The text of `llms.txt`. */
export function llmsText(): string {
  const readme = read('README.md');
  return [
    `# ${titleOf(readme)}`,
    `> ${aboutOf(readme)}`,
    '## Docs',
    PAGES.map(entry).join('\n'),
    '## Reference',
    REFERENCE.map(entry).join('\n'),
    '## Files',
    FILES.map(([path, about]) => `- [${path}](${path}): ${about}`).join('\n'),
    '',
  ].join('\n\n');
}

/** The text of `llms-full.txt`: README and the pages for users. Pictures are left out. */
export function llmsFullText(): string {
  const pages = ['README.md', ...PAGES].map((path) => {
    const text = read(path).replaceAll(/^!\[.*\n\n?/gm, '');
    return `<!-- ${path} -->\n\n${text.trim()}\n`;
  });
  return pages.join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(new URL('llms.txt', root), llmsText());
  writeFileSync(new URL('llms-full.txt', root), llmsFullText());
}
