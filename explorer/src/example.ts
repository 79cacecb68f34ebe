/** What a file of `examples/` says about itself. */

export interface Example {
  /** Its file's name, as people write: `By custom field`. */
  readonly title: string;
  /** What it shows. */
  readonly about: string;
  /** What it costs, as `3 REST calls`. */
  readonly cost: string;
  readonly query: string;
}

/** An example by its file: the first line is a comment that ends with the cost. */
export function exampleOf(file: string, query: string): Example {
  const name = file
    .replace(/^.*\//, '')
    .replace(/\.graphql$/, '')
    .replaceAll('-', ' ');
  const [, about = '', end = '', cost = ''] = /^# (.+?)([.:;,]) (\d+ REST calls?)\.\n/.exec(query) ?? [];
  return { title: name.charAt(0).toUpperCase() + name.slice(1), about: about + (end === '.' ? end : '.'), cost, query };
}

/** From first steps to what few will need; what is not named here comes last. */
const ORDER = [
  'First query',
  'By id',
  'Project team',
  'Counting',
  'Paging',
  'Long list',
  'Unnamed resources',
  'Failed references',
  'Subjects of several types',
  'Shared calls',
  'From reference to people',
  'Back reference',
  'Custom fields',
  'By custom field',
];

const placeOf = ({ title }: Example) => (ORDER.includes(title) ? ORDER.indexOf(title) : ORDER.length);

export const inOrder = (examples: readonly Example[]): readonly Example[] =>
  examples.toSorted((one, other) => placeOf(one) - placeOf(other) || one.title.localeCompare(other.title));
