/** When a row was made, and when it last changed. */
import { at } from './calendar.ts';
import type { Random } from './random.ts';

/** Two times of which neither is before the other; `from` and `to` bound the first, in days from today. */
export const stamps = (random: Random, from: number, to = -1) => {
  const created = random.between(from, to);
  const second = random.between(25_200, 64_800);
  return {
    created_at: at(created, second),
    updated_at: at(random.between(created, -1), random.between(second, 64_801)),
  };
};
