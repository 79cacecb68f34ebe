/** A request is not served, because it cannot be said who sends it. The message goes to the client and repeats no secret. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused';
  readonly status: 401 | 403 | 503;
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'CSRF_BLOCKED' | 'INBOUND_KEYS_UNAVAILABLE' | 'SESSIONS_UNAVAILABLE';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: IdentityRefused['status'],
    code: IdentityRefused['code'],
    message: string,
    headers: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
