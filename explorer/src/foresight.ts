/** What the gateway foretells of the operation at the cursor, asked again as one types. */
import { tryParseJSONC } from '@graphiql/react';
import {
  type DocumentNode,
  GraphQLError,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import type { ExplainedCall, Explanation } from '../../src/execution/explain.ts';
import { explainUrl, gateway } from './gateway.ts';
import { schema } from './schema.ts';
import { operationAt, type PlacedField, placedFields } from './served-fields.ts';
import { createStore } from './store.ts';
import { authorization } from './token.ts';
import { currentHeaders, defaultsFor } from './environments.ts';

/** What stands in the editors. */
export interface Draft {
  readonly query: string;
  /** As JSON, with comments. */
  readonly variables: string;
  /** Where the cursor is in the query, in characters from its start. */
  readonly offset: number;
}

/** Why there is no explanation of what stands in the editors. */
export interface Problem {
  readonly title: string;
  readonly details: readonly string[];
}

export interface Foresight {
  /** The latest explanation; of an earlier draft where there is a problem with this one. */
  readonly explanation: Explanation | null;
  /** Which operation it is of, see {@link operationKey}. */
  readonly key: string;
  /** The fields of that operation, where they stand. */
  readonly fields: readonly PlacedField[];
  readonly problem: Problem | null;
  readonly isPending: boolean;
}

export const foresight = createStore<Foresight>({
  explanation: null,
  key: '',
  fields: [],
  problem: null,
  isPending: gateway.explain,
});

/** The calls of an explanation, in the order of their waves: what an index of a call means everywhere here. */
export const callsOf = (explanation: Explanation | null): readonly ExplainedCall[] =>
  explanation?.waves.flatMap(({ calls }) => calls) ?? [];

/** Tells apart what is asked: the document, the variables, and which operation. */
export const operationKey = (query: string, variables: unknown, operationName: string | null | undefined): string =>
  JSON.stringify([query.trim(), variables ?? {}, operationName ?? null]);

const SWITCHED_OFF: Problem = {
  title: 'This gateway does not tell its REST calls',
  details: ['Its operator can switch that on: EXPLAIN=on.'],
};

const UNREACHABLE: Problem = {
  title: 'The gateway does not answer',
  details: ['Is it still running? What you type next asks again.'],
};

const withProblem = (problem: Problem) => foresight.set({ ...foresight.get(), problem, isPending: false });

let underWay: AbortController | undefined;

/** Asks for the explanation of a draft, and calls off the question before. Never rejects. */
export async function foretell({ query, variables, offset }: Draft): Promise<void> {
  underWay?.abort();
  if (!gateway.explain) return withProblem(SWITCHED_OFF);
  let asked: { readonly variables: Variables; readonly operationName: string | null };
  let fields: readonly PlacedField[];
  try {
    const document = parse(query);
    const operation = operationAt(document, offset);
    if (!operation) return withProblem(unfinished(query));
    fields = placedFields(document, operation);
    const errors = faultsOf(document, operation, { ...defaultsFor(query), ...readVariables(variables) });
    if (errors.length > 0) return withProblem(refused(errors));
    asked = { variables: readVariables(variables), operationName: operation.name?.value ?? null };
  } catch (error) {
    return withProblem(error instanceof VariablesProblem ? error.problem : unfinished(query, error));
  }
  const key = operationKey(query, asked.variables, asked.operationName);
  const controller = new AbortController();
  underWay = controller;
  foresight.set({ ...foresight.get(), isPending: true });
  try {
    const response = await fetch(explainUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...currentHeaders(), ...authorization() },
      body: JSON.stringify({ query, ...asked, variables: { ...defaultsFor(query), ...asked.variables } }),
      signal: controller.signal,
    });
    const body = (await response.json()) as Explanation | { readonly errors: readonly ToldError[] };
    if (controller.signal.aborted) return;
    if ('waves' in body) foresight.set({ explanation: body, key, fields, problem: null, isPending: false });
    else withProblem(refused(body.errors));
  } catch {
    if (!controller.signal.aborted) withProblem(UNREACHABLE);
  }
}

type Variables = Readonly<Record<string, unknown>> | undefined;

/**
 * What the gateway would refuse an operation for, as far as the schema tells. So it is seldom asked in vain while one
 * types: browsers note each refusal as an error.
 */
function faultsOf(
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): readonly ToldError[] {
  const known = schema.get();
  if (!known) return [];
  const errors = validate(known, document);
  return errors.length > 0 ? errors : (getVariableValues(known, variableDefinitions, variables ?? {}).errors ?? []);
}

interface ToldError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[] | undefined;
}

const at = ({ locations: [place] = [] }: ToldError) => (place ? `Line ${place.line}: ` : '');

const refused = (errors: readonly ToldError[]): Problem => ({
  title: 'As it stands, this would be refused',
  details: errors.slice(0, 5).map((error) => at(error) + error.message),
});

function unfinished(query: string, error?: unknown): Problem {
  const isEmpty = query.replaceAll(/#.*/g, '').trim() === '';
  if (isEmpty) return { title: 'Nothing is asked for yet', details: ['Type an operation, or take an example.'] };
  const told = error instanceof GraphQLError ? error : null;
  return { title: 'Not finished yet', details: told ? [at(told) + told.message] : ['There is no operation in it.'] };
}

class VariablesProblem extends Error {
  readonly problem: Problem;
  constructor(detail: string) {
    super(detail);
    this.problem = { title: 'The variables cannot be read', details: [detail] };
  }
}

/** What stands in the editor of variables; undefined where nothing does. Read as GraphiQL does for a run. */
function readVariables(text: string): Variables {
  try {
    return tryParseJSONC(text);
  } catch (error) {
    throw new VariablesProblem(`They ${(error as Error).message}`);
  }
}
