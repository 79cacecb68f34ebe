import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { ask, gateway } from './gateway.mjs';

buildSubgraphSchema(parse('type Query { own: Int }'));
await ask((request) => gateway.fetch(request));
