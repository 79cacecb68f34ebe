/** Entries of a list that are written in its first step: how long entries are is not known before. */
const FIRST_ENTRIES = 4;
/** Entries that are written in one step at most, and characters that are aimed at: a millisecond's work. */
const ENTRIES_A_STEP = 64;
const CHARACTERS_A_STEP = 64 * 1024;

/**
 * `JSON.stringify` of an answer, in steps: lists within the first levels of objects are written a few entries at a time, or one
 * by one where entries are long.
 * Takes what JSON has and nothing else; a property that is `undefined` is left out.
 *
 * @param levels of objects that are looked into. An answer, its data, a connection: three.
 */
export function* chunkedStringify(value: unknown, levels = 3): Generator<void, string> {
  if (Array.isArray(value)) return yield* listSteps(value);
  if (levels === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${yield* chunkedStringify(inner, levels - 1)}`;
  }
  return `{${text}}`;
}

function* listSteps(list: readonly unknown[]): Generator<void, string> {
  if (list.length <= FIRST_ENTRIES) return JSON.stringify(list);
  const parts: string[] = [];
  let entries = FIRST_ENTRIES;
  for (let from = 0; from < list.length; ) {
    const part = JSON.stringify(list.slice(from, from + entries)).slice(1, -1);
    parts.push(part);
    yield;
    from += entries;
    // Entries of a list are mostly alike.
    entries = Math.max(1, Math.min(ENTRIES_A_STEP, Math.floor((CHARACTERS_A_STEP * entries) / part.length)));
  }
  return `[${parts.join(',')}]`;
}
