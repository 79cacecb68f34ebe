/**
 * `npm run test:documents`: holds random documents against graphql-js 17, the reference of GraphQL of September 2026, and
 * lists those that only one of it and the gateway takes, by their cause.
 *
 *     npm run test:documents
 *     npm run test:documents -- 100000 7     (documents, seed)
 */
import { compareDocuments } from './compare.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const startedMs = performance.now();
const { documents, taken, beyondLimits, differences } = await compareDocuments(count, seed, (done) => {
  if (done % 10_000 === 0) console.log(`${done} documents, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
});

const classes = Map.groupBy(differences, (difference) => difference.class);
for (const [name, of] of [...classes].toSorted((one, other) => other[1].length - one[1].length)) {
  const shortest = of.toSorted((one, other) => one.document.length - other.document.length)[0];
  console.log(`\n${of.length} ${name}\n${shortest?.document.slice(0, 1_500)}`);
}
console.log(
  `\n${documents} documents: both take ${taken}, the limits refuse ${beyondLimits}, ${differences.length} differ in ${classes.size} ways`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
