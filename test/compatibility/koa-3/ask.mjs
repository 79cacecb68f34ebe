import Koa from 'koa';
import { ask, gateway } from './gateway.mjs';

const app = new Koa();
app.use((context) => {
  // The gateway writes the answer.
  context.respond = false;
  gateway.handler(context.req, context.res);
});
const server = app.listen(0, '127.0.0.1', () => ask(fetch, `http://127.0.0.1:${server.address().port}`));
