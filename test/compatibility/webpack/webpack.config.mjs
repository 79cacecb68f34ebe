import { fileURLToPath } from 'node:url';

export default {
  mode: 'production',
  target: 'node22',
  entry: './ask.mjs',
  experiments: { outputModule: true },
  output: {
    path: fileURLToPath(new URL('out', import.meta.url)),
    filename: 'ask.mjs',
    module: true,
    chunkFormat: 'module',
  },
  // Optional parts that are not installed.
  externals: [/^@opentelemetry\//, /^@redis\//],
  externalsType: 'import',
};
