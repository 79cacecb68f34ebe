/** The examination in words, and as what can be attached to an issue. */
import type { Examination, TypeSeen } from './examine.ts';
import type { Finding } from './finding.ts';

/** What it ran with, and against what. */
export interface Versions {
  readonly gateway: string;
  readonly node: string;
  readonly api: string;
}

/** An assumption that answers depend on does not hold. */
export const isBroken = ({ verdict, weight }: Finding) => verdict === 'differs' && weight === 'answers';

const FORMAT = 1;

/** The report as JSON: every finding, and nothing of a record. */
export const reportJson = (versions: Versions, examination: Examination): string =>
  `${JSON.stringify({ format: FORMAT, versions, ...examination }, null, 2)}\n`;

const isAssociation = ({ name }: Finding) => name.startsWith('association ');

const counted = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;

function mark({ verdict, weight }: Finding): string {
  if (verdict === 'unseen') return '?  ';
  if (verdict === 'as assumed') return 'ok ';
  return weight === 'answers' ? '!! ' : '~  ';
}

/** One line for a finding: assumption, what the API did, consequence, what to do. */
const findingLine = (finding: Finding): string =>
  [mark(finding) + finding.assumption, finding.shown, finding.consequence, finding.advice]
    .filter((text) => text !== null)
    .join(' | ');

const nameList = (names: readonly string[], most = 12) =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

function associationLines(findings: readonly Finding[]): string[] {
  const different = findings.filter(({ verdict }) => verdict === 'differs');
  const asAssumed = findings.filter(({ verdict }) => verdict === 'as assumed').length;
  const unseen = findings.length - asAssumed - different.length;
  return [
    ...different.map(findingLine),
    `   ${counted(asAssumed, 'association')} as declared, ${different.length} otherwise, ${unseen} not seen.`,
  ];
}

function typeLines(types: readonly TypeSeen[]): string[] {
  const seen = types.filter(({ rows }) => rows > 0);
  const lines = seen.flatMap(({ type, unknownKeys, missingKeys }) => [
    ...(unknownKeys.length > 0 ? [`   ${type} has keys that the schema lacks: ${nameList(unknownKeys)}`] : []),
    ...(missingKeys.length > 0 ? [`   ${type} never had: ${nameList(missingKeys)}`] : []),
  ]);
  const unseen = types.filter(({ rows }) => rows === 0).map(({ type }) => type);
  return [
    `   Rows of ${seen.length} of ${counted(types.length, 'type')} were seen.`,
    ...lines,
    ...(unseen.length > 0 ? [`   No rows of ${nameList(unseen, 100)}.`] : []),
  ];
}

function callLines({ calls, times, rateLimits, refusals }: Examination): string[] {
  const waits =
    rateLimits.namedWait === 0
      ? 'none named a wait'
      : `${rateLimits.namedWait} named a wait, the longest of ${rateLimits.longestWaitMs} ms`;
  return [
    `   ${calls.made} of at most ${counted(calls.budget, 'call')}. Answers took ${times.fastest} to ${times.slowest} ms, half of them at most ${times.median} ms.`,
    rateLimits.met === 0 ? '   429 was not met.' : `   429 was met ${counted(rateLimits.met, 'time')}; ${waits}.`,
    ...(calls.endedBecause === null ? [] : [`   It ended early, because ${calls.endedBecause}.`]),
    ...refusals.map(
      ({ path, kind, status }) => `   GET ${path} failed: ${kind}${status === null ? '' : `, status ${status}`}`,
    ),
  ];
}

/** The verdict in one line. */
function verdictLine(findings: readonly Finding[]): string {
  const broken = findings.filter(isBroken).length;
  const different = findings.filter(({ verdict }) => verdict === 'differs').length;
  if (broken > 0)
    return `${counted(broken, 'assumption')} that answers depend on ${broken === 1 ? 'does' : 'do'} not hold (!!).`;
  return different > 0
    ? `Answers are right over this API. ${counted(different, 'assumption')} of other kinds differ (~).`
    : 'This API does all that was seen as assumed.';
}

/** The report for people: one line for each assumption; associations that are as declared are only counted. */
export function reportText({ gateway, node, api }: Versions, examination: Examination): string {
  const { findings } = examination;
  return [
    `kantata-gateway ${gateway} on Node ${node}, against ${api}`,
    '',
    'Assumption | what the API did | consequence | what to do',
    ...findings.filter((finding) => !isAssociation(finding)).map(findingLine),
    '',
    'Associations',
    ...associationLines(findings.filter(isAssociation)),
    '',
    'Types',
    ...typeLines(examination.types),
    '',
    'Calls',
    ...callLines(examination),
    '',
    verdictLine(findings),
    '',
  ].join('\n');
}
