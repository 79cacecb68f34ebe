import { QueryClient } from '@tanstack/query-core';
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';
import { createApi, questionOf } from './questions.mjs';

const api = createApi(await serve(), 'demo');
const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });

// A part that fails does not take the rest away, and is told.
const partly = '{ users(first: 1) { totalCount } wrong: user(id: "x y") { id } }';
const { data, errors } = await client.fetchQuery(questionOf(api, partly));
if (data.users.totalCount !== 1 || errors[0]?.path?.[0] !== 'wrong') throw new Error(JSON.stringify({ data, errors }));

// What cannot run is not asked again.
const startedMs = performance.now();
const refused = await client.fetchQuery(questionOf(api, '{ nothing }')).catch((error) => error);
if (refused.response?.status !== 422 || performance.now() - startedMs > 900) throw new Error(`${refused}`);

await client.fetchQuery(questionOf(api, query, variables));
show((await client.ensureQueryData(questionOf(api, query, variables))).data);
