/** The associations that `docs/associations.md` calls left out. */
import { readFileSync } from 'node:fs';

const doc = readFileSync(new URL('../../docs/associations.md', import.meta.url), 'utf8');

/** The part of the document under a heading. */
const section = (title: string): string => {
  const [, text] = doc.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`There is no section "${title}".`);
  return text.split('\n## ')[0] as string;
};

/** The cells of the rows of a section's tables, without heads and rules. */
export const cells = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** Each with the reason. */
export const leftOutByDocument = () =>
  cells('What is left out').flatMap(([names = '', why = '']) =>
    [...names.matchAll(/`(\w+)\.(\w+)`/g)].map(([, type = '', field = '']) => ({ type, field, why })),
  );
