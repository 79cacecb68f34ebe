/**
 * Builds the explorer where it can be: in a clone, after `npm ci`. Without the development dependencies it does nothing,
 * and the gateway says on its page how to build it. Plain JavaScript, for whatever Node npm runs it on.
 */
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

const vite = await import('vite').catch(() => null);
const isWhole =
  vite !== null &&
  (await import('@vitejs/plugin-react').then(
    () => true,
    () => false,
  ));
if (isWhole) await vite.build({ root });
