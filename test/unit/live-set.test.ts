import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LiveSet } from '../../src/http/live-set.ts';

describe('what is present', () => {
  it('is what came and has not gone, in the order in which it came', () => {
    const present = new LiveSet<{ name: string }>();
    const [, leave] = ['ada', 'bob', 'cy'].map((name) => present.add({ name }));

    leave?.();
    leave?.();

    expect([...present].map(({ name }) => name)).toEqual(['ada', 'cy']);
  });

  it('is left out when it goes while somebody looks', () => {
    const present = new LiveSet<{ name: string }>();
    const leaving = ['ada', 'bob'].map((name) => present.add({ name }));
    const seen: string[] = [];

    for (const { name } of present) {
      seen.push(name);
      leaving[1]?.();
    }

    expect(seen).toEqual(['ada']);
  });

  it('is let go of when it has gone, though somebody keeps the way out', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const present = new LiveSet<object>();
    let thing: object | null = { name: 'ada' };
    const gone = new WeakRef(thing);
    const leave = present.add(thing);
    thing = null;

    leave();
    await new Promise((resolve) => setImmediate(resolve));
    collect();

    expect(gone.deref()).toBeUndefined();
    expect(leave).toBeTypeOf('function');
  });
});
