/** How the API writes rows in each dialect of the sandbox, and what one who has seen all rows knows of that. */
import { ApiFacts } from '../../src/loaders/api-facts.ts';
import { shelfOf } from '../../src/sandbox/catalogue.ts';
import { type Dialect, writesColumn } from '../../src/sandbox/dialect.ts';
import type { StoredRow } from '../../src/sandbox/row.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import type { ApiRow } from './api.ts';
import type { ApiRule } from './knowledge.ts';
import type { Account } from './random-account.ts';

/** Which rows tell where an association leads though its include was not asked for. */
export const ruleOf = (dialect: Dialect, account: Account): ApiRule => {
  const homeOf = ({ members }: Resource, row: ApiRow) => members.find(({ key }) => account[key]?.includes(row));
  const tells: ApiRule['tells'] = (resource, link, row) => {
    const home = homeOf(resource, row) ?? resource;
    // Type and id of a polymorphic association are attributes where they are columns; the pointer is not.
    if (link.kind === 'polymorphic') return link.typeField !== null || dialect.reading === 'always-ref';
    if (!link.own || link.idsIn !== null) return link.own;
    if (dialect.reading === 'contract') return !link.includable || home.endpoint === null;
    if (dialect.reading === 'sparse') return writesColumn(dialect, shelfOf(home), row as StoredRow, link);
    return true;
  };
  return { tells, pointers: dialect.reading === 'always-ref' };
};

const shownBy = (told: readonly boolean[]) =>
  told.every(Boolean) ? 'always' : told.some(Boolean) ? 'varies' : 'never';

/** What a gateway knows of the API once it has seen every row of the account. */
export function factsAbout(account: Account, { tells }: ApiRule): ApiFacts {
  const facts = new ApiFacts(resources.values());
  const rowsOf = ({ key, members }: Resource) =>
    members.length > 0 ? members.flatMap((member) => account[member.key] ?? []) : (account[key] ?? []);
  const writes = facts.assumptions().flatMap(({ name, collection, link }) => {
    const rows = rowsOf(collection as Resource);
    const told = rows.map((row) => tells(collection as Resource, link, row));
    return told.length > 0 ? [[name, shownBy(told)] as const] : [];
  });
  if (!facts.restore(JSON.stringify({ format: 1, api: 'test', writes: Object.fromEntries(writes) }), 'test'))
    throw new Error('The facts cannot be read.');
  // It honours `limit` and `offset`, which a page alone does not always show.
  for (const { key } of resources.values()) facts.pages.offset(key, true);
  return facts;
}
