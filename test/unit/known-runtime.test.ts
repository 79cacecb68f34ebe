/** The runtimes that the package refuses to be loaded by. */
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('the package', () => {
  it('says at once that workerd cannot run it, and what can', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });

    await expect(import('../../src/process/known-runtime.ts')).rejects.toThrow(/workerd.*run it on Node or Deno/);
  });

  it.each([[undefined], [{ userAgent: 'Node.js/24' }], [{ userAgent: 'Deno/2.9.6' }]])(
    'is loaded where the runtime calls itself %j',
    async (navigator) => {
      vi.stubGlobal('navigator', navigator);

      await expect(import('../../src/process/known-runtime.ts')).resolves.toBeDefined();
    },
  );
});
