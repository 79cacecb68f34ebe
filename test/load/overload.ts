/**
 * Prints what overload and outages cost, beside what they may cost, and fails where it is more.
 *
 *     npm run test:overload
 *     npm run test:overload -- short
 *     npm run test:overload -- neighbour faults     (these alone)
 */
import { type Figure, report } from '../support/figures.ts';
import { rollingRestart } from './ready-restart.ts';
import { coldStart, departures, faults, noisyNeighbour, outage, overload } from './scenarios.ts';

const words = process.argv.slice(2);
const short = words.includes('short');
const wanted = words.filter((word) => word !== 'short');

const scale = { slots: 10, patienceMs: 1000 };

const scenarios: Readonly<Record<string, () => Promise<Figure[]>>> = {
  overload: () => overload({ ...scale, seconds: short ? 4 : 60 }),
  neighbour: () => noisyNeighbour({ ...scale, seconds: short ? 4 : 30 }),
  failing: () => outage(short ? 5 : 30, { status: 503 }),
  hanging: () => outage(short ? 5 : 30, 'hang'),
  faults: () => faults(short ? 10 : 60),
  departures: () => departures(short ? 3 : 20),
  start: () => coldStart(),
  restarts: () =>
    rollingRestart(short ? { seconds: 10, restarts: 2, rate: 100 } : { seconds: 60, restarts: 10, rate: 100 }),
};

const unknown = wanted.filter((name) => !Object.hasOwn(scenarios, name));
if (unknown.length > 0)
  throw new Error(`no scenario ${unknown.join(', ')}: there is ${Object.keys(scenarios).join(', ')}`);
for (const [name, run] of Object.entries(scenarios))
  if (wanted.length === 0 || wanted.includes(name)) report(await run());
