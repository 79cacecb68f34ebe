import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // graphql ships ESM and CommonJS, and compares its classes by identity: a test that got one while a library
    // got the other would fail with "another module or realm". Node itself always loads this one.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/set-up.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled for comes, or it does not; how soon is no question for a shared machine.
    expect: { poll: { timeout: 10_000 } },
  },
});
