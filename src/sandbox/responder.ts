/** Answers the requests to the stand-in: as the API would or, where a fault is armed, worse. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Session, warningsOf } from './answer.ts';
import type { Dialect } from './dialect.ts';
import { type ArmedFault, type Fault, faultFor, type Prepared, sendCut, sendEndless, spoiled } from './fault.ts';
import { logEntry, type LoggedRequest, ROOT } from './logged-request.ts';
import { Presenter } from './present.ts';
import { bodyOf, notFound, type Refusal, unauthenticated } from './refusal.ts';
import type { Tables } from './row.ts';
import type { SandboxUser } from './user.ts';
import { View } from './view.ts';

/** Requests that are remembered at most: a benchmark must not fill the memory. */
const MOST_LOGGED = 100_000;

const MOST_WARNINGS = 1_000;

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache, no-store' };

const refused = ({ status, errors }: Refusal): Prepared => ({
  status,
  headers: JSON_HEADERS,
  body: JSON.stringify({ errors }),
});

/** What a server in front of the API says, in its own way. */
const tooLong: Prepared = {
  status: 414,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>414 Request-URI Too Large</title></head></html>',
};

function send(response: ServerResponse, { status, headers, body }: Prepared) {
  // As servers of Rails do.
  response.writeHead(status, { 'x-request-id': randomUUID(), ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

export interface ResponderOptions {
  readonly tables: Tables;
  readonly dialect: Dialect;
  /** The longest path and query that are read, in characters. */
  readonly urlLimit: number;
  /** Print a line for each request that was answered. */
  readonly log: boolean;
}

export class Responder {
  readonly requests: LoggedRequest[] = [];
  readonly warnings = new Set<string>();
  readonly #options: ResponderOptions;
  readonly #sessions = new Map<string, Session>();
  #armed: ArmedFault[] = [];
  #latency: (request: LoggedRequest) => number = () => 0;

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  admit(user: SandboxUser): void {
    const view = new View(this.#options.tables, user);
    this.#sessions.set(user.token, { view, presenter: new Presenter(view, this.#options.dialect) });
  }

  revoke(token: string): void {
    this.#sessions.delete(token);
  }

  fail(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  latency(ms: number | ((request: LoggedRequest) => number)): void {
    this.#latency = typeof ms === 'number' ? () => ms : ms;
  }

  reset(): void {
    this.requests.length = 0;
    this.warnings.clear();
    this.#armed = [];
    this.#latency = () => 0;
  }

  async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const entry = logEntry(request);
    if (this.requests.length >= MOST_LOGGED) this.requests.splice(0, MOST_LOGGED / 2);
    this.requests.push(entry);
    const started = performance.now();
    response.once('close', () => {
      entry.aborted = !response.writableFinished;
    });
    const fault = this.#armed.length === 0 ? undefined : faultFor(this.#armed, entry.line);
    const waitMs = this.#latency(entry) + (fault?.delayMs ?? 0);
    if (waitMs > 0) await sleep(waitMs);
    if (response.closed) return;

    const whole = this.#properAnswer(entry, request.url ?? '/');
    const prepared = fault ? spoiled(fault, whole) : whole;
    entry.status = fault?.cut === 'before' || fault?.cut === 'headers' ? 0 : prepared.status;
    entry.bytes = Buffer.byteLength(prepared.body);
    if (fault?.garbage === 'endless') await sendEndless(response);
    else if (fault?.cut) await sendCut(response, fault.cut, prepared);
    else send(response, prepared);
    if (this.#options.log)
      console.log(`sandbox: ${entry.status} ${entry.line} ${Math.round(performance.now() - started)} ms`);
  }

  /** What the API would answer. */
  #properAnswer(entry: LoggedRequest, url: string): Prepared {
    if (url.length > this.#options.urlLimit) return tooLong;
    const session = entry.token === null ? undefined : this.#sessions.get(entry.token);
    if (!session) return refused(unauthenticated);
    // It only reads: a path is found for no other method.
    if (entry.method !== 'GET' || !url.startsWith(`${ROOT}/`)) return refused(notFound);
    for (const warning of warningsOf(entry.path, entry.params))
      if (this.warnings.size < MOST_WARNINGS) this.warnings.add(warning);
    try {
      const given = answer(session, entry.path, entry.params);
      return 'body' in given ? { status: 200, headers: JSON_HEADERS, body: given.body } : refused(given);
    } catch (error) {
      // A fault of the stand-in, not of its client: show it to the developer.
      console.error(`sandbox: ${entry.line}`, error);
      return { status: 500, headers: JSON_HEADERS, body: bodyOf(500) };
    }
  }
}
