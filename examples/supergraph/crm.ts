/**
 * A second subgraph: a small CRM over an SQLite file. It has never heard of the Kantata API; a column
 * with a number in it is all that joins it to the gateway.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { NO_PAGES, serveLocally } from './serve-locally.ts';

const read = (file: string) => readFile(new URL(file, import.meta.url), 'utf8');

export const crmSdl = () => read('./crm.graphql');

interface Account {
  readonly id: number;
  readonly name: string;
  readonly kantata_owner_id: string | null;
}

interface Deal {
  readonly id: number;
  readonly account_id: number;
  readonly name: string;
  readonly stage: string;
  readonly value_in_cents: number;
  readonly kantata_owner_id: string | null;
  readonly kantata_workspace_id: string | null;
}

/** A record of another subgraph: its type, and the fields of one of its keys. */
interface Reference {
  readonly kantataId: string;
}

const reference = (kantataId: string | null): Reference | null => (kantataId === null ? null : { kantataId });

function createResolvers(database: DatabaseSync) {
  const all = <Row>(sql: string, ...values: SQLInputValue[]) =>
    database.prepare(sql).all(...values) as unknown as Row[];
  const accountBy = (id: number | string) => all<Account>('SELECT * FROM accounts WHERE id = ?', id)[0] ?? null;
  return {
    Query: {
      accounts: () => all<Account>('SELECT * FROM accounts ORDER BY name'),
      account: (_: unknown, { id }: { id: string }) => accountBy(id),
      deals: (_: unknown, { stage = null }: { stage?: string | null }) =>
        all<Deal>('SELECT * FROM deals WHERE ?1 IS NULL OR stage = ?1 ORDER BY value_in_cents DESC', stage),
    },
    Account: {
      owner: (account: Account) => reference(account.kantata_owner_id),
      deals: ({ id }: Account) => all<Deal>('SELECT * FROM deals WHERE account_id = ? ORDER BY id', id),
      __resolveReference: ({ id }: { id: string }) => accountBy(id),
    },
    Deal: {
      valueInCents: (deal: Deal) => deal.value_in_cents,
      account: (deal: Deal) => accountBy(deal.account_id),
      owner: (deal: Deal) => reference(deal.kantata_owner_id),
      workspace: (deal: Deal) => reference(deal.kantata_workspace_id),
      __resolveReference: ({ id }: { id: string }) => all<Deal>('SELECT * FROM deals WHERE id = ?', id)[0] ?? null,
    },
    Workspace: {
      deal: ({ kantataId }: Reference) =>
        all<Deal>('SELECT * FROM deals WHERE kantata_workspace_id = ?', kantataId)[0] ?? null,
    },
    User: {
      deals: ({ kantataId }: Reference) =>
        all<Deal>('SELECT * FROM deals WHERE kantata_owner_id = ? ORDER BY id', kantataId),
    },
  };
}

export interface Crm extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:12345/graphql`. */
  readonly url: string;
}

/** Starts the CRM on a free loopback port, with a fresh file that is removed when it stops. */
export async function startCrm(): Promise<Crm> {
  const folder = await mkdtemp(join(tmpdir(), 'crm-'));
  const database = new DatabaseSync(join(folder, 'crm.sqlite'));
  database.exec(await read('./crm.sql'));
  const schema = buildSubgraphSchema({
    typeDefs: parse(await crmSdl()),
    resolvers: createResolvers(database),
  });
  const server = await serveLocally(createYoga({ ...NO_PAGES, schema, logging: false }));
  return {
    url: `${server.origin}/graphql`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}
