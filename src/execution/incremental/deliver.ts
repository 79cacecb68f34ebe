/**
 * An answer in parts, for `@defer` and `@stream`.
 *
 * There is one plan and one load: what is deferred travels in the same waves and includes, so that deferring costs no
 * REST call more. Each time that something has come, the parts that clients wait for are tried, and sent once they can
 * be written in whole. What can still change is never written, so that all parts together are the whole answer.
 */
import type { GraphQLError } from 'graphql';
import type { Operation } from '../../loaders/operation.ts';
import { type AnswerBudget, isLimit } from '../answer-budget.ts';
import { type ErrorCounts, ErrorList, unlistedErrors } from '../error-list.ts';
import type { Prepared } from '../prepare.ts';
import { RecordsRead } from '../records-read.ts';
import { type Output, ResultWriter } from '../result-writer.ts';
import type { ServiceNames } from '../service-names.ts';
import { timeSliced } from '../time-sliced.ts';
import { Warnings } from '../warnings.ts';
import { nestedAnswers } from '../write-nested.ts';
import { rootSteps } from '../write-roots.ts';
import { Arrivals } from './arrivals.ts';
import { Batch } from './batch.ts';
import { ABSENT, type Fragment, type Group, Later, NOT_YET, type PartsState, type Stream } from './later.ts';
import { OpenParts } from './open-parts.ts';
import type { PartsFormat, Payload } from './payload.ts';
import type { Signal } from './signal.ts';

export interface Delivering {
  readonly prepared: Prepared;
  readonly operation: Operation;
  /** Names of integrations that the caller has seen. */
  readonly names: ServiceNames;
  /** Fires each time that something has come. */
  readonly signal: Signal;
  readonly format: PartsFormat;
  readonly maxErrors: number;
  /** Counts what all parts answer, each record once. */
  readonly budget: AnswerBudget;
  readonly tracing: boolean;
  /** Called once, when the first part is written. */
  readonly begun: () => void;
  /** What the last part tells beside data: from the records that all parts read, and their errors. */
  readonly extensions: (
    read: RecordsRead,
    warnings: Warnings,
    errors: readonly GraphQLError[],
  ) => Payload['extensions'];
  /** Called once, when everything is loaded or the reader has gone. */
  readonly ended: () => void;
}

export async function* deliver(delivering: Delivering): AsyncGenerator<Payload, void> {
  try {
    yield* new Delivery(delivering).payloads();
  } finally {
    delivering.ended();
  }
}

/** What is left to do of a group that was written: its data, and what it left to later parts. */
interface WrittenGroup {
  readonly data: Output | null;
  readonly errors: readonly GraphQLError[];
  readonly streams: readonly Stream[];
}

class Delivery {
  readonly #delivering: Delivering;
  readonly #state: PartsState;
  readonly #arrivals: Arrivals;
  readonly #open = new OpenParts();
  readonly #read = new RecordsRead();
  readonly #warnings = new Warnings();
  readonly #allErrors: GraphQLError[] = [];
  readonly #written = new Map<Group, WrittenGroup>();
  /** How many errors there were, and how many of them clients have heard of. */
  #counts: ErrorCounts = new Map();
  #reported: ErrorCounts = new Map();

  constructor(delivering: Delivering) {
    const { prepared, operation, signal } = delivering;
    this.#delivering = delivering;
    this.#arrivals = new Arrivals(prepared, operation, signal, delivering.names);
    this.#state = {
      mayBring: (collection) => operation.mayBring(collection),
      isIdle: () => operation.progress.isIdle,
      rowsOf: (list) => this.#arrivals.rowsOf(list),
      variables: prepared.variables,
      rootFragments: new Map(),
      streams: this.#open.byPlace,
    };
  }

  async *payloads(): AsyncGenerator<Payload, void> {
    this.#arrivals.load();
    let initial = await this.#initial();
    for (; !initial; initial = await this.#initial()) await this.#delivering.signal.next();
    // What needs no further part is one answer, as it would be without any.
    if (!this.#open.isWaiting) await this.#loaded();
    this.#delivering.begun();
    let payload = this.#finished(initial);
    yield payload;
    while (this.#open.isWaiting) {
      const batch = this.#batch();
      batch.addErrors(() => this.#unlisted());
      if (!batch.isEmpty) {
        payload = this.#finished(batch.payload());
        yield payload;
      } else if (this.#open.isWaiting) await this.#delivering.signal.next();
    }
    if (!payload.hasNext) return;
    // Everything is sent, but calls are under way that turned out to lead to nothing.
    await this.#loaded();
    yield this.#finished({});
  }

  async #loaded(): Promise<void> {
    while (!this.#arrivals.isComplete) await this.#delivering.signal.next();
  }

  #finished(payload: Omit<Payload, 'hasNext'>): Payload {
    const hasNext = this.#open.isWaiting || !this.#arrivals.isComplete;
    const extensions = hasNext ? undefined : this.#delivering.extensions(this.#read, this.#warnings, this.#allErrors);
    return { ...payload, hasNext, ...(extensions && { extensions }) };
  }

  /** What comes first; `null` where not all of it has come. */
  async #initial(): Promise<Omit<Payload, 'hasNext'> | null> {
    const { prepared } = this.#delivering;
    const writer = this.#writer();
    const before = writer.mark();
    try {
      const answered = timeSliced(rootSteps(prepared, this.#arrivals.resultOf, writer));
      const data = answered instanceof Promise ? await answered : answered;
      const batch = new Batch(this.#delivering.format);
      const errors = [...this.#keep(writer), ...this.#unlisted()];
      const streams = writer.later?.streams ?? [];
      this.#open.note(streams);
      if (data) this.#open.announce(batch, this.#open.adopt(writer), streams);
      return { data, ...(errors.length > 0 && { errors }), ...batch.payload() };
    } catch (error) {
      if (error !== NOT_YET) throw error;
      writer.backTo(before);
      return null;
    }
  }

  #writer(only: Fragment | null = null): ResultWriter {
    const { operation, prepared, maxErrors, tracing, budget } = this.#delivering;
    return new ResultWriter(operation.store, prepared.variables, {
      tracing,
      nested: nestedAnswers(operation.nested, prepared.nested),
      chosen: operation.chosen,
      read: this.#read,
      // A fragment in whole repeats those of its groups.
      warnings: only ? new Warnings() : this.#warnings,
      later: new Later(this.#state, only?.usage ?? null),
      errors: new ErrorList(maxErrors, this.#counts),
      // A fragment in whole repeats what its groups have counted.
      budget: only ? null : budget,
    });
  }

  /** Takes what a writer wrote for good. Its errors are returned. */
  #keep({ errors }: ResultWriter): readonly GraphQLError[] {
    this.#allErrors.push(...errors.listed);
    this.#counts = errors.counts;
    return errors.listed;
  }

  /** Says how many errors were not listed since the part before. */
  #unlisted(): readonly GraphQLError[] {
    const before = this.#reported;
    this.#reported = this.#counts;
    return unlistedErrors(this.#counts, before, this.#delivering.maxErrors);
  }

  /** All that has become ready. */
  #batch(): Batch {
    const batch = new Batch(this.#delivering.format);
    for (let found = true; found; ) {
      found = false;
      // Both grow while they are read.
      for (const fragment of this.#open.fragments) if (this.#complete(batch, fragment)) found = true;
      for (const stream of this.#open.streams) if (this.#advance(batch, stream)) found = true;
    }
    return batch;
  }

  /** Sends a fragment, if all of it is there. */
  #complete(batch: Batch, fragment: Fragment): boolean {
    const written: [Group, WrittenGroup][] = [];
    // Writing one may add others.
    for (const group of fragment.groups) {
      const own = this.#written.get(group) ?? this.#write(group);
      if (!own) return false;
      written.push([group, own]);
    }
    const failed = written.find(([, { data }]) => data === null);
    if (failed) this.#fail(batch, failed[0], failed[1].errors);
    else this.#succeed(batch, fragment, written);
    return true;
  }

  #write(group: Group): WrittenGroup | null {
    const writer = this.#writer();
    const before = writer.mark();
    try {
      const data = group.write(writer);
      const errors = this.#keep(writer);
      // What a fragment introduces hangs on that or on one within it.
      if (data) this.#open.adopt(writer);
      const written = { data, errors, streams: writer.later?.streams ?? [] };
      this.#written.set(group, written);
      return written;
    } catch (error) {
      writer.backTo(before);
      if (error === NOT_YET) return null;
      if (!isLimit(error)) throw error;
      return this.#giveUp(group, error, writer);
    }
  }

  /** A group that is too much to answer is null, with that error in place of its own. */
  #giveUp(group: Group, error: unknown, writer: ResultWriter): WrittenGroup {
    const nodes = group.fragments.map(({ usage }) => usage.directive);
    writer.fail(error, nodes, group.path, this.#delivering.prepared.plan.queryType.name);
    const written = { data: null, errors: this.#keep(writer), streams: [] };
    this.#written.set(group, written);
    return written;
  }

  #succeed(batch: Batch, fragment: Fragment, written: readonly [Group, WrittenGroup][]): void {
    const streams: Stream[] = [];
    const errors: GraphQLError[] = [];
    for (const [group, { data, errors: own, streams: inGroup }] of written) {
      streams.push(...inGroup);
      errors.push(...own);
      if (batch.isCurrent) batch.addGroup(fragment, group, data as Output, own);
      for (const other of group.fragments) other.groups.delete(group);
    }
    this.#open.note(streams);
    if (!batch.isCurrent) batch.addFragment(fragment, fragment.whole(this.#writer(fragment)), errors);
    this.#open.end(fragment);
    batch.complete(fragment.id);
    this.#open.announce(batch, fragment.children, streams);
  }

  /** A field failed that may not be null: none of the fragments that wait for it can be had. */
  #fail(batch: Batch, group: Group, errors: readonly GraphQLError[]): void {
    for (const fragment of group.fragments) {
      if (fragment.state === 'pending') {
        if (!batch.isCurrent) batch.addFragment(fragment, null, errors);
        batch.complete(fragment.id, errors);
      }
      this.#open.drop(fragment);
    }
  }

  /** Sends the entries of a list that have come since, each once and in order. */
  #advance(batch: Batch, stream: Stream): boolean {
    const { entries } = stream;
    const items: unknown[] = [];
    const errors: GraphQLError[] = [];
    const from = stream.count;
    const found: { fragments: Fragment[]; streams: Stream[] } = { fragments: [], streams: [] };
    let tooMuch: Error | null = null;
    while (stream.at < entries.known()) {
      const writer = this.#writer();
      const before = writer.mark();
      try {
        const item = entries.write(writer, stream.at, stream.count);
        errors.push(...this.#keep(writer));
        stream.at++;
        if (item === ABSENT) continue;
        stream.count++;
        items.push(item);
        found.fragments.push(...this.#open.adopt(writer));
        const inner = writer.later?.streams ?? [];
        this.#open.note(inner);
        found.streams.push(...inner);
      } catch (error) {
        writer.backTo(before);
        if (isLimit(error)) tooMuch = error as Error;
        else if (error !== NOT_YET) throw error;
        break;
      }
    }
    const failure = tooMuch ?? entries.failure();
    const isEnd = tooMuch !== null || (stream.at >= entries.known() && (entries.isComplete() || failure !== null));
    if (items.length > 0 || errors.length > 0) batch.addItems(stream, from, items, errors);
    if (isEnd) this.#endStream(batch, stream, failure);
    this.#open.announce(batch, found.fragments, found.streams);
    return isEnd || items.length > 0;
  }

  #endStream(batch: Batch, stream: Stream, failure: Error | null): void {
    this.#open.streams.delete(stream);
    if (!failure) {
      batch.complete(stream.id);
      return;
    }
    const writer = this.#writer();
    writer.fail(failure, stream.nodes, stream.path, stream.type);
    batch.breakStream(stream, this.#keep(writer));
  }
}
