import { show } from './client.mjs';
import { gateway } from './gateway.mjs';
import { graphql } from './gql/gql.ts';
import type { CustomFieldFilter, UsersQuery } from './gql/graphql.ts';

const users = graphql(`
  query Users {
    users(first: 1) { nodes { id fullName } }
  }
`);
graphql(`
  query Projects($by: [CustomFieldFilter!]) {
    workspaces(filter: { customFields: $by }) { totalCount }
  }
`);

export const one: CustomFieldFilter = { text: { fieldId: '1', value: 'a' } };
// @ts-expect-error: one of them, not both.
export const both: CustomFieldFilter = { text: { fieldId: '1' }, number: { fieldId: '1', value: 1 } };

const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
const body = JSON.stringify({ query: users.toString() });
const answer = await gateway.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }));
const { data } = (await answer.json()) as { data: UsersQuery };
show(data);
