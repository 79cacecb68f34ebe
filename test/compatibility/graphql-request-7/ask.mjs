import { ClientError, GraphQLClient } from 'graphql-request';
import { query, show, variables } from './client.mjs';
import { serve } from './gateway.mjs';

const client = new GraphQLClient(await serve(), { headers: { authorization: 'Bearer demo' } });
// It throws what is refused, with the errors of the gateway.
const refused = await client.request('{ nothing }').catch((error) => error);
if (!(refused instanceof ClientError) || refused.response.errors[0].extensions.code !== 'GRAPHQL_VALIDATION_FAILED')
  throw refused;
show(await client.request(query, variables));
