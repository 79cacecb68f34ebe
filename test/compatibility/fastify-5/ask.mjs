import fastify from 'fastify';
import { ask, gateway } from './gateway.mjs';

const app = fastify();
app.all('/graphql', (request, reply) => {
  reply.hijack();
  // Fastify has parsed the body, and keeps it beside Node's request.
  request.raw.body = request.body;
  gateway.handler(request.raw, reply.raw);
});
await ask(fetch, await app.listen({ port: 0, host: '127.0.0.1' }));
