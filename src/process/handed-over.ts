/**
 * Connections on their way from the primary to a worker. Node keeps its end of each until the worker says that it has
 * it, and for good where the worker dies before that: the client would never hear anything.
 *
 * This watches Node's own messages (`newconn`, and `ack` for it), which are no public interface. Should a version of Node
 * have others, nothing is found here and all is as without it; `test/workers.test.ts` would tell.
 */
import type { Worker } from 'node:cluster';

/** Node's end of a connection. */
interface Handle {
  close(): void;
}

interface ClusterMessage {
  readonly cmd?: unknown;
  readonly act?: unknown;
  readonly seq?: unknown;
  readonly ack?: unknown;
}

const isHandle = (handle: unknown): handle is Handle =>
  typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function';

/** Each hands on what it is given, under a name that Node gives to none of its own. */
let handedOn = 0;

/**
 * Gives connections that a worker died with to another one, or closes them where there is none.
 *
 * @param another a worker that takes connections, other than the one that died
 */
export function saveHandedOver(worker: Worker, another: () => Worker | undefined): void {
  const { process } = worker;
  const onTheWay = new Map<unknown, { readonly message: ClusterMessage; readonly handle: Handle }>();
  // With whatever arguments: the method has several forms.
  const send = process.send.bind(process) as (...args: unknown[]) => boolean;
  const watched = (message: ClusterMessage, handle: unknown, ...rest: unknown[]): boolean => {
    if (message.cmd === 'NODE_CLUSTER' && message.act === 'newconn' && isHandle(handle))
      onTheWay.set(message.seq, { message, handle });
    return send(message, handle, ...rest);
  };
  process.send = watched;
  process.on('internalMessage', ({ cmd, ack }: ClusterMessage) => {
    if (cmd !== 'NODE_CLUSTER') return;
    const { handle } = onTheWay.get(ack) ?? {};
    onTheWay.delete(ack);
    // Taken, or refused by one that is about to stop. Of those that Node hands over, it takes care itself.
    if (typeof ack === 'string') handle?.close();
  });
  process.once('exit', () => {
    for (const { message, handle } of onTheWay.values()) {
      const other = another();
      if (other?.isConnected()) other.process.send({ ...message, seq: `on ${++handedOn}` }, handle as never);
      else handle.close();
    }
    onTheWay.clear();
  });
}
