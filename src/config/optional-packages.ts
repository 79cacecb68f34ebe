/** Packages that only some configurations need. Users install them as needed. */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config.ts';

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Scopes of the optional packages, or the package itself, and what needs them. */
const SETTINGS = {
  '@opentelemetry': 'OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  '@redis': 'REDIS_URL',
  'openid-client': 'SIGN_IN_CLIENT_ID',
} as const;

/** The packages of a scope, each as `npm install` takes it. */
function installable(scope: keyof typeof SETTINGS): string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(text) as Manifest;
  return Object.entries(peerDependencies)
    .filter(([name]) => (name === scope || name.startsWith(`${scope}/`)) && peerDependenciesMeta[name]?.optional)
    .map(([name, range]) => `${name}@${range.replace(/^>=(\S+) .*$/, '$1').replace(/^\^/, '')}`);
}

/**
 * What `load` imports.
 *
 * @throws {ConfigError} where packages of the scope are not installed, with the command that installs them.
 */
export async function withOptional<T>(scope: keyof typeof SETTINGS, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !new RegExp(`'${scope}['/]`).test(message)) throw error;
    const packages = installable(scope);
    const byNpx = packages.map((name) => `-p ${name}`).join(' ');
    throw new ConfigError([
      `${SETTINGS[scope]} needs packages that are not installed. Install them: npm install ${packages.join(' ')}; ` +
        `or run: npx ${byNpx} -p kantata-graphql-gateway kantata-gateway`,
    ]);
  }
}
