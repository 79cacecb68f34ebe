/** The Vite of this page, for `examples/front-end.ts`. */
export { build, createServer, preview } from 'vite';
