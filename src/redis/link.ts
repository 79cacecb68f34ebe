/**
 * The connection to Redis, as something that may be missing: a command is answered soon, or it fails.
 *
 * Nothing ever waits for Redis to come back. A command that is not answered in time costs the connection, so
 * that no further one waits behind it; a new connection is tried in the background, at growing intervals,
 * for as long as it takes.
 */
import { createClient, RESP_TYPES } from '@redis/client';

export interface LinkOptions {
  /** `redis://` or `rediss://`, with user, password and database where there are any. */
  readonly url: string;
  /** How long a command may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Where a line about losing Redis, or having it back, goes. It holds nothing of the URL. */
  readonly log: (line: string) => void;
}

/** What is known of the connection, for metrics. */
export interface LinkState {
  readonly isUp: boolean;
  /** Commands that were not answered, or refused, and attempts to connect that failed, since the start. */
  readonly failures: number;
}

/** A value to keep, for so many milliseconds. */
export interface Kept {
  readonly name: string;
  readonly value: Buffer;
  readonly ttlMs: number;
  /** Keep what is there, if anything is. */
  readonly onlyIfAbsent: boolean;
}

/** Redis is not there. */
export class RedisMissing extends Error {
  override readonly name = 'RedisMissing';
}

/** Timeout of connecting, in milliseconds. Only the start waits for it. */
const CONNECT_MS = 1000;
const RETRY_FROM_MS = 100;
const RETRY_TO_MS = 5000;
/** A connection that held so long was a good one, in milliseconds. */
const STEADY_MS = 10_000;
/** Commands whose answers are waited for; further ones fail at once. */
const MAX_COMMANDS = 5000;
/** Of the same kind, one line in so long, in milliseconds. */
const QUIET_MS = 60_000;

const clientFor = (url: string) =>
  createClient({
    url,
    // Ours, below: that of the client knows no connection that is there and does not answer.
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_COMMANDS,
    maintNotifications: 'disabled',
    disableClientInfo: true,
  });

type Client = ReturnType<typeof clientFor>;
type Argument = string | Buffer;

export class RedisLink {
  readonly #options: LinkOptions;
  #client: Client | null = null;
  #upSince = 0;
  #retryMs = RETRY_FROM_MS;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;
  /** When which line was logged last. */
  readonly #toldAt = new Map<string, number>();
  /** Whether the loss was reported, and the recovery not yet. */
  #toldLost = false;

  private constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Resolves when the first attempt has ended, well or not. Throws for a URL that cannot be one of Redis. */
  static async open(options: LinkOptions): Promise<RedisLink> {
    const link = new RedisLink(options);
    await link.#connect();
    return link;
  }

  get state(): LinkState {
    return { isUp: this.#client !== null, failures: this.#failures };
  }

  /** The values under these names, `null` where there is none. Rejects when Redis does not answer in time. */
  getMany(names: readonly string[]): Promise<(Buffer | null)[]> {
    return this.#run((client) => send<(Buffer | null)[]>(client, ['MGET', ...names]));
  }

  /** Rejects when Redis does not answer in time, or has no room. */
  setMany(values: readonly Kept[]): Promise<unknown> {
    // Sent together: the client writes out once per turn.
    return this.#run((client) =>
      Promise.all(
        values.map(({ name, value, ttlMs, onlyIfAbsent }) =>
          send(client, ['SET', name, value, 'PX', String(ttlMs), ...(onlyIfAbsent ? ['NX'] : [])]),
        ),
      ),
    );
  }

  /** Rejects when Redis does not answer in time. */
  remove(names: readonly string[]): Promise<unknown> {
    return this.#run((client) => send(client, ['UNLINK', ...names]));
  }

  /** Runs a script on one key. Rejects when Redis does not answer in time. */
  run(script: string, key: string, args: readonly string[]): Promise<unknown> {
    return this.#run((client) => client.eval(script, { keys: [key], arguments: [...args] }));
  }

  /** Hangs up, and connects no more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    if (this.#client) hangUp(this.#client);
    this.#client = null;
  }

  async #run<T>(command: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (!client) throw new RedisMissing('Redis is not there');
    try {
      return await within(this.#options.timeoutMs, command(client));
    } catch (error) {
      this.#failures++;
      const reason = reasonOf(error);
      // It answered, if only to refuse: out of memory, or not allowed.
      if (isRefusal(error)) this.#tell('Redis refuses commands', reason);
      else this.#lose(client, reason);
      throw error;
    }
  }

  async #connect(): Promise<void> {
    const client = clientFor(this.#options.url);
    client.on('error', (error: unknown) => this.#lose(client, reasonOf(error)));
    try {
      await within(CONNECT_MS, client.connect());
      if (!client.isReady) throw new RedisMissing('lost as soon as it was there');
      if (this.#closed) return hangUp(client);
      this.#client = client;
      this.#upSince = performance.now();
      if (this.#toldLost) this.#options.log('Redis is back');
      this.#toldLost = false;
    } catch (error) {
      this.#failures++;
      hangUp(client);
      this.#tellLost(reasonOf(error));
      this.#connectLater();
    }
  }

  /** Gives up a connection, and tries another one in a while. */
  #lose(client: Client, reason: string): void {
    if (this.#client !== client) return;
    this.#client = null;
    hangUp(client);
    if (performance.now() - this.#upSince > STEADY_MS) this.#retryMs = RETRY_FROM_MS;
    this.#tellLost(reason);
    this.#connectLater();
  }

  #connectLater(): void {
    if (this.#closed) return;
    // Up to half as long again, so that many instances do not return at once.
    this.#retry = setTimeout(() => void this.#connect(), this.#retryMs * (1 + Math.random() / 2));
    this.#retry.unref();
    this.#retryMs = Math.min(RETRY_TO_MS, this.#retryMs * 2);
  }

  /** Reports an unstable connection once a minute, not each time. */
  #tellLost(reason: string): void {
    if (this.#tell('Redis does not answer: going on without it', reason)) this.#toldLost = true;
  }

  #tell(line: string, reason: string): boolean {
    const now = performance.now();
    if (this.#closed || now - (this.#toldAt.get(line) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return false;
    this.#toldAt.set(line, now);
    this.#options.log(`${line} (${reason})`);
    return true;
  }
}

/** Values as the bytes that they are. */
const BYTES = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };

const send = <T>(client: Client, args: readonly Argument[]): Promise<T> => client.sendCommand<T>(args, BYTES);

function hangUp(client: Client): void {
  try {
    client.destroy();
  } catch {
    // It was never open, or is closed already.
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && /^[A-Z]{2,}\b/.test(error.message) && !('code' in error);

/** One word of an error, of a small set: its text may hold what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof RedisTooSlow) return 'it took too long';
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && /^[A-Z_]{2,40}$/.test(error.code)) return error.code;
  return /^[A-Z]{2,20}\b/.exec(error.message)?.[0] ?? 'the connection was lost';
}

class RedisTooSlow extends Error {
  override readonly name = 'RedisTooSlow';
}

/** Rejects what takes longer. An answer that came while this process was busy is in time, however late it is read. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => setImmediate(reject, new RedisTooSlow('too slow'))), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
