/** How much memory a gateway takes to sum up few and many time entries. */
import { readFileSync } from 'node:fs';
import { createClient } from '../support/load.ts';
import { startGatewayProcess } from '../load/processes.ts';
import { startPageApi } from './page-api.ts';

const MANY = 20_000;

const query = (filter: string) =>
  `{ timeEntriesSummary(${filter} groupBy: [USER, MONTH]) { complete recordsRead rows { userId month count timeInMinutes billAmount { currency amountInCents } } } }`;

/** Resident memory of a process, garbage and all, in MB. */
const residentMb = (pid: number) => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;

/**
 * Sums up 2,000 time entries again and again, and then 20,000 for so many rounds. Returns by how much the most memory that the
 * process had grew, in MB, and the REST calls of one large summary.
 */
export async function summaryMemory(rounds: number) {
  await using api = await startPageApi(MANY);
  const { command, url } = await startGatewayProcess(api.url, {
    // With the memory of a whole machine garbage is left lying, and what memory grows by says nothing.
    execArgv: ['--max-old-space-size=128', '--max-semi-space-size=2'],
  });
  await using _ = command;
  const pid = command.process.pid as number;
  const client = createClient(url, 1);
  const most = async (filter: string, records: number, times: number) => {
    let mb = 0;
    const sampling = setInterval(() => (mb = Math.max(mb, residentMb(pid))), 5);
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
    return Math.max(mb, residentMb(pid));
  };
  try {
    // What is compiled and allocated once belongs to neither. Both read as many records, so that both leave as much garbage.
    await most('filter: { workspaceId: "1" }', MANY / 10, 10);
    const fewMb = await most('filter: { workspaceId: "1" }', MANY / 10, 10 * rounds);
    const before = api.lines.length;
    const manyMb = await most('', MANY, rounds);
    return { growthMb: manyMb - fewMb, calls: (api.lines.length - before) / rounds };
  } finally {
    await client.close();
  }
}
