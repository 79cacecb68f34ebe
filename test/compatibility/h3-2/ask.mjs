import { H3, serve } from 'h3';
import { ask, gateway } from './gateway.mjs';

const app = new H3().all('/graphql', (event) => gateway.fetch(event.req));
const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true });
await server.ready();
await ask(fetch, new URL(server.url).origin);
