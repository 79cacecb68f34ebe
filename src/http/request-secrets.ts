import { bearerToken } from '../identity/bearer-token.ts';
import type { Identity } from '../identity/identity.ts';
import type { RequestHead } from '../identity/request-head.ts';
import { secretsOf } from './finish.ts';
import { requestIdOf } from './request-id.ts';

/** What must not be shown of a request, while it is being found out who sends it. */
export class RequestSecrets {
  readonly #request: Pick<RequestHead, 'headers' | 'rawHeaders'>;
  #identified: readonly string[] | null = null;
  #brought: readonly string[] | null = null;

  constructor(request: Pick<RequestHead, 'headers' | 'rawHeaders'>) {
    this.#request = request;
  }

  /** It is known who asks. */
  identify(identity: Identity): void {
    this.#identified = secretsOf(identity);
  }

  /** The secrets of the one who asks; `null` until that is known. */
  get identified(): readonly string[] | null {
    return this.#identified;
  }

  /** The same, and until it is known who asks, the token that the request itself brought. */
  get all(): readonly string[] {
    return this.#identified ?? (this.#brought ??= [bearerToken(this.#request.rawHeaders) ?? '']);
  }

  /** The client's name for the request; `null` where it has none, or none that may be shown. */
  get requestId(): string | null {
    const { headers } = this.#request;
    return headers['x-request-id'] === undefined ? null : requestIdOf({ headers }, this.all);
  }
}
