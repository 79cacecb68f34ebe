import { defineConfig } from 'vite';

// A server: what is not bundled is loaded from node_modules.
export default defineConfig({ build: { ssr: 'ask.mjs', outDir: 'dist' } });
