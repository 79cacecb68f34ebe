import pino from 'pino';
import { createLog } from './src/observe/log.ts';
import { createMetrics } from './src/observe/metrics.ts';
import { observedBy } from './src/observe/observer.ts';
import { startGateway } from './test/support/gateway.ts';
const rows = { users: Array.from({ length: 20 }, (_, i) => ({ id: String(i + 1), full_name: `User ${i}` })) };
const dest = pino.destination({ dest: '/dev/null', sync: false });
const metrics = createMetrics();
const off = await startGateway(rows);
const on = await startGateway(rows, { observer: observedBy([createLog('info', dest).observer, metrics.observer]) });
metrics.watch(on.gateway);
const q = 'query Users { users(first: 20) { nodes { fullName } } }';
const run = async (g: typeof on, n: number) => {
  const t = process.cpuUsage();
  for (let i = 0; i < n / 8; i++) await Promise.all(Array.from({ length: 8 }, (_, k) => g.query(q, { variables: { k } })));
  const u = process.cpuUsage(t); return (u.user + u.system) / n;
};
for (let i = 0; i < 2; i++) { await run(off, 2000); await run(on, 2000); }
const a: number[] = [], b: number[] = [];
for (let i = 0; i < 8; i++) { a.push(await run(off, 800)); b.push(await run(on, 800)); }
const med = (x: number[]) => x.toSorted((p, q) => p - q)[4]!.toFixed(0);
console.log('cpu per request, client+gateway+sandbox, us: off', med(a), 'on', med(b));
process.exit(0);
