/** A made-up account: a consultancy with its clients, projects, people and the systems that they are linked with. */
import { found } from './account/company.ts';
import { defineFields, giveValues } from './account/custom-values.ts';
import { fill } from './account/fill.ts';
import { Ledger } from './account/ledger.ts';
import { addProject, type Project } from './account/project.ts';
import { keepRecords } from './account/project-records.ts';
import { Random } from './account/random.ts';
import { refer } from './account/references.ts';
import { addUnwritten } from './account/unwritten.ts';
import { viewers } from './account/viewers.ts';
import { collectionKeys } from './catalogue.ts';
import { type Tables, tablesOf } from './row.ts';
import type { SandboxUser } from './user.ts';

export interface AccountOptions {
  /** Default: 1. */
  readonly seed?: number | undefined;
  /** About how many rows in all; an account has some 1,500 at least. Default: 2,000. */
  readonly size?: number | undefined;
}

export interface Account {
  readonly tables: Tables;
  /** The first one sees everything. */
  readonly users: readonly SandboxUser[];
}

/** The share of all rows that are external references. */
const REFERENCES = 0.16;

/** With fewer, not every state that a project can be in would occur. */
const LEAST_PROJECTS = 9;

/** Makes up an account; the same options give the same one. */
export function generateAccount({ seed = 1, size = 2_000 }: AccountOptions = {}): Account {
  const ledger = new Ledger(new Random(seed));
  const company = found(ledger, size);
  const fields = defineFields(ledger, company.staff.slice(0, 3));
  for (const user of company.staff) giveValues(ledger, fields, 'users', user, 0.4, company.staff[0]?.id ?? null);
  for (const { group } of company.clients) giveValues(ledger, fields, 'workspace_groups', group, 0.7, null);
  const projects: Project[] = [];
  while (projects.length < LEAST_PROJECTS || ledger.size < size * (1 - REFERENCES))
    projects.push(addProject(ledger, company, fields, projects.length));
  for (const project of projects) keepRecords(project);
  refer(ledger, size * REFERENCES);
  addUnwritten(ledger, company);
  fill(ledger);

  const tables = tablesOf(collectionKeys, ledger.rows());
  return { tables, users: viewers(tables, company) };
}
