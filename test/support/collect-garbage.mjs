/**
 * Preloaded into a gateway (with `--expose-gc`) whose memory is measured: collects its garbage all the time, and says on SIGUSR2
 * how much was in use at most since the last time. When V8 collects is its own affair, and depends on what else the machine does.
 */
let most = 0;
let times = 0;

const inUse = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

setInterval(() => {
  globalThis.gc();
  most = Math.max(most, inUse());
}, 50).unref();

process.on('SIGUSR2', () => {
  console.log(`in use at most (${++times}): ${most}`);
  most = 0;
});
