/** The licences of packages that are part of a bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Part {
  readonly type: string;
  readonly moduleIds?: readonly string[];
}

/** Packages with others in their own files, and the notices of those, which do not come with them. */
const WITHIN: Readonly<Record<string, string>> = { '@modelcontextprotocol/server': 'within-mcp-server.md' };

/** The notices of all packages that files of rolldown are made of, as Markdown. */
export function noticesOf(output: readonly Part[]): string {
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = [...new Set(modules.flatMap((module) => packageOf(module.replaceAll('\0', '')) ?? []))].toSorted();
  return `# Packages that are part of these files\n\n${folders.map((folder) => notice(folder)).join('\n')}`;
}

/** Where the package is that a module is part of. */
const packageOf = (module: string) =>
  /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/'))?.[1];

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}.`;
  const within = WITHIN[name ?? ''];
  const others = within ? `\n${readFileSync(new URL(within, import.meta.url), 'utf8')}` : '';
  return `## ${name} ${version} (${license})\n\n${text}\n${others}`;
}
