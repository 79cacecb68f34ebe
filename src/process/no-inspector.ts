/**
 * Keeps a signal from opening Node's inspector, through which whoever reaches its port runs anything. Node opens it on
 * SIGUSR1 where nobody listens for that. `--inspect` still works: whoever starts the process may say so.
 */
export function keepInspectorShut(): void {
  process.on('SIGUSR1', () => {});
}
