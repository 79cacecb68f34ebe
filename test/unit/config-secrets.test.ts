/** Settings that hold a secret: by variable, by file, and never shown. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Config, describeConfig, loadConfig } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';
import { acceptedBy, problemsOf } from '../support/config-problems.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What sign-in needs beside its secrets. */
const SIGN_IN = {
  SIGN_IN_CLIENT_ID: 'an-application',
  SIGN_IN_REDIRECT_URI: 'https://graph.example.com/auth/callback',
};

/** Secrets, each with two values that it may have, and what else it needs to be any good. */
const secrets: Readonly<Record<string, { readonly values: [string, string]; readonly with?: Record<string, string> }>> =
  {
    FEDERATION_SECRET: { values: ['sixteen-letters-', 'sixteen-others--'] },
    KANTATA_TOKEN: { values: ['a.token-of~the_api', 'another'] },
    HTTPS_PROXY: { values: ['http://me:word@proxy.example:3128', 'http://proxy.example:3128'] },
    REDIS_URL: { values: ['redis://:word@redis.example', 'redis://:other@redis.example'] },
    OTEL_EXPORTER_OTLP_HEADERS: { values: ['api-key=secret', 'api-key=other'] },
    INBOUND_SECRET: { values: ['sixteen-letters-', 'sixteen-others--'], with: { KANTATA_TOKEN: 'a.token' } },
    SIGN_IN_CLIENT_SECRET: {
      values: ['a-client-secret', 'another-secret'],
      with: { ...SIGN_IN, SESSION_KEYS: 'A'.repeat(43) },
    },
    SESSION_KEYS: {
      values: ['A'.repeat(43), 'B'.repeat(42) + 'A'],
      with: { ...SIGN_IN, SIGN_IN_CLIENT_SECRET: 'a-client-secret' },
    },
  };

describe('a setting with a secret', () => {
  const all = Object.values(settings) as {
    readonly variable: string;
    readonly secret?: true;
    readonly holds?: string;
  }[];

  it('is each whose name says so, and has a file', () => {
    const named = all.filter(({ variable }) => /(?:TOKEN|SECRET|PASSWORD|KEY)$/.test(variable));
    const secret = all.filter((setting) => setting.secret);

    expect(named.filter((setting) => !setting.secret)).toEqual([]);
    expect(new Set(secret.map(({ variable }) => variable))).toEqual(new Set(Object.keys(secrets)));
    expect(new Set(all.flatMap(({ holds }) => holds ?? []))).toEqual(new Set(Object.keys(secrets)));
    // These are named after what they hold, which is no other setting's.
    const ofTheirOwn = new Set(['PERSISTED_DOCUMENTS_FILE', 'API_FACTS_FILE']);
    const files = all.filter(({ variable }) => variable.endsWith('_FILE') && !ofTheirOwn.has(variable));
    expect(files.filter(({ variable, holds }) => variable !== `${holds}_FILE`)).toEqual([]);
  });
});

describe.each(Object.entries(secrets))('%s in a file', (variable, { values: [value, other], with: more = {} }) => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  const path = folder.write('secret', '');
  const named = `${variable}_FILE`;
  const key = Object.entries(settings).find(([, setting]) => setting.variable === variable)?.[0] as keyof Config;

  it.each(['', '\n', '\r\n'])('is read, with %j behind it, by variable and by flag', (end) => {
    folder.write('secret', `${value}${end}`);
    const direct = loadConfig({ ...more, [variable]: value }, [])[key];

    expect(direct).toBeTruthy();
    expect(loadConfig({ ...more, [named]: path }, [])[key]).toEqual(direct);
    expect(loadConfig(more, [`--${named.toLowerCase().replaceAll('_', '-')}=${path}`])[key]).toEqual(direct);
  });

  it.each([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['the word none', 'none'],
    ['letters that no header has', 'ä-ä-ä-ä-ä-ä-ä-ä-ä'],
    ['too much', 'x'.repeat(5_000)],
  ])('is refused when the file holds %s', (_, content) => {
    folder.write('secret', content);

    expect(problemsOf({ ...more, [named]: path })).toEqual([`${named} must be ${acceptedBy(named)}`]);
  });

  it('does not stand beside the secret itself, so that nobody has to guess which one counts', () => {
    folder.write('secret', value);

    expect(problemsOf({ ...more, [named]: path, [variable]: other })).toEqual([
      `${named} and ${variable} exclude each other`,
    ]);
  });

  it('is not told by --check, which says where it is from', () => {
    folder.write('secret', value);
    const line = (env: Record<string, string>) =>
      describeConfig({ ...more, ...env }, []).find((text) => text.startsWith(`${variable} `));

    expect(line({ [named]: path })).toMatch(/ file +\[secret\]$/);
    expect(line({ [variable]: value })).toMatch(/ environment +\[secret\]$/);
    for (const argv of [[], ['--sandbox'], [`--${variable.toLowerCase().replaceAll('_', '-')}=${value}`]]) {
      const env = argv.length > 0 ? { ...more, [variable]: value } : { ...more, [named]: path };
      expect(describeConfig(env, argv).join('\n')).not.toContain(value);
    }
  });
});

describe('INBOUND_SECRET', () => {
  it.each([
    'sixteen-letters-\nsixteen-others--',
    'sixteen-letters-, sixteen-others--',
    'sixteen-letters-\r\nsixteen-others--\r\n',
  ])('may be several: %j', (INBOUND_SECRET) => {
    expect(loadConfig({ KANTATA_TOKEN: 'a', INBOUND_SECRET }, []).inboundSecret).toEqual([
      'sixteen-letters-',
      'sixteen-others--',
    ]);
  });
});

describe("a token of the gateway's own", () => {
  const KANTATA_TOKEN = 'a.token';
  const INBOUND_SECRET = 'sixteen-letters-';
  const jwt = {
    INBOUND_JWKS_URL: 'https://issuer.example/jwks.json',
    INBOUND_ISSUER: 'https://issuer.example/',
    INBOUND_AUDIENCE: 'gateway',
  };
  const open = 'HOST is not a loopback address, so anyone who reaches it could use that token';

  it.each<[string, Record<string, string>]>([
    ['a loopback address alone', { HOST: '127.0.0.1' }],
    ['the whole of 127.0.0.0/8', { HOST: '127.8.9.1' }],
    ['::1', { HOST: '::1' }],
    ['localhost, in production', { HOST: 'localhost', NODE_ENV: 'production' }],
    ['every interface with a secret', { HOST: '0.0.0.0', INBOUND_SECRET }],
    ['every interface with an issuer', { HOST: '0.0.0.0', ...jwt }],
    ['every interface with both', { HOST: '::', INBOUND_SECRET, ...jwt }],
  ])('may listen on %s', (_, env) => {
    expect(problemsOf({ KANTATA_TOKEN, ...env })).toEqual([]);
  });

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    'gateway.internal',
    '127.example.com',
    '127.0.0.1.example.com',
    '::ffff:10.0.0.1',
  ])('does not listen on %s where nobody says who they are', (HOST) => {
    const problem = `needs INBOUND_SECRET or INBOUND_JWKS_URL: ${open}`;

    expect(problemsOf({ KANTATA_TOKEN, HOST })).toEqual([`KANTATA_TOKEN ${problem}`]);
    expect(problemsOf({ HOST }, [`--kantata-token=${KANTATA_TOKEN}`])).toEqual([`--kantata-token ${problem}`]);
    expect(problemsOf({ KANTATA_TOKEN, HOST, NODE_ENV: 'production' })).toEqual([`KANTATA_TOKEN ${problem}`]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'any name, which a page of another site may have too',
      { KANTATA_TOKEN, ALLOWED_HOSTS: '*' },
      [
        'KANTATA_TOKEN needs INBOUND_SECRET or INBOUND_JWKS_URL, or ALLOWED_HOSTS without *: any page in a browser here could ask with that token',
      ],
    ],
    [
      'a secret for nothing',
      { INBOUND_SECRET },
      ['INBOUND_SECRET needs KANTATA_TOKEN: without it callers send tokens of the API'],
    ],
    [
      'an issuer for nothing',
      jwt,
      ['INBOUND_JWKS_URL needs KANTATA_TOKEN, or SIGN_IN_CLIENT_ID: without them callers send tokens of the API'],
    ],
    [
      'keys of nobody, for nobody',
      { KANTATA_TOKEN, INBOUND_JWKS_URL: jwt.INBOUND_JWKS_URL },
      ['INBOUND_JWKS_URL needs INBOUND_ISSUER', 'INBOUND_JWKS_URL needs INBOUND_AUDIENCE'],
    ],
    [
      'an issuer without keys',
      { KANTATA_TOKEN, INBOUND_ISSUER: 'x', INBOUND_AUDIENCE: 'y', INBOUND_SCOPES: 'z' },
      [
        'INBOUND_ISSUER needs INBOUND_JWKS_URL',
        'INBOUND_AUDIENCE needs INBOUND_JWKS_URL',
        'INBOUND_SCOPES needs INBOUND_JWKS_URL',
      ],
    ],
    // One mistake, and not three.
    [
      'a token that is none',
      { KANTATA_TOKEN: 'two words', INBOUND_SECRET },
      [`KANTATA_TOKEN must be ${acceptedBy('KANTATA_TOKEN')}`],
    ],
  ])('is refused with %s', (_, env, problems) => {
    expect(problemsOf(env)).toEqual(problems);
  });

  it('is not used with the sandbox, whose users have tokens of their own', () => {
    expect(loadConfig({ KANTATA_TOKEN, INBOUND_SECRET, ...jwt, HOST: '0.0.0.0' }, ['--sandbox'])).toMatchObject({
      kantataToken: null,
      inboundSecret: null,
      inboundJwksUrl: null,
    });
  });
});
