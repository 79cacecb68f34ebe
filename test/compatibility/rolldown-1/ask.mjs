import { ask, gateway } from './gateway.mjs';

// As README shows it: without a server.
await ask((request) => gateway.fetch(request));
