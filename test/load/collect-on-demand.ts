/** Loaded into the gateway's process before it: collects garbage when its parent asks, and tells what is left. */
process.on('message', () => {
  // Twice, for what only dies once something else is gone.
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
// The parent's questions must not keep the process alive.
process.channel?.unref();
