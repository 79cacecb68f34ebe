/**
 * Where the processor time of a party goes: `node bench/profile.ts <part of a shape's name> [gateway|plain|peer|proxy]`.
 *
 * Puts load on it and prints its time by module and by function: that which is
 * spent in the function itself, not in what it calls. The profile stays, for a browser to open.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateAccount } from '../src/sandbox/account.ts';
import { underLoad } from './load.ts';
import { peerShapes } from './peer/shapes.ts';
import { type ContenderName, startContender, startUpstream } from './processes.ts';
import { bodyOf, record } from './record.ts';
import { shapesOf } from './shapes.ts';
import { markdownTable } from './table.ts';
import { ACCOUNT } from './upstream.ts';

/** The part of Chrome's format for profiles that is read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '8' }, top: { type: 'string', default: '35' } },
});
const [wanted = 'scalars of 20 rows', party = 'gateway'] = positionals as [string?, ContenderName?];

/** `src/loaders/wave.ts`, `undici`, `node:net`, or the name that V8 gives to what is no script. */
function moduleOf({ url, functionName }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url;
  const inPackage = url.split('/node_modules/').at(-1) as string;
  if (inPackage !== url)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return url.split(/\/(?=(?:src|bench)\/)/).at(-1) as string;
}

const add = (sums: Map<string, number>, key: string, value: number) => sums.set(key, (sums.get(key) ?? 0) + value);

function summary({ nodes, samples, timeDeltas }: Profile) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const modules = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = byId.get(id);
    const micros = timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === '(idle)') return;
    total += micros;
    const module = moduleOf(frame);
    add(modules, module, micros);
    add(
      functions,
      `${frame.functionName || '(anonymous)'}  ${module}${frame.url ? `:${frame.lineNumber + 1}` : ''}`,
      micros,
    );
  });
  return { modules, functions, total };
}

const table = (title: string, sums: ReadonlyMap<string, number>, total: number) =>
  markdownTable(
    [title, 'share'],
    [...sums]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, Number(flags.top))
      .map(([name, micros]) => [name, `${((100 * micros) / total).toFixed(1)} %`]),
  );

const { tables } = generateAccount(ACCOUNT);
const shape = [...peerShapes(tables), ...shapesOf(tables)].find(({ name }) => name.includes(wanted));
if (!shape) throw new Error(`No shape is called ${wanted}.`);

const file = join(mkdtempSync(join(tmpdir(), 'gateway-profile-')), 'gateway.cpuprofile');
const { upstream, apiUrl } = await startUpstream();
using contender = await startContender(party, apiUrl);
if (party === 'proxy') {
  using gateway = await startContender('gateway', apiUrl);
  const { body, waves } = await record(gateway, shape);
  await contender.tell({ play: { [body]: waves } });
}
const load = (seconds: number) => underLoad(contender, bodyOf(shape), { connections: 16, seconds });
// Until V8 has compiled what is often called: see `warmUp` in `throughput.ts`.
await load(8);
await contender.tell({ profile: true });
const { cpuMicroseconds } = await load(Number(flags.seconds));
await contender.tell({ profileTo: file });

const { modules, functions, total } = summary(JSON.parse(readFileSync(file, 'utf8')) as Profile);
console.log(`${party}, ${shape.name}: ${Math.round(cpuMicroseconds)} microseconds of processor time per operation`);
console.log(`${file}\n`);
console.log(table('module', modules, total));
console.log(`\n${table('function', functions, total)}`);
upstream[Symbol.dispose]();
