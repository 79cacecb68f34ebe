/** One query of the gateway, the same for every folder here. */
export const query = `query($first: Int!, $names: Boolean = true) {
  users(first: $first) { nodes { id fullName @include(if: $names) } }
  __schema { queryType { name } }
}`;
export const variables = { first: 1 };
const body = JSON.stringify({ query, variables });

/** Asks by `fetch`, which takes a request for `/graphql` of the origin; prints the answer and ends the process. */
export async function ask(fetch, origin = 'http://localhost') {
  const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(new Request(`${origin}/graphql`, { method: 'POST', headers, body, signal }));
  console.log(await response.text());
}

/** Prints what a client of its own read, without what it adds to it, and ends the process. */
export function show({ users }) {
  console.log(`read: ${JSON.stringify(users.nodes.map(({ id, fullName }) => ({ id, fullName })))}`);
  process.exit();
}
