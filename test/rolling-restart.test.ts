/** Gateways that are restarted behind nginx, with the configuration of `deploy/`. `npm run test:restart` is the long form. */
import { describe, expect, it } from 'vitest';
import { nginxProgram } from './support/installed.ts';
import { restartUnderLoad } from './support/restart.ts';

describe.skipIf(nginxProgram.skipped)('behind nginx, under load', () => {
  it('two processes that are ended and started again in turn fail no request', { timeout: 120_000 }, async () => {
    const { failures, restarted } = await restartUnderLoad({ way: 'processes', seconds: 3, rate: 50, restarts: 2 });

    expect(failures).toEqual([]);
    expect(restarted).toBe(2);
  });

  it('two workers that are replaced by SIGHUP fail no request', { timeout: 120_000 }, async () => {
    const { failures, restarted } = await restartUnderLoad({ way: 'workers', seconds: 2, rate: 50, restarts: 1 });

    expect(failures).toEqual([]);
    expect(restarted).toBe(1);
  });
});
