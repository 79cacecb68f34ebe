/**
 * The stand-in in a process of its own, for benchmarks:
 * `node src/sandbox/main.ts --port 4001 --size 100000 --seed 1 --latency 20` prints its url, and stops on SIGTERM.
 */
import { parseArgs } from 'node:util';
import { dialectHelp, dialectOf } from './dialect.ts';
import { startSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    size: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    latency: { type: 'string', default: '0' },
    dialect: { type: 'string', default: 'recorded' },
    log: { type: 'boolean', default: false },
  },
});

const dialect = dialectOf(values.dialect);
if (!dialect) throw new Error(`--dialect takes these words, separated by commas:\n${dialectHelp()}`);

const sandbox = await startSandbox({
  port: Number(values.port),
  host: values.host,
  size: Number(values.size),
  seed: Number(values.seed),
  log: values.log,
  dialect,
});
sandbox.latency(Number(values.latency));
console.log(sandbox.url);

const stop = () => void sandbox.close().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
