/** What keeps an operation from being explained or estimated, beside its limits. */
import type { ApiFacts } from '../loaders/api-facts.ts';
import { RecordStore } from '../loaders/record-store.ts';
import { NO_PRINCIPAL } from '../upstream/principal.ts';
import type { Prepared } from './prepare.ts';
import { Refused } from './refused.ts';
import { ResultWriter } from './result-writer.ts';

/** Throws {@link Refused} with the errors of root fields that cannot be asked for. */
export function checkRoots({ requests }: Prepared, facts: ApiFacts): void {
  const writer = new ResultWriter(new RecordStore(NO_PRINCIPAL, facts), {});
  for (const root of requests)
    if (root.kind === 'refused')
      writer.fail(root.error, root.field.nodes, { before: null, key: root.field.key }, 'Query');
  if (writer.errors.listed.length > 0) throw new Refused(writer.errors.all());
}
