/** The trace events of one REST call. An operation that is not traced has no call spans. */
export interface CallSpan {
  /** What tells the API which trace the call belongs to; `null` where it is not to know. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** Of a span that stands before another one: that one, which is the one to link to. Default: it stands before none. */
  readonly behind?: CallSpan | null;
  /** An equal call was under way already: its answer will be this one's. */
  joined(other: CallSpan): void;
  /** A request of it goes out. Of one that is repeated, each time. */
  requestSent(): void;
  /** A request of it failed; whether it is repeated is not known yet. */
  requestFailed(error: unknown): void;
}
