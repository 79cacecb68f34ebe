/** The peer as a process of its own, whose start is compared: `node main.js <url of the API>`. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPeer } from './gateway.ts';

const server = createServer(createPeer(process.argv[2] as string, 50));
// Ends as a process does that keeps what V8 has compiled.
process.on('SIGTERM', () => process.exit());
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
