/**
 * `npm run contract`: how many of the documented parameters of each list the gateway offers, paging,
 * order, include and optional fields counted, and what it leaves out for which reason.
 */
import { resources } from '../../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../../src/schema/types/index.ts';
import { compare } from './compare.ts';
import { contractDate, DATA_FILES, readExceptions, readLists } from './contract.ts';

const { lists, leftOut } = readExceptions();

console.log(`Documented in ${contractDate()}; offered / documented:`);
for (const file of DATA_FILES) {
  console.log(`\ncontract/${file}`);
  const total = { whole: 0, documented: 0 };
  for (const [type, list] of readLists([file])) {
    const { documented, whole, missing } = compare(list, resources.get(type));
    total.whole += whole;
    total.documented += documented;
    const count = list.listed === false ? 'no list' : `${whole} / ${documented}`;
    console.log(`${count.padStart(11)}  ${type}  GET ${list.path}`);
    if (lists[type]) console.log(`             not offered: ${lists[type]}`);
    else for (const name of missing) console.log(`             ${name}: ${leftOut[type]?.[name] ?? 'NO REASON'}`);
  }
  console.log(`${`${total.whole} / ${total.documented}`.padStart(11)}  in all`);
}
