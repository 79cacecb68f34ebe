import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';

export default {
  input: 'ask.mjs',
  output: { dir: 'out', format: 'esm', entryFileNames: '[name].mjs' },
  // Optional parts that are not installed.
  external: [/^@opentelemetry\//, /^@redis\//],
  plugins: [nodeResolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs(), json()],
};
