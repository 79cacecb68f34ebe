/** A subgraph that knows nothing of its bookings but Kantata numbers: what it points at, `booked` says. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { serveLocally } from '../../examples/supergraph/serve-locally.ts';

export const bookingSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { bookings(first: Int!): [Booking!]!  booking(number: ID!): Booking! }
  type Booking { number: ID!  resource: WorkspaceResource  workspace: Workspace }
  type WorkspaceResource @key(fields: "kantataId", resolvable: false) { kantataId: ID! }
  type Workspace @key(fields: "kantataId", resolvable: false) { kantataId: ID! }
`;

/** Booking 7 is of the workspace resource 7 and the workspace 7. */
const booking = (number: string) => ({ number, resource: { kantataId: number }, workspace: { kantataId: number } });

export async function startBookings() {
  const schema = buildSubgraphSchema({
    typeDefs: parse(bookingSdl),
    resolvers: {
      Query: {
        bookings: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, (__, at) => booking(String(at + 1))),
        booking: (_: unknown, { number }: { number: string }) => booking(number),
      },
    },
  });
  const server = await serveLocally(createYoga({ schema, logging: false }));
  return { url: `${server.origin}/graphql`, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}
