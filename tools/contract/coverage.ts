/**
 * `npm run contract`: how many of the documented parameters of each list the gateway offers, paging,
 * order, include and optional fields counted, and what it leaves out for which reason.
 */
import { resources } from '../../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../../src/schema/types/index.ts';
import { compare } from './compare.ts';
import { contractDate, readExceptions, readLists } from './contract.ts';

const { lists, leftOut } = readExceptions();
const rows = [...readLists()].map(([type, list]) => ({ type, list, ...compare(list, resources.get(type)) }));
const sum = (count: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + count(row), 0);

console.log(`Documented in ${contractDate()}; offered / documented:`);
for (const { type, list, documented, whole, missing } of rows) {
  console.log(`${`${whole} / ${documented}`.padStart(9)}  ${type}  GET ${list.path}`);
  if (lists[type]) console.log(`           not offered: ${lists[type]}`);
  else for (const name of missing) console.log(`           ${name}: ${leftOut[type]?.[name] ?? 'NO REASON'}`);
}
console.log(`${`${sum(({ whole }) => whole)} / ${sum(({ documented }) => documented)}`.padStart(9)}  in all`);
