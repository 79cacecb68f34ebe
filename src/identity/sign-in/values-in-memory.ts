/** Sealed values of a gateway that has nothing in common with others: they end with its process. */
import { recentMap } from '../../upstream/policies/recent-map.ts';
import type { SealedValues } from './kept-tokens.ts';

/** How many are kept; beyond them, the one that was used longest ago is forgotten. */
const MOST = 100_000;

/** Values in the memory of this process. Rejects never. */
export function valuesInMemory(): SealedValues {
  const values = recentMap<string, string>(MOST);
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value, ttlMs) => void values.set(name, value, { ttl: ttlMs }),
    async remove(name, value) {
      if (values.get(name) === value) values.delete(name);
    },
  };
}
