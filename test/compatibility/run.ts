/**
 * `npm run test:compatibility`: tries every program here, prints the table, and writes it to `docs/compatibility.md`.
 *
 *     npm run test:compatibility -- express-5 next-16     (these alone, and their rows)
 */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { attempt, pack, programs, tableOf, type Trial, writeTable } from './try.ts';

const wanted = process.argv.slice(2);
const names = (await programs()).filter((name) => wanted.length === 0 || wanted.includes(name));
const tarball = await pack();
const trials: Trial[] = [];
try {
  for (const name of names) {
    const startedMs = performance.now();
    const trial = await attempt(name, tarball);
    trials.push(trial);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    console.log(`${trial.problem === null ? 'works' : 'FAILS'}  ${name}, ${seconds} s`);
    if (trial.problem !== null) console.log(trial.problem.slice(0, 2000));
  }
} finally {
  await rm(dirname(tarball), { recursive: true });
}
console.log(`\n${tableOf(trials)}`);
await writeTable(trials);
process.exitCode = trials.some(({ problem }) => problem !== null) ? 1 : 0;
