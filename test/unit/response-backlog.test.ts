import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ResponseBacklog } from '../../src/http/response-backlog.ts';
import type { CallerId } from '../../src/identity/caller-id.ts';

/** An answer of which so many bytes have not left. */
class FakeResponse extends EventEmitter {
  destroyed = false;
  readonly writableLength: number;

  constructor(writableLength: number) {
    super();
    this.writableLength = writableLength;
  }

  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
}

function written(unread: ResponseBacklog, principal: string, bytes: number): FakeResponse {
  const response = new FakeResponse(bytes);
  unread.written(response as unknown as ServerResponse, principal as CallerId);
  return response;
}

describe('answers that wait to be read', () => {
  it('are left alone while there is room, and count no more once they have left', () => {
    const unread = new ResponseBacklog(100);

    const first = written(unread, 'ada', 60);
    const second = written(unread, 'ada', 40);

    expect(unread.load).toEqual({ bytes: 100, cut: 0 });
    first.emit('close');
    expect(unread.load).toEqual({ bytes: 40, cut: 0 });
    expect([first, second].map(({ destroyed }) => destroyed)).toEqual([false, false]);
  });

  it('are cut off past that, those first that wait longest', () => {
    const unread = new ResponseBacklog(100);

    const answers = [50, 40, 30, 20].map((bytes) => written(unread, 'ada', bytes));

    expect(answers.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
    expect(unread.load).toEqual({ bytes: 90, cut: 1 });
  });

  it('of somebody with little wait on where another one has much', () => {
    const unread = new ResponseBacklog(100);

    const little = written(unread, 'ada', 30);
    const much = [40, 20, 20].map((bytes) => written(unread, 'bob', bytes));

    expect(little.destroyed).toBe(false);
    expect(much.map(({ destroyed }) => destroyed)).toEqual([true, false, false]);
  });

  it('may be larger than there is room for, where there is but one', () => {
    const unread = new ResponseBacklog(100);

    expect(written(unread, 'ada', 500).destroyed).toBe(false);
    expect(written(unread, 'bob', 0).destroyed).toBe(false);
    expect(unread.load).toEqual({ bytes: 500, cut: 0 });
  });
});
