/** The two walks of docs/architecture.md are those that a request and a row take, and short enough to follow. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Planner } from '../src/execution/planner.ts';
import { Pipeline } from '../src/http/pipeline.ts';
import { whole } from '../src/http/writers/whole.ts';
import { RecordStore } from '../src/loaders/record-store.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway } from './support/gateway.ts';

const PAGE = 'docs/architecture.md';
const MOST_ROOMS = 10;

/** The rooms of the table below this heading, as paths in `src`, in its order. */
function roomsBelow(heading: string): string[] {
  const page = readFileSync(fileURLToPath(new URL(`../${PAGE}`, import.meta.url)), 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| \[`[\w-]+\.ts`\]\(([^)]+)\) \|/gm)].map(([, link = '']) =>
    relative('src', normalize(join(dirname(PAGE), link))),
  );
}

const OF_SOURCES = /\/src\/([\w/-]+\.ts)/;

/** The files of `src` that stand in the stack, from what waits for all others to what is called right now. */
function roomsHere(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const frames = (new Error('here').stack ?? '').split('\n');
  Error.stackTraceLimit = stackTraceLimit;
  return frames.flatMap((frame) => OF_SOURCES.exec(frame)?.[1] ?? []).toReversed();
}

/** Calls `look` with the rooms whenever a method is called, which goes on as it is. */
function lookAt<Of extends object>(of: Of, method: keyof Of & string, look: (rooms: readonly string[]) => void) {
  const own = of[method] as (...args: unknown[]) => unknown;
  vi.spyOn(of, method as never).mockImplementation(function (this: unknown, ...args: unknown[]) {
    look(roomsHere());
    return own.apply(this, args);
  } as never);
}

/** What a room has called. What stands before it waits, and no row comes by. */
const from = (room: string, rooms: readonly string[]) => rooms.slice(rooms.lastIndexOf(room));

/** Has one operation of one record run, and returns the rooms of its request and of its row. */
async function walked() {
  const request = new Set<string>();
  // Functions that hand on what came cannot be looked at from outside.
  const row = new Set(['upstream/exchange.ts', 'upstream/envelope.ts']);
  const into = (rooms: Set<string>, more: readonly string[]) => more.forEach((room) => rooms.add(room));
  const name = resources.get('User')?.attributes.get('fullName');
  if (!name) throw new Error('a user has no name');
  await using gateway = await startGateway({ users: [{ id: '7', full_name: 'Ada Lovelace' }] });

  lookAt(Pipeline.prototype, 'answer', (rooms) => into(request, [...rooms, 'http/pipeline.ts']));
  lookAt(Planner.prototype, 'plan', (rooms) => into(request, [...rooms, 'execution/planner.ts']));
  lookAt(RecordStore.prototype, 'addFull', (rooms) =>
    into(row, [...from('loaders/operation.ts', rooms), 'loaders/record-store.ts']),
  );
  lookAt(name, 'read', (rooms) => into(row, [...from('execution/write-roots.ts', rooms), 'schema/attribute.ts']));
  lookAt(whole, 'write', () => into(row, ['http/writers/whole.ts']));
  const { data } = await gateway.query('{ user(id: 7) { fullName } }');
  vi.restoreAllMocks();

  expect(data).toEqual({ user: { fullName: 'Ada Lovelace' } });
  expect(gateway.requests()).toHaveLength(1);
  return { request: [...request], row: [...row] };
}

describe('docs/architecture.md walks', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    ['request', 'A request, from the socket to the plan'],
    ['row', 'A row, from the API to a field'],
  ] as const)('a %s through the rooms that it comes by, ten at most and none twice', async (walk, heading) => {
    const rooms = (await walked())[walk];

    expect(roomsBelow(heading)).toEqual(rooms);
    expect(rooms.length).toBeLessThanOrEqual(MOST_ROOMS);
  });
});
