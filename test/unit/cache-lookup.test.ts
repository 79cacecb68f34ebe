import { describe, expect, it } from 'vitest';
import { CacheLookup } from '../../src/loaders/cache-lookup.ts';
import { ApiFacts } from '../../src/loaders/api-facts.ts';
import type { IdsLoadRequest } from '../../src/loaders/load-request.ts';
import type { KnownRecord, OwnRecords } from '../../src/loaders/record-cache.ts';
import { RecordStore } from '../../src/loaders/record-store.ts';
import { createRequirements } from '../../src/loaders/requirements.ts';
import type { Principal } from '../../src/upstream/principal.ts';
import { User } from '../../src/schema/types/user.ts';

describe('two look-ups of one operation at the same time', () => {
  it('both find a record that the cache was asked for once', async () => {
    const reads: number[] = [];
    let answer = () => {};
    const records: OwnRecords = {
      read: (names) => {
        reads.push(names.length);
        const record: KnownRecord = { row: { id: '7', full_name: 'Ada' }, optional: [], included: [] };
        return new Promise((resolve) => (answer = () => resolve(names.map(() => record))));
      },
      write: () => {},
      forget: () => {},
    };
    const lookup = new CacheLookup(new RecordStore('someone' as Principal, new ApiFacts([User])), records);
    const requirements = createRequirements(User);
    requirements.row = true;
    const request: IdsLoadRequest = {
      kind: 'ids',
      requirements,
      ids: ['7'],
      scope: null,
      depth: { earliest: 1, latest: 1 },
      via: null,
    };

    const both = Promise.all([lookup.lookUp([request]), lookup.lookUp([{ ...request }])]);
    answer();
    const [one, other] = await both;

    expect(reads).toEqual([1]);
    expect([one.hits, other.hits]).toEqual([1, 1]);
  });
});
