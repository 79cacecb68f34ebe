/** The empty set of names, made once: most rows come without includes. */
export const NO_NAMES: ReadonlySet<string> = new Set();
