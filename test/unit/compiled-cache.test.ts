import { type DocumentNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { COMPILED_BYTES, compiled, compiledBytes, GoodDocuments } from '../../src/execution/compiled-cache.ts';
import { planOf } from '../../src/execution/plan-cache.ts';
import { createSchema } from '../../src/schema/index.ts';

const schema = createSchema({ maxFirst: 2000, federation: false });
const kept = (text: string): DocumentNode => {
  const documents = new GoodDocuments();
  documents.set(text, parse(text));
  return documents.get(text) as DocumentNode;
};
const plan = (document: DocumentNode, variables: Record<string, unknown> = {}) => {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('the first definition is no operation');
  return planOf(schema, document, operation, variables);
};

describe('what is compiled', () => {
  it('is found again, for a document that is kept', () => {
    const document = kept('{ roles { totalCount } }');

    expect(plan(document)).toBe(plan(document));
  });

  it('is not kept for a document that is not', () => {
    const document = parse('{ roles { totalCount } }');
    const before = compiledBytes();

    expect(plan(document)).not.toBe(plan(document));
    expect(compiledBytes()).toBe(before);
  });

  it('is another for other values of the variables that its directives switch by, and the same for other counts', () => {
    const document = kept(
      'query ($v: Boolean!, $n: Int!) { roles { nodes @stream(initialCount: $n) { name @include(if: $v) kantataId } } }',
    );

    const [on, off] = [plan(document, { v: true, n: 1 }), plan(document, { v: false, n: 1 })];

    expect(off).not.toBe(on);
    expect(plan(document, { v: true, n: 2 })).toBe(on);
  });

  it('is of the gateway whose document it is: another one has rules of its own', () => {
    const [one, other] = [new GoodDocuments(), new GoodDocuments()];
    one.set('{ roles { totalCount } }', parse('{ roles { totalCount } }'));

    expect(other.get('{ roles { totalCount } }')).toBeUndefined();
  });

  it('is weighed: 64 plans of 9,000 fields each stay within the bound, however many documents bring them', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const variables = names.map((name) => `$${name}: Boolean!`).join(', ');
    const fragments = Array.from({ length: 8 }, (_, at) => {
      const inner = at === 7 ? 'title dueDate' : `...f${at + 1}`;
      return `fragment f${at} on Story { title x: subStories { ${inner} } y: subStories { ${inner} } }`;
    });
    const switches = names.map((name) => `${name}: title @include(if: $${name})`).join(' ');
    for (let round = 0; round < 3; round++) {
      const document = kept(
        `query Q${round}(${variables}) { stories(first: 1) { nodes { ${switches} ...f0 } } } ${fragments.join(' ')}`,
      );
      for (let values = 0; values < 64; values++)
        plan(document, Object.fromEntries(names.map((name, at) => [name, (values >> at) % 2 === 1])));

      expect(compiledBytes()).toBeLessThanOrEqual(COMPILED_BYTES);
    }
    expect(compiledBytes()).toBeGreaterThan(COMPILED_BYTES / 2);
  });

  it('is weighed again as it grows', () => {
    const document = kept('{ roles { totalCount } }');
    const before = compiledBytes();
    const value = { bytes: 1000 };
    const get = () =>
      compiled(
        document,
        'grows',
        () => value,
        ({ bytes }) => bytes,
      );
    get();
    value.bytes = 5000;
    get();

    expect(compiledBytes() - before).toBeGreaterThan(5000);
    expect(compiledBytes() - before).toBeLessThan(8000);
  });
});
