import { defineConfig } from 'rolldown';

export default defineConfig({
  input: 'ask.mjs',
  platform: 'node',
  external: [/^@opentelemetry\//, /^@redis\//],
  output: { dir: 'dist', format: 'esm' },
  logLevel: 'silent',
});
