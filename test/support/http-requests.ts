/** Requests over HTTP to the gateway of a spec, and their answers as they come. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

export const GRAPHQL = 'application/graphql-response+json';
export const authorization = 'Bearer demo';

/** The gateway of the spec, once it has called {@link useGateway}. */
export let gateway: TestGateway;

/** One gateway for all tests of a spec, which has counted no request when a test begins. */
export function useGateway(): void {
  beforeAll(async () => {
    gateway = await startGateway({ users: [{ id: '1', full_name: 'Ada Lovelace' }], workspace_resources: [] });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => {
    gateway.requests();
  });
}

/** The status, headers and JSON of an answer. */
export async function reply(response: Response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
}

export const post = async (body: string, headers: Record<string, string> = {}, at: TestGateway = gateway) =>
  reply(
    await fetch(`${at.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept: GRAPHQL, ...headers },
      body,
    }),
  );

export const ask = (query: string, more: object = {}, headers: Record<string, string> = {}) =>
  post(JSON.stringify({ query, ...more }), headers);

export const onlyError = ({ json }: { json: { errors: { message: string; extensions: { code: string } }[] } }) => {
  expect(json).not.toHaveProperty('data');
  expect(json.errors).toHaveLength(1);
  return json.errors[0] as { message: string; extensions: { code: string } };
};

export const usersQuery = JSON.stringify({ query: '{ users { totalCount } }' });
