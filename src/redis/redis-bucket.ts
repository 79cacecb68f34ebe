/** The token bucket of `upstream/policies/token-bucket.ts`, kept in Redis for all instances: the same steps, by the clock of Redis. */
import type { SharedBucket } from '../upstream/policies/rate-limiter.ts';
import { BUCKET, burstOf, type Grant } from '../upstream/policies/token-bucket.ts';
import type { RedisLink } from './link.ts';
import { partyName, sharedName } from './record-seal.ts';

/** After this long without a request, a bucket is full and its rate restored, in milliseconds. */
const FORGOTTEN_MS = 120_000;

/**
 * ARGV: rate, burst, then `take` and how many, or `refused`, the party and whether it is alone.
 * Answers what was granted, how long until there is more in milliseconds, and the rate in thousandths.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local full, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'share', 'at', 'cutAt', 'party', 'refusedAt')
-- What is no number, or none that this script writes, counts for what is least harmful.
local function number(text, least, most, otherwise)
  local value = tonumber(text)
  if value and value >= least and value <= most then return value end
  return otherwise
end
local tokens = kept[1] and number(kept[1], 0, burst, 0) or burst
local share = kept[2] and number(kept[2], ${BUCKET.LEAST_SHARE}, 1, ${BUCKET.LEAST_SHARE}) or 1
local passed = now - number(kept[3], 0, now, now)
share = math.min(1, share + passed / ${BUCKET.RECOVER_MS})
tokens = math.min(burst, tokens + passed * full * share / 1000 + 1e-9)
local granted, wait = 0, 0
if ARGV[3] == 'take' then
  local count = tonumber(ARGV[4])
  granted = math.min(count, math.floor(tokens))
  tokens = tokens - granted
  if granted < count then wait = math.ceil((1 - tokens) * 1000 / (full * share)) end
else
  local others = kept[5] and kept[5] ~= ARGV[4] and now - number(kept[6], 0, now, 0) < ${BUCKET.REMEMBERED_MS}
  if (ARGV[5] == 'alone' or others) and now - number(kept[4], 0, now, 0) >= ${BUCKET.CUT_EVERY_MS} then
    share = math.max(${BUCKET.LEAST_SHARE}, share / 2)
    redis.call('HSET', KEYS[1], 'cutAt', string.format('%.3f', now))
  end
  redis.call('HSET', KEYS[1], 'party', ARGV[4], 'refusedAt', string.format('%.3f', now))
end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'share', string.format('%.9f', share),
  'at', string.format('%.3f', now))
redis.call('PEXPIRE', KEYS[1], ${FORGOTTEN_MS})
return { granted, wait, math.floor(full * share * 1000 + 0.5) }
`;

/** The bucket of all gateways before this API that have this Redis. */
export function createRedisBucket(link: RedisLink, apiUrl: string): SharedBucket {
  const key = sharedName('rate', apiUrl);
  const run = async (perSecond: number, args: readonly string[]): Promise<Grant> => {
    const [granted, waitMs, thousandths] = (await link.run(SCRIPT, key, [
      String(perSecond),
      String(burstOf(perSecond)),
      ...args,
    ])) as [number, number, number];
    // Anyone with access to Redis can write any value, so the caller checks the numbers.
    return { granted, waitMs, perSecond: thousandths / 1000 };
  };
  return {
    take: (count, perSecond) => run(perSecond, ['take', String(count)]),
    async refused({ token }, alone, perSecond) {
      const party = partyName(token, apiUrl);
      await run(perSecond, ['refused', party, alone ? 'alone' : 'among others']).catch(() => {});
    },
  };
}
