/** The whole examination of one account, within its budget of calls. */
import { ApiFacts } from '../loaders/api-facts.ts';
import { wireName } from '../schema/attribute.ts';
import { type Resource, resources } from '../schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it declares the types; that is its effect
import '../schema/types/index.ts';
import type { Upstream } from '../upstream/client.ts';
import type { Finding } from './finding.ts';
import { Observations } from './observations.ts';
import { associationFinding, passiveFindings } from './passive.ts';
import { PROBES, probe } from './probes.ts';
import { scan, scanByIds } from './scan.ts';
import { type Refusal, Session } from './session.ts';

export interface ExamineOptions {
  readonly upstream: Upstream;
  readonly token: string;
  /** The most calls that are made. */
  readonly calls: number;
  readonly progress: (call: number, path: string) => void;
}

/** What is known of one type after it. */
export interface TypeSeen {
  readonly type: string;
  readonly rows: number;
  /** Keys of rows that the schema lacks. */
  readonly unknownKeys: readonly string[];
  /** Keys that the schema declares and no row had. Empty where no row came. */
  readonly missingKeys: readonly string[];
}

export interface Examination {
  readonly calls: { readonly made: number; readonly budget: number; readonly endedBecause: string | null };
  /** In whole milliseconds. */
  readonly times: { readonly fastest: number; readonly median: number; readonly slowest: number };
  readonly rateLimits: { readonly met: number; readonly namedWait: number; readonly longestWaitMs: number };
  readonly findings: readonly Finding[];
  readonly types: readonly TypeSeen[];
  readonly refusals: readonly Refusal[];
}

/**
 * Asks an account, read-only, about everything that declarations and planner take for granted.
 *
 * @returns what was found, without any content of a record, and the facts that a gateway can begin with.
 * @throws {CannotExamine} when the API cannot be reached, is none, or does not accept the token.
 */
export async function examine(options: ExamineOptions): Promise<{ examination: Examination; facts: ApiFacts }> {
  const facts = new ApiFacts(resources.values());
  const observations = new Observations(facts);
  const session = new Session({ ...options, observations });
  await session.ask('/users/me');
  // Pointers of the one polymorphic association whose targets have a base class.
  await session.ask('/external_references', { subject_type: 'Submission', include: 'subject', per_page: '20' });
  await scan(session, reservedOf(options.calls));
  const probed = await probe(session);
  // Probes need fewer calls than they may.
  await scanByIds(session);
  await scan(session, 0);
  const news = observations.drift.news();
  const named = (kind: string) =>
    news.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  const findings = [
    ...probed,
    ...passiveFindings(observations, named('word')),
    ...facts.assumptions().map(associationFinding),
  ];
  return { examination: summary(session, findings, named('key')), facts };
}

/** Calls that the probes need. With a small budget, half of it stays for the types. */
const reservedOf = (calls: number) =>
  Math.min(
    Math.floor(calls / 2),
    PROBES.reduce((sum, one) => sum + one.calls, 4),
  );

function summary(session: Session, findings: readonly Finding[], unknownKeys: readonly string[]): Examination {
  const sorted = session.times.toSorted((a, b) => a - b);
  const at = (index: number) => Math.round(sorted[index] ?? 0);
  const waits = session.rateLimits.filter((ms) => ms !== null);
  return {
    calls: { made: session.calls, budget: session.budget, endedBecause: session.endedBecause },
    times: { fastest: at(0), median: at(Math.floor(sorted.length / 2)), slowest: at(sorted.length - 1) },
    rateLimits: { met: session.rateLimits.length, namedWait: waits.length, longestWaitMs: Math.max(0, ...waits) },
    findings,
    types: typesSeen(session.observations, unknownKeys),
    refusals: session.refusals,
  };
}

function typesSeen(observations: Observations, unknownKeys: readonly string[]): TypeSeen[] {
  return [...resources.values()]
    .filter(({ declaration, members }) => !declaration.whole && members.length === 0)
    .map((resource) => ({
      type: resource.type,
      rows: observations.rowsOf(resource.key),
      unknownKeys: unknownKeys
        .filter((name) => name.startsWith(`${resource.key}.`))
        .map((name) => name.slice(resource.key.length + 1)),
      missingKeys: missingKeys(resource, observations),
    }));
}

/** Optional fields are not asked for, so that they are not missed. */
function missingKeys({ key, attributes }: Resource, observations: Observations): string[] {
  if (observations.rowsOf(key) === 0) return [];
  const seen = observations.keysOf(key);
  return [...attributes]
    .filter(([, { optional }]) => !optional)
    .map(([field, attribute]) => wireName(field, attribute))
    .filter((name) => !seen.has(name));
}
