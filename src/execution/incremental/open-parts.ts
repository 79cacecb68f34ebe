/** What clients have been promised of an answer in parts and wait for: fragments, and lists that go on. */
import type { ResultWriter } from '../result-writer.ts';
import type { Batch } from './batch.ts';
import { type Fragment, pathKey, type Stream } from './later.ts';

export class OpenParts {
  readonly fragments = new Set<Fragment>();
  readonly streams = new Set<Stream>();
  /** Every list that was left to later, by its place. */
  readonly byPlace = new Map<string, Stream>();
  #nextId = 0;

  /** Whether clients wait for something. */
  get isWaiting(): boolean {
    return this.fragments.size > 0 || this.streams.size > 0;
  }

  /** Takes up the fragments and groups that a writer left to later. Fragments that hang on none are returned. */
  adopt({ later }: ResultWriter): Fragment[] {
    const roots: Fragment[] = [];
    for (const fragment of later?.fragments ?? []) {
      if (fragment.parent && fragment.parent.state !== 'done') fragment.parent.children.push(fragment);
      else roots.push(fragment);
    }
    for (const group of later?.groups ?? [])
      for (const fragment of group.fragments) if (fragment.state !== 'done') fragment.groups.add(group);
    return roots;
  }

  /** Knows lists by their place from now on. */
  note(streams: readonly Stream[]): void {
    for (const stream of streams) this.byPlace.set(pathKey(stream.path), stream);
  }

  /** Tells clients of what is to come. Of a fragment in which nothing is, only what stands in it counts. */
  announce(batch: Batch, fragments: readonly Fragment[], streams: readonly Stream[]): void {
    for (const fragment of fragments) {
      if (fragment.groups.size === 0) {
        fragment.state = 'done';
        this.announce(batch, fragment.children, []);
        continue;
      }
      fragment.state = 'pending';
      fragment.id = String(this.#nextId++);
      this.fragments.add(fragment);
      batch.announce({ ...fragment, label: fragment.usage.label });
    }
    for (const stream of streams) {
      stream.id = String(this.#nextId++);
      this.streams.add(stream);
      batch.announce(stream);
    }
  }

  /** Clients have a fragment. */
  end(fragment: Fragment): void {
    fragment.state = 'done';
    fragment.groups.clear();
    this.fragments.delete(fragment);
  }

  /** Clients get neither a fragment nor those within it. */
  drop(fragment: Fragment): void {
    this.end(fragment);
    for (const child of fragment.children) this.drop(child);
  }
}
