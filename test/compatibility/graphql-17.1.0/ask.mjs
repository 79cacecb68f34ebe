import { experimentalExecuteIncrementally, parse } from 'graphql';
import { ask, gateway } from './gateway.mjs';

// By graphql itself, whose variables have another shape here than in 16.
const executed = await experimentalExecuteIncrementally({
  schema: gateway.schema,
  document: parse('query($search: String!) { users(first: 1, filter: { search: $search }) { totalCount } }'),
  variableValues: { search: 'Nobody of this name' },
  contextValue: { executor: gateway.executor, caller: { token: 'demo', isRouter: false, trace: false } },
});
if (executed.data?.users?.totalCount !== 0) throw new Error(`graphql answered ${JSON.stringify(executed)}`);

// As README shows it: without a server.
await ask((request) => gateway.fetch(request));
