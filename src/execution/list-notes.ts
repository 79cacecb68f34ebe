/**
 * Loads a list, and says what a list without rows would pass over in silence: an integration of another name, a word that
 * no row has had.
 *
 * Whether the API compares names of integrations with case is not documented. So a name is sent as it was written. Where
 * nothing matches it and it is not known to exist, one page of the latest references of each type that was asked, of ten
 * types at most, shows which names there are; where one differs by case alone, the list is asked for by that.
 */
import { after, type Depth, FIRST, type ListLoadRequest, MAX_PAGE } from '../loaders/load-request.ts';
import { CallBudgetExceeded } from '../loaders/call-sender.ts';
import type { Operation } from '../loaders/operation.ts';
import { createRequirements, type Requirements } from '../loaders/requirements.ts';
import { resources, type Resource } from '../schema/resource.ts';
import { shown } from '../schema/global-id.ts';
import { UnusableInput } from '../schema/unusable-input.ts';
import type { ListRequest, Params, RowsListener } from './list-request.ts';
import type { Note } from './notes.ts';
import { nearNames } from '../text/name-lists.ts';
import { loadList, type Rows } from './page.ts';
import { type ServiceNames, spellingOf } from './service-names.ts';

/** Types whose references are looked at for names. Integrations mostly link records of several. */
const MOST_TYPES = 10;

/** Types that integrations mostly link, which are looked at first. */
const USUAL: readonly string[] = [
  'Workspace',
  'Story',
  'User',
  'Invoice',
  'Expense',
  'TimeEntry',
  'WorkspaceGroup',
  'WorkspaceResource',
  'Submission',
  'Vendor',
];

/** @param names of integrations that the caller has seen; null in a prediction. */
export async function loadNotedList(
  request: ListRequest,
  operation: Operation,
  names: ServiceNames | null,
): Promise<Rows> {
  const { listener } = request;
  let rows = await loadList({ ...request, ...(listener && { listener: exceptEmpty(request, listener) }) }, operation);
  const name = nameIn(request);
  const notes: Note[] = [];
  if (name && operation.weigh !== null) await foretell(request, name, operation);
  if (name && names && isEmpty(request, rows)) {
    const spelled = await new NameLookup(request, name, operation, names).spelling();
    if (spelled.name !== null) rows = await loadSpelled(request, name, spelled.name, operation);
    notes.push(...spelled.notes);
  }
  if (isEmpty(request, rows)) notes.push(...unseenWords(request, operation));
  const noted = notes.length > 0 ? { ...rows, notes: [...(rows.notes ?? []), ...notes] } : rows;
  if (isEmpty(request, noted)) listener?.come(noted, true);
  return noted;
}

/** Whether no row matches. Where rows are only counted, and the API does not count, that is not known. */
const isEmpty = ({ field: { rows: areRead } }: ListRequest, { ids, count }: Rows): boolean =>
  ids.length === 0 && (count === 0 || (count === null && areRead));

/** Keeps a list without rows back: it may not be all. */
const exceptEmpty = (request: ListRequest, listener: RowsListener): RowsListener => ({
  come: (rows, isComplete) => {
    if (!isEmpty(request, rows)) listener.come(rows, isComplete);
  },
  broken: (error) => listener.broken(error),
});

/** The parameter that names an integration, and its value. */
interface AskedName {
  readonly param: string;
  readonly value: string;
}

const NAME_PARAMS = ['service_name', 'external_reference_service_name'];

/** The integration that the list is filtered by. */
function nameIn({ lists }: ListRequest): AskedName | null {
  const [first] = lists;
  const param = first && NAME_PARAMS.find((name) => first[name] !== undefined);
  return param ? { param, value: first[param] as string } : null;
}

const spelledAs = (request: ListRequest, { param }: AskedName, value: string): ListRequest => ({
  ...request,
  lists: request.lists.map((params) => ({ ...params, [param]: value })),
  depth: after(after(FIRST)),
});

/** Loads the list by the right name. Where the calls do not suffice, what is wrong is the name, and the client can correct it. */
async function loadSpelled(request: ListRequest, name: AskedName, right: string, operation: Operation): Promise<Rows> {
  try {
    return await loadList(spelledAs(request, name, right), operation);
  } catch (error) {
    if (!(error instanceof CallBudgetExceeded)) throw error;
    throw new UnusableInput(
      `filter: no integration is called ${shown(name.value)}, but ${shown(right)} is. To ask for that as well would pass the limit of ${error.limit} REST calls: write it so.`,
    );
  }
}

/** The types whose references may have the name. */
function typesIn({ lists, field: { resource } }: ListRequest): readonly string[] {
  if (resource.key !== 'external_references') return [subjectTypeOf(resource)];
  const asked = lists.flatMap(({ subject_type: type }) => type ?? []);
  const usual = USUAL.filter((type) => asked.includes(type));
  return [...usual, ...asked.filter((type) => !usual.includes(type))].slice(0, MOST_TYPES);
}

/** What references call a type: both kinds of submission have one name. */
const subjectTypeOf = (resource: Resource): string => {
  const targets = resources.get('ExternalReference')?.links.get('subject')?.targets ?? [];
  return targets.find((target) => target === resource || target.members.includes(resource))?.type ?? resource.type;
};

const WHY = {
  names: 'Only where nothing matches and the name of the integration is not known: shows which names there are.',
  again: 'Only where nothing matches, and the integration has the same name in another case.',
};

const namesList = (type: string, requirements: Requirements, path: string, depth: Depth): ListLoadRequest => ({
  kind: 'list',
  collection: requirements.collection,
  params: { subject_type: type },
  window: { offset: 0, limit: MAX_PAGE },
  requirements,
  only: null,
  continues: true,
  owners: null,
  path,
  depth,
  contingent: { most: 1, why: WHY.names },
});

const rowsOnly = (): Requirements => {
  const requirements = createRequirements(resources.get('ExternalReference') as Resource);
  requirements.row = true;
  return requirements;
};

/** In a prediction: what a name that nothing matches would lead to. */
async function foretell(request: ListRequest, { param }: AskedName, operation: Operation): Promise<void> {
  const { field, lists, first } = request;
  const requirements = rowsOnly();
  requirements.paths.add(field.key);
  const again = (params: Params): ListLoadRequest => ({
    ...namesList('', requirements, field.key, after(after(FIRST))),
    collection: field.resource,
    params: { ...params, [param]: '~' },
    window: field.rows ? { offset: 0, limit: Math.min(first, MAX_PAGE) } : null,
    requirements: field.rows ? field.requirements : null,
    contingent: { most: 1, why: WHY.again },
  });
  await Promise.all(
    typesIn(request).map((type) => operation.list(namesList(type, requirements, field.key, after(FIRST)))),
  );
  await Promise.all(lists.map((params) => operation.list(again(params))));
}

/** Finds out how an integration is spelled that nothing matched. */
class NameLookup {
  readonly #request: ListRequest;
  readonly #value: string;
  readonly #operation: Operation;
  readonly #names: ServiceNames;

  constructor(request: ListRequest, { value }: AskedName, operation: Operation, names: ServiceNames) {
    this.#request = request;
    this.#value = value;
    this.#operation = operation;
    this.#names = names;
  }

  /** Another spelling to ask for; null for none. */
  async spelling(): Promise<{ readonly name: string | null; readonly notes: readonly Note[] }> {
    if (this.#found() === null) await this.#look();
    const found = this.#found();
    // It exists: what does not match is another filter.
    if (found === this.#value) return { name: null, notes: [] };
    const value = shown(this.#value);
    if (found === null) return { name: null, notes: [this.#unknown()] };
    const message = `No link is of an integration called ${value}; the answer is that of ${shown(found)}. Write it so: asking twice takes more REST calls.`;
    return { name: found, notes: [{ code: 'UNKNOWN_NAME', message }] };
  }

  #known(): ReadonlySet<string> {
    this.#names.learn(this.#operation.store);
    return this.#names.of(this.#operation.store.principal);
  }

  #found(): string | null {
    return spellingOf(this.#value, this.#known());
  }

  /** Reads the latest references of some types. That one cannot be read makes fewer names known, and no error. */
  async #look(): Promise<void> {
    const requirements = rowsOnly();
    const path = this.#request.field.key;
    requirements.paths.add(path);
    await Promise.allSettled(
      typesIn(this.#request).map((type) => this.#operation.list(namesList(type, requirements, path, after(FIRST)))),
    );
  }

  #unknown(): Note {
    const names = [...this.#known()];
    const known =
      names.length > 0
        ? `Integrations whose links were seen: ${nearNames(this.#value, names)}.`
        : 'No link of any integration was seen.';
    return {
      code: 'UNKNOWN_NAME',
      message: `No link that was seen is of an integration called ${shown(this.#value)}. ${known}`,
    };
  }
}

/** Words that the list is filtered by, and that no row has had. */
function unseenWords({ field: { resource }, words }: ListRequest, { store }: Operation): readonly Note[] {
  const unseen = words.filter(({ column, name }) => store.facts.words.isUnseen(resource.key, column, name));
  return unseen.map(({ filter, name }) => ({
    code: 'UNSEEN_WORD',
    message: `No ${resource.type} that the API has sent to this gateway has been ${name}, so \`filter.${filter}\` may ask for what does not occur.`,
  }));
}
