/**
 * Sends what ends a house built on sand: documents with many plans, answers without end, rows without measure, tokens made up,
 * clients that leave or never finish. Fails where the process ends, passes 512 MB, or good users are not answered.
 *
 *     npm run test:hostile
 *     npm run test:hostile -- 60 7     (minutes, seed)
 *     npm run test:hostile -- 1 7 ../before/src/main.ts     (the same against another build, for comparison)
 */
import { report } from '../support/figures.ts';
import { ATTACKS } from './attacks.ts';
import { runHostile } from './hostile-run.ts';

const minutes = Number(process.argv[2] ?? 5);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const EACH_MS = 5_000;
const rounds = Math.max(1, Math.round((minutes * 60_000) / (EACH_MS * Object.keys(ATTACKS).length)));

console.log(`${rounds} rounds, seed ${seed}`);
report(await runHostile({ eachMs: EACH_MS, rounds, seed, script: process.argv[4], log: console.log }));
