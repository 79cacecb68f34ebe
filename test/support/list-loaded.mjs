/** Preloaded into a process, tells of every package of OpenTelemetry that it has loaded when it ends. */
import { registerHooks } from 'node:module';

const loaded = new Set();

registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\/(@opentelemetry\/[\w-]+)\//.exec(url) ?? [];
    if (name) loaded.add(name);
    return next(url, context);
  },
});

process.on('exit', () => console.log(`Loaded: ${[...loaded].join(' ')}.`));
