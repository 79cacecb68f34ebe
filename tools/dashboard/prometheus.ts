/** A Prometheus of one's own: on a free loopback port, with its data in a folder that goes with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { prometheusProgram } from '../../test/support/installed.ts';

const RULES = fileURLToPath(new URL('../../deploy/prometheus-rules.yaml', import.meta.url));

/** The job that the alerts look for. */
const JOB = 'kantata-graphql-gateway';

export interface Target {
  /** How the instance is called. */
  readonly instance: string;
  /** `127.0.0.1:9090` */
  readonly address: string;
}

/** One line of a chart. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value there. There is no point where there was nothing to tell. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

export interface Range {
  /** In seconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** In seconds. */
  readonly step: number;
}

export interface Rule {
  readonly name: string;
  /** `ok` once it has been evaluated without an error. */
  readonly health: string;
}

export interface Prometheus extends AsyncDisposable {
  readonly url: string;
  /** Evaluates an expression at every step of the range. Rejects with what Prometheus says of one that it cannot evaluate. */
  range(expression: string, range: Range): Promise<Series[]>;
  /** The alerts of `deploy/prometheus-rules.yaml`, as it has loaded them. */
  rules(): Promise<Rule[]>;
}

/** Starts Prometheus over these instances. Rejects when it ends before it is ready. */
export async function startPrometheus(targets: readonly Target[], scrapeSeconds: number): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-prometheus-'));
  const configFile = join(folder, 'prometheus.yaml');
  const interval = `${scrapeSeconds}s`;
  await writeFile(
    configFile,
    stringify({
      global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
      rule_files: [RULES],
      scrape_configs: [
        {
          job_name: JOB,
          static_configs: targets.map(({ instance, address }) => ({ targets: [address], labels: { instance } })),
        },
      ],
    }),
  );
  const child = spawn(
    prometheusProgram.path(),
    [`--config.file=${configFile}`, `--storage.tsdb.path=${join(folder, 'data')}`, '--web.listen-address=127.0.0.1:0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = once(child, 'close');
  const dispose = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  const address = async () => {
    for (;;) {
      const found = /msg="Listening on" address=(127\.0\.0\.1:\d+)/.exec(log);
      if (found) return found[1] as string;
      if (child.exitCode !== null) throw new Error(`Prometheus ended:\n${log}`);
      await sleep(20);
    }
  };
  const url = await address().then(
    (found) => `http://${found}`,
    async (error: unknown) => {
      await dispose();
      throw error;
    },
  );
  while (!(await fetch(`${url}/-/ready`).then(({ ok }) => ok))) await sleep(50);

  return {
    url,
    async range(expression, { from, to, step }) {
      const body = new URLSearchParams({
        query: expression,
        start: String(from),
        end: String(to),
        step: String(step),
      });
      const { result } = await answered<Matrix>(fetch(`${url}/api/v1/query_range`, { method: 'POST', body }));
      return result.map(({ metric, values }) => ({
        labels: metric,
        points: values
          .map(([time, text]) => [time, Number(text)] as const)
          .filter(([, value]) => Number.isFinite(value)),
      }));
    },
    async rules() {
      const { groups } = await answered<{ groups: { rules: Rule[] }[] }>(fetch(`${url}/api/v1/rules`));
      return groups.flatMap(({ rules }) => rules);
    },
    [Symbol.asyncDispose]: dispose,
  };
}

interface Matrix {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [time: number, value: string])[];
  }[];
}

/** What Prometheus' API answered; rejects with its words for an error. */
async function answered<Data>(response: Promise<Response>): Promise<Data> {
  const body = (await (await response).json()) as { status: string; data: Data; error?: string };
  if (body.status !== 'success') throw new Error(body.error);
  return body.data;
}
