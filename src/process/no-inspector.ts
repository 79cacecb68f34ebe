/**
 * Stops a signal from opening Node's inspector, whose port allows anyone who reaches it to run code. Node opens it on
 * SIGUSR1 unless the process handles that signal. `--inspect` still works.
 */
export function keepInspectorShut(): void {
  process.on('SIGUSR1', () => {});
}
