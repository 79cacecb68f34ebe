/** Sizes of associations that several declarations share. Each says why; what is learned from the API takes its place. */
import type { DeclaredFanOut } from '../loaders/fan-out.ts';

export const FEW_APPROVERS: DeclaredFanOut = { records: 3, because: 'A few people approve.' };

export const MANY_CANDIDATES: DeclaredFanOut = {
  records: 300,
  same: true,
  because: 'Nearly every person of the account could be chosen, and the same ones for each record.',
};

export const FEW_LEVELS: DeclaredFanOut = { records: 3, because: 'A tree has few levels above a record.' };

export const FEW_SYSTEMS: DeclaredFanOut = { records: 2, because: 'A record is known to few other systems.' };
