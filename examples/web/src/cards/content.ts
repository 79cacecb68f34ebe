/** What a card says of a record. */
export interface CardContent {
  /** What people call the record; null where it says nothing of itself. */
  readonly title: string | null | undefined;
  /** Two or three things worth knowing, each with its label. Those without a value are left out. */
  readonly facts: readonly Fact[];
}

export type Fact = readonly [label: string, value: string | null | undefined];
