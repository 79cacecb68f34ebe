/**
 * What README, CONTRIBUTING and `docs/` say is so: their queries are asked, their commands sent, their links followed, and
 * their tables made from the code. `npm test -- docs -u` writes the tables anew.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GraphQLNamedType, type GraphQLObjectType, parse, print } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { loadConfig } from '../src/config/config.ts';
import { createExport } from '../src/export/index.ts';
import { EXAMPLES_FOLDER, readExamples } from '../src/mcp/examples.ts';
import { settings } from '../src/config/settings.ts';
import { CALL_EVENTS, SPANS } from '../src/observe/span-table.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import { resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
import { allMetrics } from './support/all-metrics.ts';
import { type Block, blocksOf as allBlocksOf, fileOf } from './support/code-blocks.ts';
import { leftOutWhole, listSections, sharedTables } from '../tools/contract/list-tables.ts';
import { recordedFacts, startGateway } from './support/gateway.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** The pages about errors and performance have tests of their own, and show what fails, and what was measured once. */
const ELSEWHERE = ['docs/errors.md', 'docs/performance.md'];

const paths = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', root))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
].filter((path) => !ELSEWHERE.includes(path));

const documents = paths.map((path) => ({ path, text: read(path) }));

const config = loadConfig({}, ['--sandbox']);
const { maxUpstreamCalls, maxFirst, waveWaitMs } = config;
const sandbox = { size: config.sandboxSize, seed: config.sandboxSeed };

/** The demo, as its user has it. */
const facts = recordedFacts();
const door = createExport({ operations: readExamples(EXAMPLES_FOLDER) });
const demo = await startGateway(undefined, { sandbox, maxUpstreamCalls, maxFirst, waveWaitMs, facts, door });
/** The same, whose waves wait for each other however slow this machine is, so that calls can be counted. */
const patient = await startGateway(undefined, { sandbox, maxUpstreamCalls, maxFirst, waveWaitMs: 'unbounded' });
afterAll(() => Promise.all([demo[Symbol.asyncDispose](), patient[Symbol.asyncDispose]()]));

/** The blocks that are checked here. Those that are a file of a recipe are compiled in `test/codegen.test.ts`. */
const blocksOf = (text: string) => allBlocksOf(text).filter((block) => fileOf(block) === null);

/** What a block behind a question may be: its answer, or the REST requests that it made. */
const ANSWERS = ['json', 'http', 'csv', 'jsonl'];

/** A question, and what the blocks behind it say that came of it. */
interface Conversation {
  readonly title: string;
  readonly question: Block;
  readonly answers: Block[];
}

function conversationsOf(text: string): Conversation[] {
  const conversations: Conversation[] = [];
  for (const block of blocksOf(text)) {
    const { language, line } = block;
    if (language === 'graphql' || (language === 'sh' && /^curl /m.test(block.text)))
      conversations.push({ title: `${language} in line ${line}`, question: block, answers: [] });
    else if (ANSWERS.includes(language)) conversations.at(-1)?.answers.push(block);
  }
  return conversations;
}

/** The words of a shell command that knows quotes and the token, and nothing else. */
const wordsOf = (command: string) =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(([, single, double, bare]) =>
    (single ?? double ?? bare ?? '').replace('$TOKEN', 'demo'),
  );

/** Sends what a line of `curl` would send, to `url` in place of the address that it names. */
async function curl(command: string, url: string): Promise<Response> {
  const [name, ...words] = wordsOf(command);
  expect(name).toBe('curl');
  const headers: [string, string][] = [];
  let address = '';
  let body: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-H') headers.push(words.shift()?.split(/: */, 2) as [string, string]);
    else if (word === '-d') body = words.shift();
    else address = word;
  }
  expect(address).toMatch(/^http:\/\/localhost:4000\//);
  return fetch(address.replace('http://localhost:4000', url), {
    headers,
    ...(body !== undefined && { method: 'POST', body }),
  });
}

/** Holds the conversation; returns what came back, and which REST calls were made. */
async function hold({ language, text }: Block): Promise<{ answer: unknown; requests: string[] }> {
  if (language === 'graphql') {
    patient.requests();
    const { data, errors } = await patient.query(text);
    return { answer: errors ? { errors } : { data }, requests: patient.requests() };
  }
  const lines = text.replaceAll(/\\\n/g, ' ').trim().split('\n');
  demo.requests();
  let answer: unknown;
  for (const line of lines) {
    const response = await curl(line, demo.url);
    expect(response.status).toBe(200);
    const isJson = response.headers.get('content-type')?.startsWith('application/json;');
    answer = isJson ? await response.json() : (await response.text()).replaceAll('\r\n', '\n').trim();
  }
  return { answer, requests: demo.requests() };
}

describe.each(documents)('$path', ({ path, text }) => {
  const conversations = conversationsOf(text);

  it.each(conversations)('holds true: $title', async ({ question, answers }) => {
    const { answer, requests } = await hold(question);
    expect(Object(answer)).not.toHaveProperty('errors');
    for (const said of answers) {
      const lines = said.text.trim();
      const [came, expected]: readonly [unknown, unknown] =
        said.language === 'http'
          ? [requests.toSorted(), lines.split('\n').toSorted()]
          : [
              answer,
              said.language === 'json' ? JSON.parse(lines.replaceAll('http://localhost:4000', demo.url)) : lines,
            ];
      expect(came).toEqual(expected);
    }
  });

  it('has no answer without a question, and no code of a kind that nothing checks', () => {
    const blocks = blocksOf(text);
    const first = blocks.find(({ language }) => ANSWERS.includes(language));
    expect(conversations.length > 0 || first === undefined).toBe(true);
    const known = ['graphql', ...ANSWERS, 'sh', 'ts', 'nginx', 'text'];
    expect(blocks.filter(({ language }) => !known.includes(language)).map(({ line }) => line)).toEqual([]);
  });

  it('quotes code that stands in the file that it names', () => {
    const strange = blocksOf(text)
      .filter(({ language }) => language === 'ts' || language === 'nginx')
      .filter(({ info, text }) => !unindented(read(info.replace('whole ', ''))).includes(unindented(text)));
    expect(strange.map(({ line }) => line)).toEqual([]);
  });

  it('names npm scripts that there are', () => {
    const code = text.matchAll(/^```sh\n([\s\S]*?)^```$|`([^`\n]+)`/gm);
    const commands = [...code].flatMap(([, block, span]) => [
      ...(block ?? span ?? '').matchAll(/\bnpm (?:run )?([a-z:]+)/g),
    ]);
    const own = ['ci', 'pack'];
    const scripts = commands.map(([, script]) => script as string).filter((script) => !own.includes(script));
    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  it('links to files and headings that there are, under names that those files have', () => {
    expect(brokenLinks(path, text)).toEqual([]);
  });

  it('names files and folders that there are', () => {
    const named = [...text.matchAll(/`((?:src|test|bench|docs|examples|\.ci)\/[^`*{]*)`/g)].map(
      ([, name]) => name as string,
    );
    expect(named.filter((name) => !existsSync(new URL(name, root)))).toEqual([]);
  });

  it('has tables that say what the code says', async () => {
    await expect(withTables(text)).toMatchFileSnapshot(fileURLToPath(new URL(path, root)));
  });
});

const unindented = (text: string) => text.replaceAll(/^ +/gm, '');

/** The anchor that a heading gets, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function brokenLinks(path: string, text: string): string[] {
  const prose = text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
  return [...prose.matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)].flatMap(([link, name, target]) => {
    if (/^https?:/.test(target as string)) return [];
    const [file, anchor] = (target as string).split('#') as [string, string?];
    const url = new URL(file === '' ? (path.split('/').at(-1) as string) : file, new URL(path, root));
    if (!existsSync(url)) return [link];
    const [, word] = /^`(\w+)`$/.exec(name as string) ?? [];
    if (word && !new RegExp(`\\b${word}\\b`).test(readFileSync(url, 'utf8'))) return [link];
    if (anchor === undefined) return [];
    const headings = [...readFileSync(url, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      anchorOf(heading as string),
    );
    return headings.includes(anchor) ? [] : [link];
  });
}

const schema = createSchema();

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** Some settings, or all of them. */
function settingsTable(variables: readonly string[]): string {
  const chosen = Object.values(settings).filter(
    ({ variable }) => variables.length === 0 || variables.includes(variable),
  );
  const byDefault = (fallback: string | { production: string; otherwise: string }) =>
    typeof fallback === 'string'
      ? `\`${fallback}\``
      : `\`${fallback.otherwise}\`; in production \`${fallback.production}\``;
  return table(
    ['Setting', 'Default', 'What it does'],
    chosen.map(({ variable, fallback, description }) => [`\`${variable}\``, byDefault(fallback), description]),
  );
}

/** Every setting with its flag and what one may write. */
function allSettingsTable(): string {
  const byDefault = (fallback: string | { production: string; otherwise: string }) =>
    typeof fallback === 'string'
      ? `\`${fallback}\``
      : `\`${fallback.otherwise}\`; in production \`${fallback.production}\``;
  return table(
    ['Setting', 'Flag', 'Value', 'Default', 'What it does'],
    Object.values(settings).map(({ variable, accepts, fallback, description }) => [
      `\`${variable}\``,
      `\`--${variable.toLowerCase().replaceAll('_', '-')}\``,
      accepts,
      byDefault(fallback),
      description,
    ]),
  );
}

/** Every metric of the registry. */
async function metricsTable(): Promise<string> {
  const all = allMetrics(demo.gateway).getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly constructor: { readonly name: string };
  }[];
  return table(
    ['Metric', 'Kind', 'Labels', 'What it tells'],
    all.map(({ name, help, labelNames, constructor }) => [
      `\`${name}\``,
      constructor.name.toLowerCase(),
      quoted(labelNames),
      help,
    ]),
  );
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** Every span, with every attribute that it may have. */
const spansTable = () =>
  table(
    ['Span', 'Attribute', 'What it tells'],
    Object.values(SPANS).flatMap(({ span, kind, description, attributes }) => [
      [`**${span}** (${kind})`, '', description],
      ...Object.entries(attributes).map(([name, told]) => ['', `\`${name}\``, told]),
    ]),
  );

const callEventsTable = () =>
  table(
    ['Event', 'Attributes', 'What it tells'],
    Object.entries(CALL_EVENTS).map(([name, { description, attributes }]) => [
      `\`${name}\``,
      quoted(attributes),
      description,
    ]),
  );

const tableOfMetrics = await metricsTable();

/** The lists under the records of each type, by whether several records can share a call. */
function nestedTable(): string {
  const rows = [...resources.values()].flatMap(({ type }) => {
    const plans = Object.values((schema.getType(type) as GraphQLObjectType).getFields()).map(fieldPlanOf);
    const lists = plans.flatMap((plan) => (plan?.kind === 'nested' ? [plan.list] : []));
    const isShared = ({ several, by }: (typeof lists)[number]) => several && by !== null;
    const named = (some: typeof lists) => quoted(some.map(({ field }) => field));
    return lists.length === 0
      ? []
      : [[`\`${type}\``, named(lists.filter(isShared)), named(lists.filter((list) => !isShared(list)))]];
  });
  return table(['Record', 'One call for several records', 'One call for each'], rows);
}

/** What the declaration of a type adds to the schema. */
const typesOf = (type: string) =>
  quoted(
    Object.values(schema.getTypeMap())
      .map(({ name }: GraphQLNamedType) => name)
      .filter((name) => new RegExp(`^${type}(|Connection|Edge|Filter|Order)$`).test(name)),
  );

const rootFieldsOf = (type: string) => {
  const resource = resources.get(type);
  return quoted(resource ? Object.values(rootFieldNames(resource)) : []);
};

/** The document with everything in it that is made from the code. */
function withTables(text: string): string {
  const makers: Readonly<Record<string, (words: string) => string>> = {
    settings: (words) => settingsTable(words.split(' ').filter(Boolean)),
    'all settings': allSettingsTable,
    metrics: () => tableOfMetrics,
    spans: spansTable,
    'call events': callEventsTable,
    'shared arguments': sharedTables,
    lists: () => listSections(resources.values()),
    'left out': leftOutWhole,
    'under records': nestedTable,
    types: typesOf,
    'root fields': rootFieldsOf,
  };
  const names = Object.keys(makers).join('|');
  return text
    .replaceAll(
      new RegExp(`(<!-- (${names}): *(.*?) *-->\\n)[\\s\\S]*?(<!-- end -->)`, 'g'),
      (_, start: string, name: string, words: string, end: string) => `${start}\n${makers[name]?.(words)}\n\n${end}`,
    )
    .replaceAll(
      /^(```(?:ts|nginx) whole (\S+)\n)[\s\S]*?^```$/gm,
      (_, start: string, file: string) => `${start}${read(file)}\`\`\``,
    );
}

/** The cells of the table behind a mark, as the code that they hold. */
function cellsBehind(path: string, mark: string): string[][] {
  const [, rest] = read(path).split(`<!-- ${mark} -->`);
  const rows = rest?.split('\n\n')[1]?.trim().split('\n').slice(2) ?? [];
  return rows.map((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string));
}

/** Every path to a value: `waves[].calls[].url`. What `whole` names counts as a value. */
const fieldsOf = (value: unknown, whole: readonly string[], at = ''): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => fieldsOf(entry, whole, `${at}[]`)))];
  if (typeof value !== 'object' || value === null || whole.includes(at)) return [at];
  return Object.entries(value).flatMap(([key, entry]) => fieldsOf(entry, whole, at === '' ? key : `${at}.${key}`));
};

describe('README.md', () => {
  it('begins with the query that the demo prints and the explorer opens with', () => {
    const [first] = blocksOf(read('README.md')).filter(({ language }) => language === 'graphql');
    expect(print(parse(first?.text ?? ''))).toBe(print(parse(read('examples/first-query.graphql'))));
  });
});

describe('docs/planning.md', () => {
  const query = '{ stories(first: 1) { nodes { creator { fullName } assignees { fullName } } } }';

  it('names every field of an explanation', async () => {
    const { status: _, ...explanation } = await demo.explain(query);
    const told = cellsBehind('docs/planning.md', 'fields: explanation').map(([field]) => field);
    expect(told).toEqual(fieldsOf(explanation, WITH_NAMES).map(withoutList));
  });

  it('tells of its example what a trace and an explanation tell', async () => {
    const text = read('docs/planning.md');
    const [{ text: example } = { text: '' }] = blocksOf(text).filter(({ language }) => language === 'graphql');
    const { extensions } = await patient.query(example, { headers: { 'x-upstream-trace': '1' } });
    const { rowsReceived, rowsUsed } = extensions.upstream.calls[2];
    const { totals } = await demo.explain(example);

    expect(text).toContain(`with ${rowsReceived} rows received and ${rowsUsed} used`);
    expect([extensions.upstream.total, totals.likely, totals.max]).toEqual([3, 3, 4]);
    expect(text.replace(/\s+/g, ' ')).toContain('four in the example, which made three as estimated');
  });

  it('names every field of a trace', async () => {
    const { extensions } = await demo.query(query, { headers: { 'x-upstream-trace': '1' } });
    const told = cellsBehind('docs/planning.md', 'fields: trace').map(([field]) => field);
    expect(told).toEqual(fieldsOf(extensions.upstream, []));
  });
});

/** What holds parameters, or paths of an operation. */
const WITH_NAMES = ['waves[].calls[].query', 'waves[].calls[].serves', 'associations[].serves'];

const withoutList = (field: string) => field.replace(/\[\]$/, '');

describe('docs/filters.md', () => {
  it.each(cellsBehind('docs/filters.md', 'custom fields'))('says what %s becomes', async (entries, params) => {
    patient.requests();
    const { errors } = await patient.query(
      `{ workspaceResources(filter: { customFields: [${entries}] }) { totalCount } }`,
    );
    expect(errors).toBeUndefined();
    expect(patient.requests()).toEqual([`GET /workspace_resources?${params}&per_page=1`]);
  });
});

describe('docs/operations.md', () => {
  const text = read('docs/operations.md');
  const named = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name));

  it('names every metric, and none that there is not', () => {
    expect(named(/`((?:kantata|nodejs|process)_\w+)/g)).toEqual(
      new Set(
        allMetrics(demo.gateway)
          .getMetricsAsArray()
          .map(({ name }) => name),
      ),
    );
  });

  it('names every setting and its flag, and none that there is not', () => {
    const variables = Object.values(settings).map(({ variable }) => variable as string);
    const flags = variables.map((variable) => variable.toLowerCase().replaceAll('_', '-'));

    expect([...named(/`([A-Z]+(?:_[A-Z]+)*)(?:=\w+)?`/g)].filter((name) => name && !variables.includes(name))).toEqual(
      [],
    );
    expect(variables.filter((variable) => !text.includes(`| \`${variable}\` |`))).toEqual([]);
    expect(named(/\| `--([a-z-]+)` \|/g)).toEqual(new Set(flags));
  });
});

describe('CONTRIBUTING.md shows a test, which', () => {
  it('side-loads the people of a page of seats with the request that lists it', async () => {
    const rows = {
      workspace_resources: [{ id: '1', label: 'Lead', user_id: '7', created_at: '2026-01-01T00:00:00-08:00' }],
      users: [{ id: '7', full_name: 'Ada Lovelace' }],
    };
    await using gateway = await startGateway(rows);

    const { data } = await gateway.query('{ workspaceResources(first: 2) { nodes { label user { fullName } } } }');

    expect(data).toEqual({ workspaceResources: { nodes: [{ label: 'Lead', user: { fullName: 'Ada Lovelace' } }] } });
    expect(gateway.requests()).toEqual(['GET /workspace_resources?include=user&per_page=2']);
  });
});
