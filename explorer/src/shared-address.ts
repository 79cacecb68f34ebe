/** An address that holds an operation: behind the `#`, which browsers send to nobody. Never a token. */

export interface SharedOperation {
  readonly query: string;
  /** As JSON, as it stands in the editor; empty where there are none. */
  readonly variables: string;
  /** Which operation of several was looked at; empty where there is one. */
  readonly operationName: string;
}

/** The fragment of an address, from its `#` on. */
export function toFragment({ query, variables, operationName }: SharedOperation): string {
  const parts = Object.entries({ query, variables, operationName }).filter(([, text]) => text.trim() !== '');
  // Blanks as %20: a plus is not read back everywhere.
  return `#${new URLSearchParams(parts).toString().replaceAll('+', '%20')}`;
}

/** What a fragment holds; `null` where it is none of ours. */
export function fromFragment(fragment: string): SharedOperation | null {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const query = parts.get('query');
  if (!query) return null;
  return { query, variables: parts.get('variables') ?? '', operationName: parts.get('operationName') ?? '' };
}
