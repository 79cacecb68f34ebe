/** Flags of the command line. */
import { parseArgs } from 'node:util';
import { nearest } from '../text/nearest.ts';

/** Flags by their names without dashes: whether each takes a value. */
export type Flags = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export interface ReadFlags {
  /** Switches that are on. */
  readonly on: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** What is wrong, a line for each problem; none repeats a value. */
  readonly problems: readonly string[];
}

/**
 * Splits the command line into the switches that are on, the values by flag, and what is wrong with it.
 * Not strict, because `parseArgs` would stop at the first mistake and quote it.
 */
export function readFlags(argv: readonly string[], flags: Flags): ReadFlags {
  const on = new Set<string>();
  const values = new Map<string, string>();
  const problems: string[] = [];

  const { tokens } = parseArgs({
    args: [...argv],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      problems.push(`argument ${token.index + 1} is not a flag; see --help`);
    } else if (token.kind === 'option') {
      const type = Object.hasOwn(flags, token.name) ? flags[token.name]?.type : undefined;
      if (!token.rawName.startsWith('--')) {
        // Letter by letter, `parseArgs` would spell out whatever stands here.
        problems.push(`argument ${token.index + 1} is not a flag; see --help`);
      } else if (type === undefined) {
        problems.push(unknown(token.name, Object.keys(flags)));
      } else if (type === 'boolean') {
        on.add(token.name);
        if (token.value !== undefined) problems.push(`--${token.name} takes no value`);
      } else if (!token.value || (!token.inlineValue && token.value.startsWith('-'))) {
        problems.push(`--${token.name} needs a value: --${token.name}=VALUE`);
      } else {
        values.set(token.name, token.value);
      }
    }
  }
  return { on, values, problems: [...new Set(problems)] };
}

function unknown(name: string, names: readonly string[]): string {
  const meant = nearest(name.toLowerCase().replaceAll('_', '-'), names);
  return `--${name} is not a known flag${meant === null ? '; see --help' : `: did you mean --${meant}?`}`;
}
