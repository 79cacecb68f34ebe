/** The two compositions that make one graph of several subgraphs. */
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import type { DocumentNode } from 'graphql';

export type Composed = { supergraphSdl?: string | undefined; errors?: readonly { message: string }[] | undefined };
export type Service = { name: string; url: string; typeDefs: DocumentNode };

export const composers: [name: string, compose: (services: Service[]) => Composed][] = [
  ['@theguild/federation-composition', composeByTheGuild],
  ['@apollo/composition', composeByApollo],
];
