/** The gateway that the rows of docs/graphql-language.md ask over HTTP, and what they hold of its answers. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Reply, startGateway, type TestGateway } from '../support/gateway.ts';

/** The gateway of the spec, once it has called {@link useService}. */
export let gateway: TestGateway;

/** One gateway for all rows, which has counted no request when a row begins. */
export function useService(): void {
  beforeAll(async () => {
    gateway = await startGateway({
      users: [
        { id: '7', full_name: 'Ada Lovelace', headline: null },
        { id: '8', full_name: 'Grace Hopper' },
      ],
      workspaces: [{ id: '1', title: 'Bridge', creator_id: '7', participant_ids: ['7', '99'] }],
      time_entries: [
        { id: '1', time_in_minutes: 'many', billable: 'perhaps', created_at: '2026-01-03T00:00:00Z' },
        { id: '2', time_in_minutes: 30, billable: true, notes: 5, created_at: 'soon', date_performed: '2026-02-31' },
      ],
      invoices: [{ id: '1', tax_rate: '1.5', title: {} }],
      stories: [{ id: '1', story_type: 'spaceship', state: 'not started' }],
      skill_memberships: [
        { id: '1', level: 3 },
        { id: '2', level: 1.5 },
        { id: '3', level: 2 ** 31 },
      ],
      roles: [],
    });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => void gateway.requests());
}

type Variables = Readonly<Record<string, unknown>>;

export const ask = (query: string, variables: Variables = {}, operationName?: string) =>
  gateway.query(query, { variables, ...(operationName && { operationName }) });

export async function dataOf(query: string, variables: Variables = {}): Promise<Reply['data']> {
  const { data, errors } = await ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** The text of an answer, as it is sent. */
export async function textOf(query: string): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

/** Asks for what is refused before anything is executed: there is no `data`, and no REST call. Resolves with its first error. */
export async function isRefused(code: string, ...asked: Parameters<typeof ask>) {
  gateway.requests();
  const { errors, ...rest } = await ask(...asked);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(rest).not.toHaveProperty('data');
  expect(gateway.requests()).toEqual([]);
  return errors?.[0];
}

/** Refused by validation, in words that say of which rule. */
export async function invalid(query: string, words: string | RegExp, operationName?: string): Promise<void> {
  const error = await isRefused('GRAPHQL_VALIDATION_FAILED', query, {}, operationName);
  expect(error?.message).toMatch(words);
}

export const unreadable = async (...queries: readonly string[]): Promise<void> => {
  for (const query of queries) await isRefused('GRAPHQL_PARSE_FAILED', query);
};

/** Refused for the values of its variables. */
export const uncoercible = async (query: string, ...all: readonly Variables[]): Promise<void> => {
  for (const variables of all) await isRefused('BAD_USER_INPUT', query, variables);
};
