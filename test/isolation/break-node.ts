/** Loaded before the isolation run: breaks the gateway as the environment says. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { breakageOf, broken } from './breakages.ts';

const breakage = breakageOf(process.env.BREAKAGE ?? '');

registerHooks({
  load(url, context, nextLoad) {
    const source = broken(breakage, url, () => readFileSync(fileURLToPath(url), 'utf8'));
    return source === null ? nextLoad(url, context) : { format: 'module-typescript', source, shortCircuit: true };
  },
});
