/**
 * Gateways that are restarted over and over behind nginx, while clients ask at a steady rate: first two processes, each
 * ended and started again in turn, then the two workers of one process, replaced by SIGHUP. Fails on one failed request.
 *
 *     npm run test:restart
 *     npm run test:restart -- 20 100 4        (seconds, requests a second, restarts)
 */
import { report } from '../support/figures.ts';
import { type Restarting, restartUnderLoad } from '../support/restart.ts';

const [seconds = 60, rate = 100, restarts = 10] = process.argv.slice(2).map(Number);
const WAYS: readonly Restarting[] = ['processes', 'workers'];

for (const way of WAYS) {
  console.log(`${restarts} restarts of ${way} in ${seconds} s, at ${rate} requests a second`);
  const { asked, failures, restarted, slowestMs, complaints } = await restartUnderLoad({
    way,
    seconds,
    rate,
    restarts,
  });
  for (const failure of failures.slice(0, 10)) console.log(failure);
  // Refused connections are what a restart looks like, and cost nothing.
  for (const line of complaints.filter((one) => !one.includes('Connection refused')).slice(0, 10)) console.log(line);
  report([
    { name: 'restarts', value: restarted, atLeast: restarts },
    { name: 'requests', value: asked, atLeast: seconds * rate * 0.95 },
    { name: 'failures', value: failures.length, atMost: 0 },
    { name: 'the slowest answer', value: slowestMs, unit: 'ms' },
  ]);
}
