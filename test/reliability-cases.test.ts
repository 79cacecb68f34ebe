/** That the tests which docs/reliability-cases.md names are there, under these names. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = new URL('../docs/reliability-cases.md', import.meta.url);
const text = readFileSync(page, 'utf8');

const cases = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:What comes|---)/.test(line))
  .map((line) => {
    const [what = '', must = '', tests = ''] = line.slice(2, -2).split(' | ');
    return { what, must, tests: [...tests.matchAll(/\[((?:[^\]\\]|\\.)+)\]\(([^)]+)\)/g)] };
  });

/** What stands as the title of a suite, of a test, or of a row of a table of tests. */
const titlesOf = (source: string) =>
  new Set(
    [...source.matchAll(/(?<=[(,[]\s*)(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1(?=\s*[,\]])/g)].map(([, , title]) => title),
  );

describe('docs/reliability-cases.md', () => {
  it('says of every case what must happen, and which tests hold it', () => {
    expect(cases.length).toBeGreaterThan(80);
    expect(cases.filter(({ must, tests }) => must === '' || tests.length === 0)).toEqual([]);
  });

  it.each(cases.flatMap(({ tests }) => tests.map(([, title = '', path = '']) => [title, path] as const)))(
    'names a test that there is: %s in %s',
    (title, path) => {
      expect(titlesOf(readFileSync(new URL(path, page), 'utf8'))).toContain(title);
    },
  );
});
