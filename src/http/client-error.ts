/** Requests that Node's parser gives up, before there is a request to hand to anybody. */
import type { Duplex } from 'node:stream';

/** An error of Node's parser: its code, and the bytes that it was reading. */
interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

interface Fault {
  readonly status: string;
  readonly message: string;
}

const LONG_TARGET: Fault = {
  status: '414 URI Too Long',
  message: 'The address is too long. Send the request by POST.',
};

const BAD_REQUEST: Fault = { status: '400 Bad Request', message: 'This is no HTTP request that can be read.' };

const FAULTS: ReadonlyMap<string | undefined, Fault> = new Map([
  ['HPE_HEADER_OVERFLOW', { status: '431 Request Header Fields Too Large', message: 'The headers are too long.' }],
  [
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    { status: '413 Payload Too Large', message: 'The body has too long an extension.' },
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: '408 Request Timeout', message: 'The request took too long to come.' }],
]);

/** Node counts the address among the headers. Where its line has no end in what was read, it is the address that is too long. */
const hasLongTarget = ({ code, rawPacket }: ParserError) =>
  code === 'HPE_HEADER_OVERFLOW' && rawPacket !== undefined && /^[A-Z]+ /.test(rawPacket.toString('latin1', 0, 16))
    ? !rawPacket.subarray(0, MAX_TARGET).includes('\r\n')
    : false;

/** A request line of this length has an address that is too long by itself; Node's limit for all headers is 16 KB. */
const MAX_TARGET = 8 * 1024;

/**
 * Answers what could not be read, by GraphQL over HTTP (section 7.2.2), and closes the connection.
 *
 * @param mayAnswer whether nothing of another answer is on its way on this connection
 */
export function refuseUnreadable(error: ParserError, socket: Duplex, mayAnswer: boolean): void {
  if (socket.writable && mayAnswer) {
    const { status, message } = hasLongTarget(error) ? LONG_TARGET : (FAULTS.get(error.code) ?? BAD_REQUEST);
    const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
    socket.write(
      [
        `HTTP/1.1 ${status}`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroy(error);
}
