/** One thing that the specification asks of a service. */
export interface Rule {
  /** Its number in the edition of September 2026. */
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly asks: string;
  /** Where we differ and why, or what there is to say. Default: nothing. */
  readonly here?: string;
  /** Asks the gateway over HTTP. Fails where the rule is not kept. */
  readonly check: () => Promise<void>;
}
