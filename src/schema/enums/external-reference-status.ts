/**
 * Apart from `types/external-reference.ts`, because other types filter by it while they are being
 * declared: every type file and `external-reference.ts` import each other, and whichever of the two
 * is loaded first would find the other's constants not yet there.
 */
import { enumeration } from '../attribute.ts';

export const ExternalReferenceStatus = enumeration(
  'ExternalReferenceStatus',
  'Result of the last exchange with the other system.',
  {
    pending: 'The exchange has not finished yet.',
    successful: ['SUCCESSFUL', 'The exchange succeeded: both sides agree.', 'success'],
    failed: ['FAILED', 'The exchange failed; the message of the reference may say why.', 'fail'],
  },
);
