/** The explorer: a page built ahead, with its scripts and styles, sent to browsers with no request to anybody else. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { RequestHead } from '../identity/request-head.ts';
import type { GatewayResponse } from './exchange.ts';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import { codingFor } from './content-coding.ts';
import { HttpRefusal } from './http-errors.ts';

/** Where the page finds its scripts, styles and fonts. The page's own address is beside it. */
export const EXPLORER_PATH = '/explorer';

/** The same in the sources and in the published package: `src` and `dist` lie side by side. */
const BUILT = new URL('../../explorer/dist/', import.meta.url);

/** Somebody of the sandbox, for the page's choice of users. */
export interface ExplorerUser {
  readonly token: string;
  readonly name: string;
  /** What he sees, in a few words. */
  readonly about?: string | undefined;
}

export interface ExplorerOptions {
  /** Whose token is used until one enters another; given for the sandbox only. */
  readonly token?: string | undefined;
  readonly users?: readonly ExplorerUser[] | undefined;
  /** Whether people sign in here. Default: no. */
  readonly signIn?: boolean;
  /** Whether a token may be entered. Default: yes. */
  readonly takesTokens?: boolean;
  /** Whether the page may ask for explanations and traces. */
  readonly explain: boolean;
  /** Prints the schema, for completion and documentation. Default: the page gets no schema. */
  readonly schema?: (() => string) | undefined;
  /** What `npm run build:explorer` made. Default: that of this very package. */
  readonly folder?: URL;
}

export interface Explorer {
  /** Answers with the page, or, where it has not been built, with how that is done. */
  page(request: RequestHead): Promise<GatewayResponse>;
  /** Answers with a file below {@link EXPLORER_PATH}. Rejects with an {@link HttpRefusal} where there is none. */
  file(request: RequestHead): Promise<GatewayResponse>;
}

/** A body with its compressed forms. */
interface Body {
  readonly type: string;
  readonly forms: ReadonlyMap<Coding | null, Buffer>;
}

/** One that is made by a running gateway, so that its address does not tell what is in it. */
interface MadeBody extends Body {
  readonly etag: string;
}

/** A file as it was found: how to read it again, in each form. */
interface File {
  readonly type: string;
  readonly codings: readonly Coding[];
}

/** How a file is kept beside itself, the smallest first. */
const CODINGS = ['br', 'gzip'] as const;

type Coding = (typeof CODINGS)[number];

const SUFFIXES = { br: '.br', gzip: '.gz' } as const satisfies Record<Coding, string>;

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.md': 'text/markdown; charset=utf-8',
};

const HTML = 'text/html; charset=utf-8';

/**
 * Nothing runs but the page's own files, and nothing is reached but this gateway: whatever a field, a description or an
 * extension brings into the page, the token in it goes nowhere else. Scripts and workers have the policy of every other
 * answer, which lets them load nothing.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  // The editor writes its styles into the page as it runs, with no mark to tell them by.
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a browser asks a page with. */
export const wantsPage = ({ method, headers }: RequestHead) =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

/** Beside the built files, though it is made from the schema that this gateway has. */
const SCHEMA_FILE = 'schema.graphql';

/** The explorer of one gateway. Nothing is read before it is first asked for. */
export function createExplorer({ folder = BUILT, schema, ...settings }: ExplorerOptions): Explorer {
  let page: Promise<MadeBody | null> | undefined;
  let printed: Promise<MadeBody> | undefined;
  let files: Promise<ReadonlyMap<string, File>> | undefined;

  return {
    async page(request) {
      page ??= pageOf(folder, { ...settings, schema: schema !== undefined });
      const built = await page;
      if (built === null) {
        // It may have been built by the next time.
        page = undefined;
        return { status: 503, headers: { 'content-type': HTML }, body: NOT_BUILT };
      }
      return madeResponse(request, built, {
        vary: 'accept, accept-encoding',
        'content-security-policy': PAGE_POLICY,
        'cross-origin-opener-policy': 'same-origin',
      });
    },

    async file(request) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (schema && name === SCHEMA_FILE) {
        printed ??= madeBody('text/plain; charset=utf-8', schema());
        return madeResponse(request, await printed, { vary: 'accept-encoding' });
      }
      files ??= filesIn(folder);
      const file = (await files).get(name);
      if (!file) {
        // It may have been built anew.
        files = undefined;
        page = undefined;
        throw new HttpRefusal(404, 'NOT_FOUND', 'The explorer has no such file. Load its page again.');
      }
      const coding = codingFor(request.headers['accept-encoding'], file.codings);
      const bytes = await bytesOf(folder, name, coding, file);
      const headers = {
        // The name changes with what is in it.
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        'cross-origin-resource-policy': 'same-origin',
      };
      return formResponse(request, headers, file.type, bytes, coding);
    },
  };
}

const filesOf = (folder: URL) => new URL(`${EXPLORER_PATH.slice(1)}/`, folder);

const fileName = (name: string, coding: Coding | null) => (coding === null ? name : `${name}${SUFFIXES[coding]}`);

/** A body that may be another one the next time. A browser that has it already gets no body. */
function madeResponse(
  request: RequestHead,
  { type, forms, etag }: MadeBody,
  more: Readonly<Record<string, string>>,
): GatewayResponse {
  const headers = {
    etag,
    // Kept without asking, the page would name files of an earlier build.
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'same-origin',
    ...more,
  };
  if (request.headers['if-none-match']?.includes(etag)) return { status: 304, headers, body: null };
  const coding = codingFor(request.headers['accept-encoding'], CODINGS);
  return formResponse(request, headers, type, forms.get(coding) as Buffer, coding);
}

const formResponse = (
  { method }: RequestHead,
  headers: Readonly<Record<string, string>>,
  type: string,
  bytes: Buffer,
  coding: Coding | null,
): GatewayResponse => ({
  status: 200,
  headers: {
    ...headers,
    'content-type': type,
    'content-length': String(bytes.length),
    ...(coding !== null && { 'content-encoding': coding }),
  },
  body: method === 'HEAD' ? null : bytes,
});

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Where the build leaves room for what the gateway has to tell its page. */
const SETTINGS = '<script id="gateway" type="application/json">{}</script>';

/** The page with the settings of this gateway in it; `null` where it has not been built. */
async function pageOf(folder: URL, settings: object): Promise<MadeBody | null> {
  const html = await readFile(new URL('index.html', folder), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (html === null) return null;
  // A data block runs nothing; `<` alone could end it.
  const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
  return madeBody(
    HTML,
    html.replace(SETTINGS, () => SETTINGS.replace('{}', () => json)),
  );
}

async function madeBody(type: string, text: string): Promise<MadeBody> {
  const plain = Buffer.from(text);
  // The default, 11, would hold the first browser up.
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  return {
    type,
    etag: `"${createHash('sha256').update(plain).digest('base64url')}"`,
    forms: new Map<Coding | null, Buffer>([
      [null, plain],
      ['br', await promisify(brotliCompress)(plain, quality)],
      ['gzip', await promisify(gzip)(plain)],
    ]),
  };
}

/** What is sent of a file. What is there in compressed forms alone is inflated for the rare client that takes none. */
async function bytesOf(folder: URL, name: string, coding: Coding | null, { codings }: File): Promise<Buffer> {
  const read = (form: Coding | null) => readFile(new URL(fileName(name, form), filesOf(folder)));
  return coding === null && codings.includes('gzip') ? promisify(gunzip)(await read('gzip')) : read(coding);
}

/** The files that the page may ask for, by their names. */
async function filesIn(folder: URL): Promise<ReadonlyMap<string, File>> {
  const names = await readdir(filesOf(folder)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found = new Set(names);
  return new Map(
    [...new Set(names.map((name) => name.replace(/\.(?:br|gz)$/, '')))].flatMap((name): [string, File][] => {
      const type = TYPES[extname(name)];
      return type ? [[name, { type, codings: CODINGS.filter((coding) => found.has(fileName(name, coding))) }]] : [];
    }),
  );
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<title>Kantata GraphQL gateway</title>
<meta http-equiv="refresh" content="3">
<h1>The explorer has not been built</h1>
<p><code>npm run demo</code> builds it beside the gateway, in half a minute. This page loads again until it is there.</p>
<p>Otherwise run <code>npm run build:explorer</code> in the gateway's folder.</p>
<p>Everything else is here: ask by POST at this address.</p>
</html>
`;
