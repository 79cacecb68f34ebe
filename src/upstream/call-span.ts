/** What is told of one REST call where its operation is traced. Where it is not, there is none, and nothing is told. */
export interface CallSpan {
  /** What tells the API which trace the call belongs to; `null` where it is not to know. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** An equal call was under way already: its answer will be this one's. */
  joined(other: CallSpan): void;
  /** A request of it goes out. Of one that is repeated, each time. */
  requestSent(): void;
  /** A request of it failed; whether it is repeated is not known yet. */
  requestFailed(error: unknown): void;
}
