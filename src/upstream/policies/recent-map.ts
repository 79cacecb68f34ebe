import { LRUCache } from 'lru-cache';

/** Stands for the weight of every entry. */
const one = () => 1;

/**
 * A map of at most `max` entries: past that, the one used longest ago is forgotten.
 *
 * Bounded by weight and not by number, because lru-cache reserves the room for a number of entries at once: ten
 * milliseconds and two megabytes for each gateway, of which most never hold a hundred tokens.
 */
export const recentMap = <Key extends string, Value extends object | number | boolean>(max: number) =>
  new LRUCache<Key, Value>({ maxSize: max, sizeCalculation: one });
