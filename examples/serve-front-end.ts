/** `npm run example:web` and `npm run example:relay`: prints where the page is, and serves it until Ctrl-C. */
import { startFrontEnd } from './front-end.ts';

const name = process.argv[2] === 'relay' ? 'relay' : 'web';
const port = Number(process.env.PORT ?? (name === 'web' ? 4300 : 4310));
const frontEnd = await startFrontEnd({ name, serve: 'sources', port });
console.log(`Page      ${frontEnd.url}`);
console.log(`GraphQL   ${frontEnd.graphqlUrl}`);
console.log(`REST API  ${frontEnd.sandbox.url}, the sandbox; the page's token: demo`);
console.log('\nCtrl-C stops it.');
const stop = () => void frontEnd[Symbol.asyncDispose]().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
