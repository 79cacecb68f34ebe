/** That the watch which every gateway of these tests is under would see a token that is told. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';
import { SOMEBODY, TokenWatch } from './support/token-watch.ts';

/** What the watch says of a server that answers so, once it was asked with a token. */
async function watched(answer: (response: ServerResponse, watch: TokenWatch) => void) {
  const watch = new TokenWatch();
  const server = createServer(watch.handler({ handler: (_, response) => answer(response, watch) }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}`, { headers: { authorization: `Bearer ${SOMEBODY}` } })).text();
  server.closeAllConnections();
  server.close();
  return watch.end();
}

const half = SOMEBODY.length / 2;

describe('a token is seen', () => {
  it.each<[string, (response: ServerResponse, watch: TokenWatch) => void]>([
    ['in an answer', (response) => response.end(`hello ${SOMEBODY}`)],
    ['in an answer of bytes', (response) => response.end(Buffer.from(SOMEBODY))],
    [
      'in two parts of an answer',
      (response) => {
        response.write(`hello ${SOMEBODY.slice(0, half)}`);
        response.end(`${SOMEBODY.slice(half)}!`);
      },
    ],
    ['in a header', (response) => response.setHeader('x-token', SOMEBODY).end()],
    ['in a header of the head', (response) => response.writeHead(200, { 'x-token': SOMEBODY }).end()],
    [
      'in a line of the log',
      (response, watch) => {
        watch.options({ log: () => {} }).log?.(`no good: ${SOMEBODY}`);
        response.end();
      },
    ],
  ])('%s', async (_, answer) => {
    await expect(watched(answer)).rejects.toThrow(/a token was told:\n.*\[token\]/);
  });

  it('by the end of a test whose gateway leaked it', async () => {
    const test = async () => {
      await using gateway = await startGateway({ users: [{ id: '1', full_name: SOMEBODY }] });
      await gateway.query('{ users { nodes { fullName } } }');
    };

    await expect(test()).rejects.toThrow(/a token was told:\nan answer: .*\[token\]/);
  });

  it('and nothing is, where nothing was told', async () => {
    await expect(watched((response) => response.end('hello'))).resolves.toBeUndefined();
  });
});
