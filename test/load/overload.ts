/**
 * Prints what overload and outages cost, beside what they may cost, and fails where it is more.
 *
 *     npm run test:overload
 *     npm run test:overload -- short
 */
import { report } from '../support/figures.ts';
import { departures, faults, noisyNeighbour, outage, overload } from './scenarios.ts';

const short = process.argv[2] === 'short';

const scale = { slots: 10, patienceMs: 1000 };

report(await overload({ ...scale, seconds: short ? 4 : 60 }));
report(await noisyNeighbour({ ...scale, seconds: short ? 4 : 30 }));
report(await outage(short ? 5 : 30, { status: 503 }));
report(await outage(short ? 5 : 30, 'hang'));
report(await faults(short ? 10 : 60));
report(await departures(short ? 3 : 20));
