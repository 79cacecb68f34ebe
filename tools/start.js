/**
 * `npm start`: the gateway as it is built, where that is what a build would make of the sources; otherwise the sources
 * themselves. `npm run build` makes the former, which starts in a fraction of the time. Plain JavaScript, because Node takes
 * twice as long to start with a file whose types are to be erased.
 */
import { isBuilt } from './build-stamp.js';

/** As in `bin/kantata-gateway.js`. */
const KEEP_AFTER_MS = 3000;

if (isBuilt()) await import('../bin/kantata-gateway.js');
else {
  const { enableCompileCache, flushCompileCache } = process.getBuiltinModule('node:module');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/kantata-gateway', import.meta.url)));
  await import('../src/main.ts');
  setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
}
