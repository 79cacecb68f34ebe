// Beside a process of a test (`--import`): says on stderr which files it loads, and which modules of Node as ES modules.
import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('node:')) writeSync(2, `loaded ${url}\n`);
    return next(url, context);
  },
});
