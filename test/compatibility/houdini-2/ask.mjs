import users from './.houdini/artifacts/Users.ts';
import { show } from './client.mjs';
import { gateway } from './gateway.mjs';

// What Houdini's compiler made of the query is what its client sends.
const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
const body = JSON.stringify({ query: users.raw });
const answer = await gateway.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }));
show((await answer.json()).data);
