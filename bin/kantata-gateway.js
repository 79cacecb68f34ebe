#!/usr/bin/env node
// Plain JavaScript that even an old Node can read: there it has to say what is wrong, not fail on a syntax error.
const needed = [22, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`kantata-gateway needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  await import('../dist/main.js');
}
