/** How much memory a gateway takes to sum up few and many time entries. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClient } from '../support/load.ts';
import { startGatewayProcess } from '../load/processes.ts';
import { startPageApi } from './page-api.ts';

const MANY = 20_000;

const query = (filter: string) =>
  `{ timeEntriesSummary(${filter} groupBy: [USER, MONTH]) { complete recordsRead rows { userId month count timeInMinutes billAmount { currency amountInCents } } } }`;

const MB = 2 ** 20;

/** Resident memory of a process in MB. */
const residentMb = (pid: number) => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / MB;

const collecting = fileURLToPath(new URL('../support/collect-garbage.mjs', import.meta.url));

/** The most memory that a process had while it worked, in MB. */
interface Most {
  /** As the system sees it: all that it holds, which is more than what is in use. */
  readonly resident: number;
  /** In use once garbage is collected: the heap, and buffers outside of it. */
  readonly inUse: number;
}

export interface SummaryMemory {
  /** By how much each grew. */
  readonly growth: Most;
  /** REST calls of one large summary. */
  readonly calls: number;
}

/** Sums up 2,000 time entries again and again, and then 20,000 for so many rounds. */
export async function summaryMemory(rounds: number): Promise<SummaryMemory> {
  await using api = await startPageApi(MANY);
  const { command, url } = await startGatewayProcess(api.url, {
    // Garbage that V8 has not collected yet is no memory that a summary needs, and there is the more of it the less time it gets.
    execArgv: ['--max-old-space-size=128', '--max-semi-space-size=2', '--expose-gc', '--import', collecting],
  });
  await using _ = command;
  const pid = command.process.pid as number;
  const client = createClient(url, 1);
  let told = 0;
  const inUseMb = async () => {
    command.process.kill('SIGUSR2');
    const [, bytes] = await command.printed(new RegExp(`in use at most \\(${++told}\\): (\\d+)`));
    return Number(bytes) / MB;
  };
  const most = async (filter: string, records: number, times: number): Promise<Most> => {
    let resident = 0;
    const sampling = setInterval(() => (resident = Math.max(resident, residentMb(pid))), 5);
    try {
      for (let time = 0; time < times; time++) {
        // One at a time, for it is one that is measured.
        // oxlint-disable-next-line no-await-in-loop
        const { body } = await client.ask({ query: query(filter), token: 'somebody' });
        if (!body.includes(`"complete":true,"recordsRead":${records}`)) throw new Error(body.slice(0, 500));
      }
    } finally {
      clearInterval(sampling);
    }
    return { resident: Math.max(resident, residentMb(pid)), inUse: await inUseMb() };
  };
  try {
    // What is compiled and allocated once belongs to neither. Both read as many records, so that both leave as much garbage.
    await most('filter: { workspaceId: "1" }', MANY / 10, 10);
    const few = await most('filter: { workspaceId: "1" }', MANY / 10, 10 * rounds);
    const before = api.lines.length;
    const many = await most('', MANY, rounds);
    const growth = { resident: many.resident - few.resident, inUse: many.inUse - few.inUse };
    return { growth, calls: (api.lines.length - before) / rounds };
  } finally {
    await client.close();
  }
}
