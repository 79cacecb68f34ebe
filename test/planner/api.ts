/** The REST API as the reference executor asks it: one question at a time, over HTTP, remembered because the account stands still. */
import type { Resource } from '../../src/schema/resource.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';

export type ApiRow = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly count: number;
  readonly results: readonly { readonly key: string; readonly id: string }[];
  readonly [collection: string]: unknown;
}

export type ApiParams = Readonly<Record<string, string>>;

/** Requests that are under way at the same time. */
const MOST_OPEN = 64;

export class Api {
  readonly #url: string;
  readonly #token: string;
  readonly #answers = new Map<string, Promise<Envelope | null>>();
  readonly #waiting: (() => void)[] = [];
  #open = 0;

  constructor({ url, users }: Sandbox) {
    this.#url = url;
    this.#token = users[0]?.token ?? 'demo';
  }

  /** `null` for 404. Rejects on any other refusal. */
  get(path: string, params: ApiParams): Promise<Envelope | null> {
    const url = `${this.#url}${path}?${new URLSearchParams(params).toString()}`;
    let answer = this.#answers.get(url);
    if (!answer) this.#answers.set(url, (answer = this.#ask(url)));
    return answer;
  }

  async #ask(url: string): Promise<Envelope | null> {
    // Thousands at once would wait for a connection until they fail.
    // oxlint-disable-next-line no-await-in-loop -- it waits for its turn
    while (this.#open >= MOST_OPEN) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#open++;
    try {
      return await this.#fetch(url);
    } finally {
      this.#open--;
      this.#waiting.shift()?.();
    }
  }

  async #fetch(url: string): Promise<Envelope | null> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${this.#token}` } });
    const body = (await response.json()) as Envelope;
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${response.status} ${url}: ${JSON.stringify(body)}`);
    return body;
  }

  /**
   * One record with everything un-hidden, and what `extra` asks beside it; `null` when it is not
   * there, or cannot be asked for.
   *
   * @param scope the value of the endpoint's mandatory parameter, for a type that has no path of its own.
   */
  async record(resource: Resource, id: string, scope: string | null, extra: ApiParams): Promise<Found | null> {
    if (resource.members.length > 0) {
      for (const member of resource.members) {
        const found = await this.record(member, id, scope, extra);
        if (found) return found;
      }
      return null;
    }
    const { endpoint } = resource;
    if (!endpoint || !/^[1-9]\d*$/.test(id)) return null;
    const answer =
      endpoint.scope && endpoint.single
        ? await this.get(`${endpoint.path}/${id}`, { ...endpoint.reveal, ...extra })
        : await this.get(endpoint.path, {
            ...endpoint.reveal,
            ...(endpoint.scope && scope !== null && { [endpoint.scope.param]: scope }),
            apply_default_filters: 'false',
            only: id,
            ...extra,
          });
    const row = answer && rowOf(answer, resource.key, id);
    return answer && row && answer.results.length > 0 ? { row, answer } : null;
  }
}

export interface Found {
  readonly row: ApiRow;
  readonly answer: Envelope;
}

/** A row of an answer, asked for or beside what was. */
export const rowOf = (answer: Envelope, key: string, id: string): ApiRow | null =>
  (answer[key] as Record<string, ApiRow> | undefined)?.[id] ?? null;
