/** HTTP by hand, for requests that no client library would send. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; of several with one name, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends these lines as the head of a request, and `body` behind it, on a connection of its own that the gateway is asked
 * to close. Resolves with the answer once the gateway has closed it.
 */
export async function rawRequest(url: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  const [start, ...headers] = lines;
  const head = [
    start,
    ...(lines.some((line) => /^host:/i.test(line)) ? [] : [`Host: ${host}`]),
    'Connection: close',
    ...headers,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  await once(socket, 'close');
  return read(text);
}

/**
 * Sends one request so many times at once, on one connection: a server takes in new connections one by one, and would have
 * answered the first requests before it saw the last ones. Resolves with the answers once all have come; their bodies may not
 * hold the start line of an answer.
 */
export async function pipelinedRequests(
  url: string,
  { lines, body, times }: { lines: readonly string[]; body: string; times: number },
): Promise<RawAnswer[]> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  const [start, ...headers] = lines;
  const head = [start, `Host: ${host}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`.repeat(times));
  let text = '';
  const answers = () => text.split(/(?=HTTP\/1\.1 \d)/).map(read);
  const isWhole = (answer: RawAnswer) => Buffer.byteLength(answer.body) >= Number(answer.headers['content-length']);
  for await (const chunk of socket) {
    text += chunk;
    const come = answers();
    if (come.length === times && come.every(isWhole)) break;
  }
  return answers();
}

function read(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status: Number(start.split(' ')[1]), headers: Object.fromEntries(headers), body: text.slice(end + 4) };
}
