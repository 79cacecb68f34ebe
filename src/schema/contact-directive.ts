import { DirectiveLocation, GraphQLDirective, GraphQLNonNull, GraphQLString } from 'graphql';

/** The contact for this subgraph, which schema registries show. */
export const contact = new GraphQLDirective({
  name: 'contact',
  description: 'Contact for this subgraph.',
  locations: [DirectiveLocation.SCHEMA],
  args: {
    name: { type: new GraphQLNonNull(GraphQLString), description: 'Name of the owner.' },
    url: { type: GraphQLString, description: 'Address of the owner.' },
    description: { type: GraphQLString, description: 'How to make contact.' },
  },
});
