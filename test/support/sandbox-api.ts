/** A sandbox of a test's own rows, and how to ask it. */
import { type Row, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';

interface Body {
  count: number;
  results: { key: string; id: string }[];
  meta: { count: number; page_count: number; page_number: number; page_size: number };
  errors: { type: string; message: string; field?: string }[];
  [key: string]: unknown;
}

/** A sandbox, and how to ask it. */
export async function start(options: SandboxOptions) {
  const sandbox = await startSandbox(options);
  const fetchPath = (path: string, token: string | null = 'demo', init: RequestInit = {}) =>
    fetch(`${sandbox.url}${path}`, { ...init, headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  const get = async (path: string, token?: string | null) => {
    const response = await fetchPath(path, token);
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    sandbox,
    fetchPath,
    get,
    /** The ids in `results`. */
    ids: async (path: string, token?: string) => (await get(path, token)).body.results.map(({ id }) => id),
    /** One row of the answer. */
    row: async (path: string, key: string, id: string, token?: string) =>
      ((await get(path, token)).body[key] as Record<string, Row>)[id],
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

export const many = (count: number, make: (n: number) => Row = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), ...make(index + 1) }));

export const at = (n: number) =>
  `2026-03-01T10:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}-08:00`;

export const people = {
  users: [
    { id: '1', full_name: 'Ada' },
    { id: '2', full_name: 'Bela' },
  ],
};
