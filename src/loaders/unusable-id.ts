import { isId } from '../upstream/id.ts';

/** Ids that a record can be asked for by; `~1` and so on stand for records in a prediction. */
const STAND_IN = /^~\d+$/;

export const isUsableId = (id: string): boolean => isId(id) || STAND_IN.test(id);

/** A row names a record by something that is no id, so that it cannot be asked for; what else is asked for can. */
export class UnusableId extends Error {
  override readonly name = 'UnusableId';

  constructor() {
    super('The API names this record by something that is not an id.');
  }
}
