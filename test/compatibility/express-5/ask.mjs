import express from 'express';
import { ask, gateway } from './gateway.mjs';

// The body has been read by the time that the gateway sees the request.
const app = express().use(express.json()).all('/graphql', gateway.handler);
const server = app.listen(0, '127.0.0.1', () => ask(fetch, `http://127.0.0.1:${server.address().port}`));
