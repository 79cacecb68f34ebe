/**
 * Finds records by their ids in another system. Each type is asked once, because the API gives the references of one type
 * at a time, and none of it can be left out: a record of any type may be the one.
 *
 * There are two ways to ask a type. Its references by the id, with their subjects: one call for each id. Or its own list,
 * filtered by up to 100 of the ids, with the includes of the selection. The way with fewer calls is taken; at a tie the
 * references, which the API documents for ids of any form.
 *
 * The API's filters for service and model are not sent: whether it compares them with case is not documented. There are
 * few references with one id, so they are compared here, and a name that is wrong shows which ones there are.
 */
import type { Collection, Link } from '../loaders/collection.ts';
import { after, FIRST, type ListLoadRequest, MAX_IDS_LENGTH } from '../loaders/load-request.ts';
import type { Operation } from '../loaders/operation.ts';
import { targetIdsOf, targetsOf } from '../loaders/record-store.ts';
import { bareRowEnds, createRequirements, type Requirements } from '../loaders/requirements.ts';
import { idText } from '../loaders/unusable-id.ts';
import type { Row } from '../upstream/envelope.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { Resource } from '../schema/resource.ts';
import { foldedName, isSameName } from '../text/same-name.ts';
import type { ExternalField, ExternalRequest } from './external-request.ts';
import { isForbidden, leftOutOf, type Note } from './notes.ts';
import { shortList } from '../text/name-lists.ts';
import { type MatchedRecord, SeveralRecords } from './several-records.ts';

/** What was found: for each id the record, null for none, or why that is not known. */
export interface ExternalResult {
  readonly answers: readonly (MatchedRecord | Error | null)[];
  readonly notes: readonly Note[];
}

/** Rows that one reference look-up asks for. More references with one id than this are too many to choose from. */
const REFERENCES = 20;

/** Ids in one filter of a list. The API allows 200; with as many records for them, one page still holds all. */
const REFS_PER_CALL = 100;
const RECORDS_PER_CALL = 200;

const REFS_PARAM = 'external_reference_service_model_refs';

/** Never rejects for a type that failed: its error stands in the place of each id that no other type has. */
export async function loadExternal(
  field: ExternalField,
  request: ExternalRequest,
  operation: Operation,
): Promise<ExternalResult> {
  return new ExternalLookup(field, request, operation).run();
}

/** One type to look among. */
interface Candidate {
  readonly resource: Resource;
  readonly requirements: Requirements;
}

class ExternalLookup {
  readonly #field: ExternalField;
  readonly #request: ExternalRequest;
  readonly #operation: Operation;
  readonly #refs: readonly string[];
  readonly #subject: Link;
  /** By id in the other system, then by record. */
  readonly #matches = new Map<string, Map<string, MatchedRecord>>();
  /** Names of what the ids belong to, where it is not what was meant. */
  readonly #others = new Map<string, Set<string>>();

  constructor(field: ExternalField, request: ExternalRequest, operation: Operation) {
    this.#field = field;
    this.#request = request;
    this.#operation = operation;
    this.#refs = [...new Set(request.refs)];
    this.#subject = field.resource.links.get('subject') as Link;
  }

  async run(): Promise<ExternalResult> {
    const { types, refs, isEveryType } = this.#request;
    const outcomes = await Promise.allSettled(types.map((resource) => this.#lookUp(resource)));
    const leftOut: string[] = [];
    const failed: { readonly type: string; readonly error: Error }[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      const { type } = types[at] as Resource;
      if (isEveryType && isForbidden(outcome.reason)) leftOut.push(type);
      else failed.push({ type, error: outcome.reason as Error });
    }
    // Of nothing that could be asked, nothing is known.
    const [nothing] = leftOut.length === types.length ? outcomes : [];
    const error = failed[0]?.error ?? (nothing?.status === 'rejected' ? (nothing.reason as Error) : null);
    const answers = refs.map((ref) => this.#answer(ref) ?? error);
    return { answers, notes: this.#notes(answers, leftOut, failed) };
  }

  #answer(ref: string): MatchedRecord | Error | null {
    const matches = [...(this.#matches.get(ref)?.values() ?? [])];
    return matches.length > 1 ? new SeveralRecords(ref, matches) : (matches[0] ?? null);
  }

  #notes(
    answers: ExternalResult['answers'],
    leftOut: readonly string[],
    failed: readonly { readonly type: string }[],
  ): Note[] {
    const notes: Note[] = [];
    if (leftOut.length > 0 && leftOut.length < this.#request.types.length) notes.push(leftOutOf(leftOut));
    if (failed.length > 0 && answers.some((answer) => answer !== null && !(answer instanceof Error)))
      notes.push({
        code: 'INCOMPLETE',
        message: `Looking among these types failed, so there may be further records with the same id: ${shortList(failed.map(({ type }) => type))}.`,
      });
    const missed = [...this.#others].find(([ref]) => answers[this.#request.refs.indexOf(ref)] === null);
    if (missed)
      notes.push({
        code: 'UNKNOWN_NAME',
        message: `Ids that were asked for belong to another integration or kind of object than was named: ${shortList([...new Set([...this.#others.values()].flatMap((names) => [...names]))])}.`,
      });
    return notes;
  }

  #lookUp(resource: Resource): Promise<unknown> {
    const requirements = this.#field.requirements.links.get('subject')?.targets.get(resource);
    if (!requirements) throw new TypeError(`${resource.type} is no type that was planned for`);
    const candidate = { resource, requirements };
    const chunks = chunksOf(this.#refs);
    const homes = resource.members.length > 0 ? resource.members : [resource];
    const isListed = chunks !== null && homes.every(canBeFiltered);
    const again = bareRowEnds(requirements, this.#operation.store.facts.isOwn) ? 0 : 1;
    if (isListed && homes.length * chunks.length < this.#refs.length + again)
      return Promise.all(homes.flatMap((home) => chunks.map((refs) => this.#fromList(candidate, home, refs))));
    return Promise.all(this.#refs.map((ref) => this.#fromReferences(candidate, ref)));
  }

  /** The records of a type that its references with this id lead to. */
  async #fromReferences({ resource }: Candidate, ref: string): Promise<void> {
    const { requirements, resource: references, key } = this.#field;
    const param = references.endpoint?.scope?.param as string;
    const page = await this.#operation.list({
      ...this.#list(references, { [param]: resource.type, service_model_ref: ref }, key, REFERENCES),
      requirements,
      only: resource,
    });
    const meant = page.ids.filter((id) => {
      const row = this.#operation.store.get(references, id)?.row;
      return row && this.#isMeant(row, [ref]);
    });
    if (isCutOff(page, REFERENCES)) throw tooMany(references, ref);
    for (const id of meant) {
      const row = this.#operation.store.get(references, id)?.row as Row;
      for (const target of targetsOf(row, this.#subject))
        if (target.collection === resource) this.#add(row, [ref], resource, target.id);
    }
    await this.#operation.settle(requirements, meant, after(FIRST));
  }

  /** The records of a type whose own list says that they are linked to one of these ids. */
  async #fromList({ resource, requirements }: Candidate, home: Resource, refs: readonly string[]): Promise<void> {
    const { resource: references, key } = this.#field;
    const link = home.links.get(references.key) as Link;
    const { reveal = {} } = home.endpoint ?? {};
    const params = { ...reveal, apply_default_filters: 'false', [REFS_PARAM]: refs.join(',') };
    const limit = refs.length * 2 <= REFERENCES ? REFERENCES : RECORDS_PER_CALL;
    const page = await this.#operation.list({
      ...this.#list(home, params, key, limit),
      requirements: withReferences(requirements, link, references, key),
    });
    if (isCutOff(page, limit)) throw tooMany(home, refs[0] as string);
    const { store } = this.#operation;
    const meant = page.ids.filter((id) => {
      const record = store.get(home, id);
      if (!record?.row) throw malformed(home, 'its results name a record that it does not hold');
      const rows = (targetIdsOf(record, link) ?? []).flatMap((one): Row[] => {
        const row = store.get(references, one)?.row;
        return row ? [row] : [];
      });
      // The API passes over a filter that it does not know: what it then sends are any records.
      if (!rows.some((row) => hasRef(row, refs)))
        throw malformed(home, `it holds a record without any of the references that ${REFS_PARAM} asks for`);
      const linked = rows.filter((row) => this.#isMeant(row, refs));
      for (const row of linked) this.#add(row, refs, resource, id);
      return linked.length > 0;
    });
    await this.#operation.settle(requirements, meant, after(FIRST));
  }

  #list(
    collection: Collection,
    params: Readonly<Record<string, string>>,
    path: string,
    limit: number,
  ): Omit<ListLoadRequest, 'requirements'> {
    const window = { offset: 0, limit };
    return { kind: 'list', collection, params, window, only: null, continues: false, owners: null, path, depth: FIRST };
  }

  /** Whether a reference is to one of these very ids, in the service and of the kind that were named. */
  #isMeant(row: Row, refs: readonly string[]): boolean {
    const ref = row.service_model_ref;
    // The API may compare without case, and ids of other systems differ by it.
    if (ref !== undefined && !refs.includes(textOf(ref))) return false;
    const { serviceName, serviceModel } = this.#request;
    if (isNamed(row.service_name, serviceName) && isNamed(row.service_model, serviceModel)) return true;
    const key = textOf(ref);
    const names = this.#others.get(key) ?? new Set<string>();
    this.#others.set(key, names.add(`${textOf(row.service_name)} ${textOf(row.service_model)}`.trim()));
    return false;
  }

  #add(row: Row, refs: readonly string[], resource: Resource, id: string): void {
    const { service_name: serviceName, service_model: serviceModel, service_model_ref: ref } = row;
    const match = { resource, id, serviceName: textOf(serviceName), serviceModel: textOf(serviceModel) };
    // A row that keeps the id to itself came for it all the same.
    for (const one of ref === undefined ? refs : [textOf(ref)]) {
      const matches = this.#matches.get(one) ?? new Map<string, MatchedRecord>();
      this.#matches.set(one, matches);
      if (!matches.has(`${resource.type}:${id}`)) matches.set(`${resource.type}:${id}`, match);
    }
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (idText(value) ?? ''));

/** A column that is hidden says nothing against the row. */
const isNamed = (value: unknown, wanted: string | null): boolean =>
  wanted === null || value === undefined || isSameName(textOf(value), wanted);

const hasRef = ({ service_model_ref: ref }: Row, refs: readonly string[]): boolean =>
  ref === undefined || refs.some((one) => foldedName(one) === foldedName(textOf(ref)));

/** Whether a type's list can be filtered by ids of another system, without a parameter that only the record tells. */
const canBeFiltered = ({ declaration: { endpoint }, links }: Resource): boolean =>
  endpoint !== undefined &&
  endpoint.listed !== false &&
  !endpoint.scope &&
  'externalReferenceServiceModelRefs' in endpoint.filters &&
  links.has('external_references');

/** The ids in lists that one parameter can hold; null where one of them has a comma, or blanks that would be cut. */
export function chunksOf(refs: readonly string[]): readonly (readonly string[])[] | null {
  if (refs.some((ref) => ref.includes(',') || ref.trim() !== ref)) return null;
  const chunks: string[][] = [];
  let length = 0;
  for (const ref of refs) {
    const chunk = chunks.at(-1);
    length += ref.length + 1;
    if (chunk && chunk.length < REFS_PER_CALL && length <= MAX_IDS_LENGTH) chunk.push(ref);
    else {
      chunks.push([ref]);
      length = ref.length + 1;
    }
  }
  return chunks;
}

/** The requirements of the records, with the references that show which of the ids each has. */
function withReferences(requirements: Requirements, link: Link, references: Resource, path: string): Requirements {
  if (requirements.links.has(link.name)) return requirements;
  const own = createRequirements(references);
  own.row = true;
  own.paths.add(path);
  const added = { link, targets: new Map([[references as Collection, own]]), back: new Set<Collection>() };
  return { ...requirements, links: new Map([...requirements.links, [link.name, added]]) };
}

/** Whether there are rows behind a page that should hold them all. */
const isCutOff = ({ ids, count }: { ids: readonly string[]; count: number | null }, limit: number): boolean =>
  ids.length >= limit && (count === null || count > ids.length);

const malformed = ({ endpoint }: Resource, detail: string) =>
  new UpstreamError({ kind: 'malformed', detail }, { method: 'GET', url: endpoint?.path ?? '/' });

const tooMany = (resource: Resource, ref: string) => new SeveralRecords(ref, [], resource.type);
