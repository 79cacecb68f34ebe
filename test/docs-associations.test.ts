/** Holds `docs/associations.md` to the declarations. */
import { describe, expect, it } from 'vitest';
import { snakeCase } from '../src/schema/attribute.ts';
import { resources } from '../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { cells, leftOutByDocument } from './support/left-out.ts';

describe('docs/associations.md', () => {
  it('tells of every type how many associations it has, and in how many ways they come', () => {
    const declared = [...resources.values()]
      .filter(({ fields }) => fields.size > 0)
      .toSorted((one, other) => (one.type < other.type ? -1 : 1))
      .map(({ type, fields }) => {
        const all = [...fields.values()];
        return [
          type,
          all.length,
          all.filter(({ own }) => own).length,
          all.filter(({ includable }) => includable).length,
        ];
      });
    const total = [1, 2, 3].map((column) => declared.reduce((sum, row) => sum + Number(row[column]), 0));

    expect(
      cells('What is declared').map(([type, ...counts]) => [type?.replaceAll('`', ''), ...counts.map(Number)]),
    ).toEqual([...declared, ['All', ...total]]);
  });

  it('calls left out what is left out, and names fields in their place that are there', () => {
    const left = leftOutByDocument();

    expect(left).toHaveLength(13);
    for (const { type, field, why } of left) {
      const resource = resources.get(type);
      expect(resource?.fields.has(field), `${type}.${field}`).toBe(false);
      expect(resource?.links.has(snakeCase(field)), `${type}.${field}`).toBe(false);
      for (const [, word = ''] of why.matchAll(/`(\w+)`/g))
        expect(resource?.attributes.has(word), `${type}.${word}`).toBe(true);
    }
  });
});
