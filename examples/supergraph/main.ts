/** `npm run demo:supergraph`: prints the demo, and serves its graph until Ctrl-C. */
import { startDemo } from './demo.ts';

const demo = await startDemo(Number(process.env.PORT ?? 4100), (line) => console.log(line));
console.log('\nCtrl-C stops it.');
const stop = () => void demo[Symbol.asyncDispose]().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
