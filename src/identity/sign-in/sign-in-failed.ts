/** Why a sign-in, or the end of one, did not succeed. */
export type SignInFailure =
  /** The person said no. */
  | 'denied'
  /** No sign-in is under way in this browser: it took too long, was finished already, or began elsewhere. */
  | 'over'
  /** The answer is not of the attempt that this browser began, or not of this server. */
  | 'mismatch'
  /** The code is too old, was used already, or was given to another attempt. */
  | 'code'
  /** The server refuses the gateway itself: its settings do not match what is registered. */
  | 'refused'
  /** The server is not to be reached, or has a fault. */
  | 'unavailable'
  /** The server answers with something else than the standard says. */
  | 'unexpected';

/** A sign-in did not succeed. The message holds a code for operators, and no secret. */
export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
  readonly reason: SignInFailure;

  constructor(reason: SignInFailure, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
