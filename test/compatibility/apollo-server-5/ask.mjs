import { ApolloServer } from '@apollo/server';
import { ask, gateway } from './gateway.mjs';

const server = new ApolloServer({ typeDefs: 'type Query { own: Int }', resolvers: { Query: { own: () => 1 } } });
const own = await server.executeOperation({ query: '{ own }' });
if (own.body.singleResult.data.own !== 1) throw new Error('Apollo Server does not answer');
await ask((request) => gateway.fetch(request));
