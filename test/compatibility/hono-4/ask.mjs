import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { ask, gateway } from './gateway.mjs';

const app = new Hono().all('/graphql', (context) => gateway.fetch(context.req.raw));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => ask(fetch, `http://127.0.0.1:${port}`));
