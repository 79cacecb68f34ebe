/**
 * One-line ways to give somebody what is not theirs, each with the test that finds it out. They are made to the text of a
 * source file as it is loaded, so that what is tested is the gateway itself and not a model of it.
 */

interface Change {
  /** Below `src/`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A test, by its file from the root of the project and by its name. */
export interface FoundByTest {
  readonly file: string;
  readonly test: string;
}

export interface Breakage {
  readonly name: string;
  readonly changes: readonly Change[];
  /** `run`: the isolation run itself, within so many requests, by callers of that kind. Otherwise a test. */
  readonly foundBy: { readonly run: number; readonly by?: 'assistants' | 'sessions' } | FoundByTest;
}

const RUN = { run: 1000 };
const SESSIONS = { run: 1000, by: 'sessions' } as const;

export const breakages: readonly Breakage[] = [
  {
    name: 'keeps one record store for everybody',
    changes: [
      {
        file: 'loaders/operation.ts',
        from: 'this.store = new RecordStore(options.principal, options.facts, options.drift);',
        to: '(this.store as unknown) = (globalThis as any).store ??= new RecordStore(options.principal, options.facts, options.drift);',
      },
    ],
    foundBy: RUN,
  },
  {
    name: 'shares requests by their URL alone',
    changes: [
      {
        file: 'upstream/policies/request-sharing.ts',
        from: 'const { principal, signal, deadlineAt } = caller;',
        to: "const { signal, deadlineAt } = caller; const principal = '' as Principal;",
      },
      {
        file: 'upstream/policies/request-sharing.ts',
        from: 'const { principal } = caller;',
        to: "const principal = '' as Principal;",
      },
    ],
    foundBy: RUN,
  },
  {
    name: 'sends the token that asked before',
    changes: [
      {
        file: 'upstream/exchange.ts',
        from: 'const { token, signal, span, requestId } = this.#caller;',
        to: 'const { signal, span, requestId } = this.#caller; const token = (globalThis as any).last ?? this.#caller.token; (globalThis as any).last = this.#caller.token;',
      },
    ],
    foundBy: RUN,
  },
  {
    name: 'keeps what the API calls public',
    changes: [
      {
        file: 'upstream/client.ts',
        from: "import { dispatcherFor } from './network.ts';",
        to: "import { interceptors } from 'undici';\nimport { dispatcherFor } from './network.ts';",
      },
      {
        file: 'upstream/client.ts',
        from: '  const wire: Wire = {\n    pool,',
        to: '  const wire: Wire = {\n    pool: pool.compose(interceptors.cache()),',
      },
    ],
    foundBy: RUN,
  },
  {
    name: 'has the HTTP client share requests without looking at their token',
    changes: [
      {
        file: 'upstream/client.ts',
        from: "import { dispatcherFor } from './network.ts';",
        to: "import { interceptors } from 'undici';\nimport { dispatcherFor } from './network.ts';",
      },
      {
        file: 'upstream/client.ts',
        from: '  const wire: Wire = {\n    pool,',
        to: "  const wire: Wire = {\n    pool: pool.compose(interceptors.deduplicate({ excludeHeaderNames: ['authorization'] })),",
      },
    ],
    foundBy: RUN,
  },
  {
    name: 'answers assistants in the name of the one who asked before',
    changes: [
      {
        file: 'mcp/http-door.ts',
        from: 'identify: () => identity,',
        to: 'identify: ((before) => () => before)((globalThis as any).before ?? identity), ...((globalThis as any).before = identity, {}),',
      },
    ],
    foundBy: { ...RUN, by: 'assistants' },
  },
  {
    name: 'has one caller for all assistants',
    changes: [
      {
        file: 'mcp/server.ts',
        from: '(http?.authInfo?.extra?.session as Session | undefined) ?? session',
        to: '((globalThis as any).session ??= http?.authInfo?.extra?.session ?? session) as Session',
      },
    ],
    foundBy: { ...RUN, by: 'assistants' },
  },
  {
    name: 'remembers a shared call that failed',
    changes: [
      {
        file: 'upstream/policies/request-sharing.ts',
        from: '  #reject(error: unknown): void {\n    this.#forget();',
        to: '  #reject(error: unknown): void {',
      },
    ],
    foundBy: { file: 'test/unit/request-sharing.test.ts', test: 'remembers nothing of it' },
  },
  {
    name: 'gives the error of one waiter to all of them',
    changes: [
      { file: 'upstream/policies/request-sharing.ts', from: '? error.again() : error;', to: '? error : error;' },
    ],
    foundBy: { file: 'test/unit/request-sharing.test.ts', test: 'in an error of its own' },
  },
  {
    name: 'seals the cursors of everybody alike',
    changes: [{ file: 'execution/cursor.ts', from: "createHmac('sha256', key)", to: "createHmac('sha256', 'key')" }],
    foundBy: { file: 'test/parameters.test.ts', test: 'is refused when it is somebody else' },
  },
  {
    name: 'writes into a syntax tree that is kept for the next user',
    changes: [
      {
        file: 'execution/prepare.ts',
        from: 'const definitions = operation.variableDefinitions ?? [];',
        to: 'const definitions = operation.variableDefinitions ?? []; (operation as any).token = token;',
      },
    ],
    foundBy: { file: 'test/frozen.test.ts', test: 'a document that is kept' },
  },
  {
    name: 'writes into rows that others read at the same time',
    changes: [
      {
        file: 'loaders/record-store.ts',
        from: 'known.row = { ...known.row, ...row };',
        to: 'known.row = Object.assign(known.row, row);',
      },
    ],
    foundBy: { file: 'test/frozen.test.ts', test: 'rows that others read' },
  },
  {
    name: 'takes the name of the latest request for that of every request',
    changes: [
      {
        file: 'http/operation-watch.ts',
        from: 'this.#principal = identity.principal;',
        to: '(globalThis as any).principal = identity.principal;',
      },
      {
        file: 'http/operation-watch.ts',
        from: 'principal: this.#principal,',
        to: 'principal: (globalThis as any).principal ?? this.#principal,',
      },
    ],
    foundBy: { file: 'test/log.test.ts', test: 'keeps request and principal together' },
  },
  {
    name: 'copies records key by key, their prototypes with them',
    changes: [
      {
        file: 'upstream/envelope.ts',
        from: 'const rows = Object.fromEntries(Object.entries(records).filter(isRecord));',
        to: 'const rows: any = {}; for (const [id, row] of Object.entries(records)) if (isObject(row)) rows[id] = row;',
      },
    ],
    foundBy: { file: 'test/unit/envelope.test.ts', test: 'lets no object inherit from them' },
  },
  {
    name: 'tells names of integrations to everybody',
    changes: [
      {
        file: 'execution/service-names.ts',
        from: 'return this.#names.get(principal) ?? NONE;',
        to: 'return new Set([...this.#names.values()].flatMap((names) => [...names]));',
      },
    ],
    foundBy: { file: 'test/warnings.test.ts', test: 'was seen by one token stays unknown to another' },
  },
  {
    name: 'takes the session of the request before for that of every request',
    changes: [
      {
        file: 'identity/sign-in/sessions.ts',
        from: 'const known = looked.get(request) ?? look(request);',
        to: 'const known = (globalThis as any).session ?? look(request); (globalThis as any).session = look(request);',
      },
    ],
    foundBy: SESSIONS,
  },
  {
    name: 'keeps the tokens of all callers of an issuer in one place',
    changes: [
      {
        file: 'identity/sign-in/kept-tokens.ts',
        from: ".update(JSON.stringify(['kept token', issuer, subject]))",
        to: ".update(JSON.stringify(['kept token', issuer]))",
      },
      {
        file: 'identity/sign-in/kept-tokens.ts',
        from: 'payload?.sub !== subject || payload.by !== issuer',
        to: 'payload?.by !== issuer',
      },
    ],
    foundBy: SESSIONS,
  },
];

/** The breakage of that name. Throws where there is none. */
export function breakageOf(name: string): Breakage {
  const breakage = breakages.find((one) => one.name === name);
  if (!breakage) throw new Error(`there is no way to break the gateway called "${name}"`);
  return breakage;
}

/** The text of a source file, broken; `null` for a file that stays as it is. */
export function broken({ changes }: Pick<Breakage, 'changes'>, url: string, text: () => string): string | null {
  const own = changes.filter(({ file }) => url.endsWith(`/src/${file}`));
  return own.length === 0 ? null : own.reduce(changed, text());
}

function changed(text: string, { file, from, to }: Change): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`src/${file} has this ${parts.length - 1} times, in place of once: ${from}`);
  return parts.join(to);
}
