/** Builds the explorer and the board into `dist`: their pages, and beside them files named after what is in them, also compressed. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Below the page's own address: `EXPLORER_PATH` of the gateway. */
const FILES = 'explorer';

/** Fonts are compressed already; what is this short is sent in one packet either way. */
const WORTH_IT = /\.(?:js|css|svg|md)$/;
const WORTH_IT_BYTES = 1000;

/** Brotli's own best, 11, takes five times as long, for 5 % less. */
const BROTLI_QUALITY = 9;

/** Compresses once what would be compressed for every browser. What is compressed is kept so alone: it is two thirds smaller. */
const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const folder = join(dir, FILES);
    const names = (await readdir(folder)).filter((name) => WORTH_IT.test(name));
    await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(folder, name));
        if (text.length < WORTH_IT_BYTES) return;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
        await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(text, quality));
        await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(text, { level: 9 }));
        await rm(join(folder, name));
      }),
    );
  },
});

// Whoever starts the build may have another one in mind for what it builds itself, such as its tests.
process.env.NODE_ENV = 'production';

export default defineConfig({
  // The page asks for its files beside its own address, whatever folder a proxy puts before that.
  base: './',
  logLevel: 'warn',
  plugins: [react(), precompressed()],
  resolve: {
    alias: [
      {
        find: 'monaco-editor/esm/vs/editor/edcore.main.js',
        replacement: fileURLToPath(new URL('src/editor-core.ts', import.meta.url)),
      },
    ],
  },
  build: {
    target: 'es2023',
    assetsDir: FILES,
    // A data: address would be one more thing for the policy to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licences of all that is in the files.
    license: { fileName: `${FILES}/licenses.md` },
    // The editor is one large piece, which comes after the page.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ['index.html', 'board.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))),
      // Directives of React's compiler mean nothing once it has run; most of the time goes into compressing.
      onLog(level, log, handler) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE' && log.code !== 'PLUGIN_TIMINGS') handler(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
