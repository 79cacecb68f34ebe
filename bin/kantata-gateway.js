#!/usr/bin/env node
// Plain JavaScript that even an old Node can read: there it has to say what is wrong, not fail on a syntax error.
const needed = [22, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

/** When what V8 has compiled is written down, in milliseconds after the start: by then the first answers are given. */
const KEEP_AFTER_MS = 3000;

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`kantata-gateway needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  const { enableCompileCache, flushCompileCache } = process.getBuiltinModule('node:module');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  // Beside the code that it is of, because whoever can write it decides what runs: that must not be a folder for all. Where
  // this one cannot be written, nothing is kept, unless it was warmed before.
  enableCompileCache(fileURLToPath(new URL('../dist/command/.cache', import.meta.url)));
  await import('../dist/command/main.js');
  setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
}
