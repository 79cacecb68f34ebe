/** Parts that have become ready together, written in the format that the client reads. */
import type { GraphQLError } from 'graphql';
import { type Path, pathOf } from '../errors.ts';
import type { Output } from '../result-writer.ts';
import type { Fragment, Group, Stream } from './later.ts';
import type { IdIncrement, PartsFormat, PathIncrement, Payload, PendingPart } from './payload.ts';

type Mutable<Part> = { -readonly [Key in keyof Part]: Part[Key] };

type Errors = readonly GraphQLError[];

/** What has a name, and a place in the answer. */
interface Named {
  readonly id: string;
  readonly path: Path | null;
  readonly label: string | undefined;
}

export class Batch {
  /** Whether parts come under names that were announced, no field twice; or else each with its place. */
  readonly isCurrent: boolean;
  readonly #pending: PendingPart[] = [];
  readonly #incremental: Mutable<IdIncrement | PathIncrement>[] = [];
  readonly #completed: { readonly id: string; errors?: Errors }[] = [];

  constructor(format: PartsFormat) {
    this.isCurrent = format === 'incrementalSpec=v0.2';
  }

  /** Nothing in it is of interest to the client. */
  get isEmpty(): boolean {
    return this.#incremental.length === 0 && (!this.isCurrent || this.#pending.length + this.#completed.length === 0);
  }

  announce({ id, path, label }: Named): void {
    this.#pending.push({ id, path: pathOf(path), ...(label !== undefined && { label }) });
  }

  /** The fields of a group, under the name of the nearest place that clients know of. */
  addGroup(fragment: Fragment, { fragments, path }: Group, data: Output, errors: Errors): void {
    let nearest = fragment;
    for (const other of fragments)
      if (other.state === 'pending' && pathOf(other.path).length > pathOf(nearest.path).length) nearest = other;
    const subPath = pathOf(path).slice(pathOf(nearest.path).length);
    this.#incremental.push({
      id: nearest.id,
      ...(subPath.length > 0 && { subPath }),
      data,
      ...(errors.length > 0 && { errors }),
    });
  }

  /** A fragment in whole, `null` where it failed, for clients that read it by what it selects. */
  addFragment({ path, usage: { label } }: Fragment, data: Output | null, errors: Errors): void {
    this.#incremental.push({
      path: pathOf(path),
      ...(label !== undefined && { label }),
      data,
      ...(errors.length > 0 && { errors }),
    });
  }

  /** @param from the index of the first entry. */
  addItems({ id, path, label }: Named, from: number, items: readonly unknown[], errors: Errors): void {
    const own = { items, ...(errors.length > 0 && { errors }) };
    this.#incremental.push(
      this.isCurrent
        ? { id, ...own }
        : { path: [...pathOf(path), from], ...(label !== undefined && { label }), ...own },
    );
  }

  complete(id: string, errors?: Errors): void {
    this.#completed.push({ id, ...(errors && { errors }) });
  }

  /** A list that will have no more entries, though there are more. */
  breakStream({ id, path, label, count }: Stream, errors: Errors): void {
    this.complete(id, errors);
    if (!this.isCurrent)
      this.#incremental.push({
        path: [...pathOf(path), count],
        ...(label !== undefined && { label }),
        items: null,
        errors,
      });
  }

  /** The last entry takes an error that belongs to none: about those that are not listed. */
  addErrors(errorsOf: () => Errors): void {
    const entries: { errors?: Errors }[] =
      this.#incremental.length > 0 ? this.#incremental : this.#completed.filter(({ errors }) => errors !== undefined);
    const last = entries.at(-1);
    const more = last ? errorsOf() : [];
    if (last && more.length > 0) last.errors = [...(last.errors ?? []), ...more];
  }

  payload(): Omit<Payload, 'hasNext'> {
    const payload: Mutable<Omit<Payload, 'hasNext'>> = {};
    if (this.#pending.length > 0 && this.isCurrent) payload.pending = this.#pending;
    if (this.#incremental.length > 0) payload.incremental = this.#incremental;
    if (this.#completed.length > 0 && this.isCurrent) payload.completed = this.#completed;
    return payload;
  }
}
