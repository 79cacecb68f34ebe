/** The operations of `examples/`, as they were when the page was built. */
import { exampleOf, inOrder } from './example.ts';

const files = import.meta.glob<string>('../../examples/*.graphql', { query: '?raw', import: 'default', eager: true });

export const examples = inOrder(Object.entries(files).map(([file, text]) => exampleOf(file, text)));

export const firstQuery = examples[0]?.query ?? '';
