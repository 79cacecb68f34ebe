/** The settings of exports: what one may take, and which operations are tables at an address. */
import { statSync } from 'node:fs';
import { z } from 'zod';
import { LONGEST_TIMER_MS, none, onOrOff, wholeNumber } from './setting-values.ts';

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export const exportSettings = {
  exports: {
    variable: 'EXPORT',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Serve exports of whole lists at /export, and saved operations as OData feeds at /odata.',
    schema: onOrOff,
  },
  exportOperations: {
    variable: 'EXPORT_OPERATIONS',
    accepts: 'none, examples, persisted, or the path of a folder of .graphql files',
    fallback: 'none',
    description: 'Operations that are feeds at /odata: those of the package, of the manifest, or of a folder.',
    schema: z.union([none, z.string().refine((text) => ['examples', 'persisted'].includes(text) || isFolder(text))]),
  },
  exportMaxCalls: {
    variable: 'EXPORT_MAX_CALLS',
    accepts: 'a whole number from 1 to 10000000',
    fallback: '10000',
    description: 'REST calls of one export. It stops there, and can be gone on with.',
    schema: wholeNumber(1, 10_000_000),
  },
  exportMaxRows: {
    variable: 'EXPORT_MAX_ROWS',
    accepts: 'a whole number from 1 to 100000000',
    fallback: '1000000',
    description: 'Rows of one export. One of more rows is refused once its first page tells how many there are.',
    schema: wholeNumber(1, 100_000_000),
  },
  exportTimeoutMs: {
    variable: 'EXPORT_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 1000 to ${LONGEST_TIMER_MS}`,
    fallback: '3600000',
    description: 'How long one export may go on. It stops then, and can be gone on with.',
    schema: wholeNumber(1_000, LONGEST_TIMER_MS),
  },
  exportPages: {
    variable: 'EXPORT_PAGES',
    accepts: 'a whole number from 1 to 50',
    fallback: '8',
    description: 'Pages of 200 rows that one export reads side by side.',
    schema: wholeNumber(1, 50),
  },
  exportConcurrency: {
    variable: 'EXPORT_CONCURRENCY',
    accepts: 'a whole number from 1 to 1000',
    fallback: '2',
    description: 'Exports that run at once in one process. They take no seats of other requests (MAX_IN_FLIGHT).',
    schema: wholeNumber(1, 1_000),
  },
} as const;
