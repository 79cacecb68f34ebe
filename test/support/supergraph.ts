/** The gateway, the CRM and the bookings as one graph, behind one of two routers, all real servers. */
import { type Router, startApolloRouter } from '../../examples/supergraph/apollo-router.ts';
import { compose } from '../../examples/supergraph/compose.ts';
import { crmSdl, startCrm } from '../../examples/supergraph/crm.ts';
import { subgraphSdl } from '../../src/schema/federation.ts';
import { createSchema } from '../../src/schema/index.ts';
import { bookingSdl, startBookings } from './booking-subgraph.ts';
import { type QueryOptions, type Reply, startGateway, type TestGateway } from './gateway.ts';
import { startHiveRouter } from '../routers/hive-router.ts';

/** What routers send, and nobody else knows. */
export const ROUTER_SECRET = 'known to the routers alone';

export interface Graph extends AsyncDisposable {
  readonly kantata: TestGateway;
  readonly apollo: Router;
  readonly hive: Router;
}

/** Starts all of it over a sandbox with these rows. Only routers may ask for entities. */
export async function startGraph(...[rows, options]: Parameters<typeof startGateway>): Promise<Graph> {
  const parts = new AsyncDisposableStack();
  const kantata = parts.use(
    await startGateway(rows, { federation: true, federationSecret: ROUTER_SECRET, ...options }),
  );
  const crm = parts.use(await startCrm());
  const bookings = parts.use(await startBookings());
  const supergraphSdl = compose([
    { name: 'kantata', url: `${kantata.url}/graphql`, sdl: subgraphSdl(createSchema({ federation: true })) },
    { name: 'crm', url: crm.url, sdl: await crmSdl() },
    { name: 'bookings', url: bookings.url, sdl: bookingSdl },
  ]);
  const apollo = parts.use(await startApolloRouter({ supergraphSdl, secret: ROUTER_SECRET }));
  const hive = parts.use(await startHiveRouter({ supergraphSdl, secret: ROUTER_SECRET }));
  return { kantata, apollo, hive, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Asks a router in a user's name. */
export async function ask(
  router: Router,
  query: string,
  { variables, token = 'demo', headers }: QueryOptions = {},
): Promise<Reply> {
  const response = await fetch(router.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Reply, 'status'>) };
}
