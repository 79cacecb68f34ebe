/** The workers of one gateway: started, kept at their number, replaced one by one, and stopped. */
import cluster, { type Worker } from 'node:cluster';
import { type FromWorker, type Measured, type ToWorker, WORKER_VARIABLE } from './messages.ts';
import { saveHandedOver } from './handed-over.ts';
import { restartPauseMs } from './restart-pause.ts';

/** One that has answered requests for so long had nothing wrong from the start, in milliseconds. */
const STEADY_MS = 10_000;

/** Give up after this many consecutive failed starts without a live worker. */
const GIVE_UP_AFTER = 5;

/** How long one may take to tell its metrics, in milliseconds. */
const MEASURE_MS = 2_000;

/** How long messages of one that has ended may still be on their way, in milliseconds. */
const LAST_MESSAGES_MS = 500;

/** How workers end. */
export const ENDS = ['replaced', 'unexpected'] as const;

export interface WorkerPoolOptions {
  /** How many there are to be. */
  readonly size: number;
  /** What each finds there already, for {@link WORKER_VARIABLE}. */
  readonly role: string;
  /** Time for a worker to stop before it is killed, in milliseconds. */
  readonly stopWithinMs: number;
  /** Called with a one-line description of each problem. */
  readonly problem: (line: string) => void;
  /** Called with the reason when no worker is left and none will be started. */
  readonly givenUp: (line: string) => void;
  /** Called when a worker ends outside of a shutdown. */
  readonly ended: (how: (typeof ENDS)[number]) => void;
  /** Called with a worker's metrics, and once it has ended. */
  readonly measured: (worker: number, measured: Measured | 'gone') => void;
}

interface Member {
  readonly worker: Worker;
  state: 'starting' | 'ready' | 'leaving' | 'gone';
  readyAtMs: number | null;
  /** Whether it was asked to stop. */
  stopped: boolean;
  /** Where it answers requests; rejects when it ends before it does. */
  readonly ready: Promise<string>;
  readonly gone: Promise<void>;
  /** Called with the next metrics that it tells, or when it is gone. */
  readonly onceMeasured: Set<() => void>;
}

export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<Member>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #started = false;
  #stopping = false;
  #shortLives = 0;
  #failedStarts = 0;
  #rolling: Promise<void> | null = null;
  #rollAgain = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    // The primary holds the port and hands out connections, so that none is lost when a worker goes.
    cluster.schedulingPolicy = cluster.SCHED_RR;
  }

  /** How many answer requests. */
  get ready(): number {
    return [...this.#members].filter(({ state }) => state === 'ready').length;
  }

  /** Starts all; resolves with where they answer. Rejects when one cannot start, and then leaves none. */
  async start(): Promise<string> {
    const members = Array.from({ length: this.#options.size }, () => this.#fork());
    try {
      const [origin] = await Promise.all(members.map(({ ready }) => ready));
      this.#started = true;
      return origin as string;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Replaces every worker, one at a time: the new one answers before the old one takes no more. Where a new one cannot
   * start, the others stay. Called again meanwhile, all are replaced once more.
   */
  rollingRestart(): Promise<void> {
    if (this.#rolling) {
      this.#rollAgain = true;
      return this.#rolling;
    }
    const round = async (): Promise<void> => {
      this.#rollAgain = false;
      await this.#replaceAll();
      if (this.#rollAgain && !this.#stopping) await round();
    };
    this.#rolling = round().finally(() => (this.#rolling = null));
    return this.#rolling;
  }

  /** Has every worker tell its metrics; what one does not tell in time stays as it was. */
  async measure(): Promise<void> {
    await Promise.all([...this.#members].filter(({ state }) => state !== 'starting').map(measureOf));
  }

  /** Has every worker answer what is under way, and end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    await Promise.all([...this.#members].map((member) => this.#stop(member, { replaced: false })));
  }

  async #replaceAll(): Promise<void> {
    const before = [...this.#members];
    for (const old of before) {
      if (!this.#started || this.#stopping || old.state !== 'ready') continue;
      try {
        await this.#fork().ready;
      } catch (error) {
        if (!this.#stopping) this.#options.problem(`workers are not replaced: ${(error as Error).message}`);
        return;
      }
      // It may have ended by itself meanwhile, and then the new one took its place.
      if (old.state === 'ready') await this.#stop(old, { replaced: true });
    }
  }

  async #stop(member: Member, { replaced }: { replaced: boolean }): Promise<void> {
    const { worker, state, gone } = member;
    member.stopped = true;
    // One that is still starting has nothing to answer.
    if (state === 'starting') worker.process.kill('SIGKILL');
    else tell(worker, { type: 'stop', replaced });
    if (state !== 'gone') member.state = 'leaving';
    const force = setTimeout(() => worker.process.kill('SIGKILL'), this.#options.stopWithinMs);
    await gone;
    clearTimeout(force);
  }

  #fork(): Member {
    const { measured } = this.#options;
    const worker = cluster.fork({ [WORKER_VARIABLE]: this.#options.role });
    const ready = Promise.withResolvers<string>();
    const gone = Promise.withResolvers<void>();
    // Who hires one need not wait for it.
    ready.promise.catch(() => {});
    const member: Member = {
      worker,
      state: 'starting',
      readyAtMs: null,
      stopped: false,
      ready: ready.promise,
      gone: gone.promise,
      onceMeasured: new Set(),
    };
    this.#members.add(member);
    saveHandedOver(worker, () => this.#another(member)?.worker);

    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          if (member.state === 'starting') member.state = 'ready';
          member.readyAtMs = performance.now();
          this.#failedStarts = 0;
          return ready.resolve(message.origin);
        case 'failed':
          return ready.reject(new Error(message.problem));
        case 'leaving':
          if (member.stopped) return;
          member.state = 'leaving';
          return this.#lost(member, 'stops by itself');
        case 'measured':
          measured(worker.id, message.measured);
          for (const resolve of member.onceMeasured) resolve();
      }
    });
    // Ignore errors of messages to a worker that is ending; its end is handled below.
    worker.on('error', () => {});
    onceGone(worker, (end) => {
      const before = member.state;
      member.state = 'gone';
      this.#members.delete(member);
      ready.reject(new Error(`worker ${worker.process.pid} ${end} before it was ready`));
      for (const resolve of member.onceMeasured) resolve();
      measured(worker.id, 'gone');
      gone.resolve();
      if (!this.#stopping && member.readyAtMs !== null) this.#options.ended(member.stopped ? 'replaced' : 'unexpected');
      if (!member.stopped && before !== 'leaving') this.#lost(member, end);
    });
    return member;
  }

  /** A worker that answers requests, and is not this one. */
  #another(member: Member): Member | undefined {
    return [...this.#members].find((other) => other !== member && other.state === 'ready');
  }

  /** A worker ended without being asked to. */
  #lost({ worker, readyAtMs }: Member, how: string): void {
    if (this.#stopping || !this.#started) return;
    const steady = readyAtMs !== null && performance.now() - readyAtMs >= STEADY_MS;
    this.#shortLives = steady ? 0 : this.#shortLives + 1;
    if (readyAtMs === null) this.#failedStarts++;
    if (this.#failedStarts >= GIVE_UP_AFTER && this.ready === 0)
      return this.#options.givenUp(`${this.#failedStarts} workers in a row could not start`);
    // While all are being replaced there is one more.
    const present = [...this.#members].filter(({ state }) => state === 'starting' || state === 'ready').length;
    if (present + this.#pauses.size >= this.#options.size) return;
    const pauseMs = restartPauseMs(this.#shortLives);
    this.#options.problem(`worker ${worker.process.pid} ${how}; another one starts in ${pauseMs} ms`);
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#fork();
    }, pauseMs);
    this.#pauses.add(pause);
  }
}

const tell = (worker: Worker, message: ToWorker) => void (worker.isConnected() && worker.send(message));

/** Resolves once a worker has sent its metrics, has ended, or has taken too long. */
async function measureOf({ worker, onceMeasured }: Member): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, MEASURE_MS);
  onceMeasured.add(resolve);
  tell(worker, { type: 'measure' });
  await promise;
  onceMeasured.delete(resolve);
  clearTimeout(timer);
}

/**
 * Calls `then` once with how a worker ended, when no more of its messages can come.
 *
 * Two events tell, in any order: `exit` and `disconnect`. The second never comes of a worker that is killed while it is
 * being handed a connection: Node waits for the worker to take it. {@link saveHandedOver} gives that one to another.
 */
function onceGone(worker: Worker, then: (how: string) => void): void {
  let how = '';
  let timer: NodeJS.Timeout | undefined;
  const seen = { exit: false, disconnect: false };
  const look = () => {
    if (!seen.exit || !seen.disconnect) return;
    clearTimeout(timer);
    worker.removeAllListeners('message');
    then(how);
  };
  worker.once('disconnect', () => {
    seen.disconnect = true;
    look();
  });
  worker.once('exit', (code: number | null, signal: string | null) => {
    how = `ended with ${signal ?? code}`;
    seen.exit = true;
    timer = setTimeout(() => {
      seen.disconnect = true;
      look();
    }, LAST_MESSAGES_MS);
    look();
  });
}
