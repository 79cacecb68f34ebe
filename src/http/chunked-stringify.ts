/** Entries of a list that are written in one step. */
const ENTRIES_A_STEP = 64;

/**
 * `JSON.stringify` of an answer, in steps: lists within the first levels of objects are written a few entries at a time.
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
  if (list.length <= ENTRIES_A_STEP) return JSON.stringify(list);
  const parts: string[] = [];
  for (let from = 0; from < list.length; from += ENTRIES_A_STEP) {
    parts.push(JSON.stringify(list.slice(from, from + ENTRIES_A_STEP)).slice(1, -1));
    yield;
  }
  return `[${parts.join(',')}]`;
}
