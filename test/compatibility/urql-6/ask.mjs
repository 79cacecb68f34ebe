import { createClient } from './cached-client.mjs';
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';

const client = createClient(await serve(), 'demo');
const kept = (document) => client.query(document, {}, { requestPolicy: 'cache-only' });

// Warnings of graphcache say what has no key, and which fragment it cannot match; and fields of fragments for other types.
console.warn = (text) => {
  if (!text.startsWith('Invalid undefined')) throw new Error(text);
};

// What was not asked, and what failed, is not known: neither is answered as null.
const partly = '{ users(first: 1) { nodes { id fullName } } wrong: user(id: "x y") { id } }';
await client.query(partly, {});
for (const document of [partly, '{ users(first: 1) { nodes { id headline } } }']) {
  const { data } = await kept(document);
  if (data) throw new Error(JSON.stringify(data));
}

// A fragment of another type is not for this record.
const node =
  '{ node(id: "User:7") { id ... on Workspace { title } ... on ExternallyReferenced { id } ... on User { fullName } } }';
await client.query(node, {});
const { data: record } = await kept(node);
if (record?.node?.fullName !== 'Ada Lovelace') throw new Error(JSON.stringify(record));

await client.query(query, variables);
const { data, error } = await client.query(query, variables, { requestPolicy: 'cache-only' });
if (error) throw error;
show(data);
