/** Who may ask, as the configuration says it. */
import { type Config, secretIn } from '../config/config.ts';
import type { Identify } from './identity.ts';
import { watchedFile } from './watched-file.ts';
import { secretFinder } from './secret-finder.ts';
import { type CheckCredential, serviceIdentity } from './service-identity.ts';

/** A token of the gateway's own, and those who may use it. */
export interface Service {
  /** For the gateway. */
  readonly options: { readonly identify: Identify; readonly renewToken?: () => Promise<string> };
  close(): Promise<void>;
}

/** Where lines about files and keys go. */
interface ServiceLog {
  readonly info: (line: string) => void;
  readonly error: (line: string) => void;
}

/**
 * Makes what the configuration asks for; `null` where callers send their own tokens. Files are looked at from now on,
 * until it is closed.
 */
export async function serviceOf(config: Config, log: ServiceLog): Promise<Service | null> {
  const { kantataToken, inboundSecret, inboundJwksUrl, inboundIssuer, inboundAudience } = config;
  if (kantataToken === null) return null;
  const closing: (() => Promise<void>)[] = [];
  const checks: CheckCredential[] = [];

  const tokenFile =
    config.kantataTokenFile === null
      ? null
      : watchedFile({
          path: config.kantataTokenFile,
          name: 'KANTATA_TOKEN_FILE',
          first: kantataToken,
          parse: (text) => secretIn('kantataToken', text),
          changed: log.info,
          unusable: log.error,
        });
  if (tokenFile) closing.push(async () => tokenFile.close());

  if (inboundSecret !== null) {
    let find = secretFinder(inboundSecret);
    if (config.inboundSecretFile !== null) {
      const file = watchedFile({
        path: config.inboundSecretFile,
        name: 'INBOUND_SECRET_FILE',
        first: inboundSecret,
        parse: (text) => secretIn('inboundSecret', text),
        changed(line) {
          find = secretFinder(file.value);
          log.info(line);
        },
        unusable: log.error,
      });
      closing.push(async () => file.close());
    }
    checks.push((credential) => {
      const secret = find(credential);
      return secret === null ? null : `secret ${secret}`;
    });
  }

  if (inboundJwksUrl !== null && inboundIssuer !== null && inboundAudience !== null) {
    // Costs time to load, and few need it.
    const [{ createKeySet }, { jwtCheck }] = await Promise.all([import('./key-set.ts'), import('./jwt-check.ts')]);
    const keys = createKeySet({ url: inboundJwksUrl, log: log.error });
    void keys.warm();
    closing.push(keys.close);
    checks.push(
      jwtCheck({ keys, issuer: inboundIssuer, audience: inboundAudience, scopes: config.inboundScopes ?? [] }),
    );
  }

  return {
    options: {
      identify: serviceIdentity({ token: () => tokenFile?.value ?? kantataToken, checks }),
      ...(tokenFile && { renewToken: tokenFile.look }),
    },
    async close() {
      await Promise.all(closing.map((close) => close()));
    },
  };
}

/** Who may ask with the token of the gateway, for people; `null` where callers send their own. */
export function callersOf(config: Config): string | null {
  const { kantataToken, inboundSecret, inboundJwksUrl, inboundIssuer, inboundScopes } = config;
  if (kantataToken === null) return null;
  const credentials = [
    inboundSecret !== null && 'a secret of INBOUND_SECRET',
    inboundJwksUrl !== null && `a token of ${inboundIssuer}${inboundScopes ? ` for ${inboundScopes.join(' ')}` : ''}`,
  ].filter((credential) => credential !== false);
  return credentials.length === 0 ? 'anybody who reaches this' : `anyone with ${credentials.join(' or ')}`;
}
