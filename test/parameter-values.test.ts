/** Values that the API could not be asked for: refused, and nothing is called. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';
import { numbers, rows } from './support/parameter-rows.ts';

const backwards = '{ from: "2026-03-02", to: "2026-03-01" }';
const backwardsInTime = 'updatedAtBetween: { from: "2026-03-01T01:00:00Z", to: "2026-03-01T01:30:00+01:00" }';
const percent = (span: string) => `milestoneWeightPercentageComplete: ${span}`;
const SKILL = '{ skillId: 1, levels: [1] }';
const withoutTimesheet = 'withoutTimesheetSubmission: { workspaceId: 1, from: "2026-03-02", to: "2026-03-01" }';

describe('a value that the grammar of the API cannot carry', () => {
  it.each([
    ['blank text', 'matching: "  "', /^matching: blank text/],
    ['empty text', 'externalReferenceServiceName: ""', /^externalReferenceServiceName: blank text/],
    ['text with a line break', 'matching: "a\\nb"', /control characters/],
    ['text with a null byte', 'matching: "a\\u0000b"', /control characters/],
    ['a comma in an entry of a list', 'externalReferenceServiceModelRefs: ["a", "b,c"]', /comma/],
    ['a blank entry of a list', 'externalReferenceServiceModelRefs: ["a", " "]', /blank text/],
    ['201 entries where 200 may be', `externalReferenceServiceModelRefs: ${texts(201)}`, /at most 200/],
    ['151 ids where 150 fit a request', `ids: ${texts(151)}`, /at most 150 ids; `workspaceResourcesById`/],
    ['an id that is none', 'ids: ["1", "two"]', /"two" is not an id/],
    ['the global id of another type', 'workspaceId: "User:1"', /"User:1" is the id of a User, not of a Workspace/],
    ['an id that is no number at all', 'userId: "1,2"', /"1,2" is not an id/],
    ['a custom text with a colon', custom('text: { fieldId: 1, value: "a:b" }'), /colons/],
    ['a custom text with a semicolon', custom('text: { fieldId: 1, value: "a;b" }'), /semicolons/],
    ['a custom text with an opening parenthesis', custom('text: { fieldId: 1, value: "a(b" }'), /parentheses/],
    ['a custom text with a closing parenthesis', custom('text: { fieldId: 1, value: "a)b" }'), /parentheses/],
    ['a blank custom text', custom('text: { fieldId: 1, value: " " }'), /blank text/],
    ['choices and blank at once', custom('choice: { fieldId: 1, choiceIds: [2], blank: true }'), /not both/],
    ['neither choices nor blank', custom('choice: { fieldId: 1 }'), /at least one of choiceIds/],
    ['no choice', custom('choice: { fieldId: 1, choiceIds: [] }'), /at least one of choiceIds/],
    ['no choice, and not blank either', custom('choice: { fieldId: 1, blank: false }'), /at least one of choiceIds/],
    ['a choice that is no id', custom('choice: { fieldId: 1, choiceIds: ["blank"] }'), /"blank" is not an id/],
    ['a custom field that is no id', custom('text: { fieldId: "1:2" }'), /"1:2" is not an id/],
    ['another type for a custom field', custom('text: { fieldId: "Story:2" }'), /not of a CustomField/],
    ['a number with an exponent', custom('number: { fieldId: 1, value: 1e30 }'), /too large or too small/],
    ['a number too small to write out', custom('number: { fieldId: 1, value: 1e-9 }'), /too large or too small/],
    ['an amount with an exponent', custom('currency: { fieldId: 1, amount: 1e21 }'), /too large or too small/],
    ['a currency that is no code', custom('currency: { fieldId: 1, amount: 1, code: "usd:" }'), /three capital/],
    ['a span without an end', custom('date: { fieldId: 1 }'), /from, to, or both/],
    [
      'a custom span upside down',
      custom('date: { fieldId: 1, from: "2026-03-02", to: "2026-03-01" }'),
      /customFields.date: from is after to/,
    ],
    ['a custom text that is not there', custom('text: { fieldId: 1, hasValue: false }'), /use true/],
  ])('is refused with a reason, and nothing is asked: %s', async (_, filter, reason) => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(`{ workspaceResources(filter: { ${filter} }) { nodes { id } } }`);

    expect(data).toEqual({ workspaceResources: null });
    expect(errors).toEqual([
      {
        message: expect.stringMatching(reason),
        path: ['workspaceResources'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    ['a span without an end', 'timeEntries', 'datePerformedBetween: {}', /from, to, or both/],
    [
      'a span of nothing but null',
      'timeEntries',
      'datePerformedBetween: { from: null, to: null }',
      /from, to, or both/,
    ],
    ['a span that ends before it begins', 'expenses', `dateExpensedBetween: ${backwards}`, /from is after to/],
    ['a span of time that ends before it begins', 'storyAllocationDays', backwardsInTime, /from is after to/],
    ['a percentage above 100', 'workspaces', percent('{ to: 101 }'), /percentages must be from 0 to 100/],
    ['a percentage below 0', 'workspaces', percent('{ from: -1 }'), /percentages must be from 0 to 100/],
    [
      'a custom date without an end',
      'stories',
      'byCustomDateField: [{ fieldId: 1, from: "2026-03-01" }]',
      /from and to/,
    ],
    [
      'a custom date upside down',
      'stories',
      'byCustomDateField: [{ fieldId: 1, from: "2026-03-02", to: "2026-03-01" }]',
      /byCustomDateField: from is after to/,
    ],
    [
      'a custom field of a date that is no id',
      'stories',
      'byCustomDateField: [{ fieldId: "1:2", from: "2026-03-01", to: "2026-03-02" }]',
      /byCustomDateField.fieldId: "1:2" is not an id/,
    ],
    [
      'numbers upside down',
      'workspaces',
      'customIntegerRanges: [{ fieldId: 1, min: 2, max: 1 }]',
      /min is greater than max/,
    ],
    [
      'a field without choices',
      'workspaces',
      'selectedChoices: [{ fieldId: 1, choiceIds: [] }]',
      /choiceIds, none: true/,
    ],
    ['one skill twice', 'users', `withSkills: { skills: [${SKILL}, ${SKILL}] }`, /each skill at most once/],
    ['a skill without a level', 'users', 'withSkills: { skills: [{ skillId: 1, levels: [] }] }', /at least one level/],
    [
      'organizations without an id',
      'users',
      'belongingToOrganizations: { geographyIds: [] }',
      /geographyIds, departmentIds/,
    ],
    ['an assignee who is none', 'stories', 'withAssignees: ["nobody"]', /"nobody" is not an id/],
    ['a span of a timesheet upside down', 'users', withoutTimesheet, /from is after to/],
    ['a number below zero', 'stories', 'bySubtaskCount: -1', /must be at least 0/],
    ['no choice at all of each field', 'customFieldChoices', 'perCustomField: 0', /must be at least 1/],
    [
      'a status in two words',
      'timesheetSubmissions',
      'status: [PENDING], statuses: [NEW]',
      /sets the same REST parameter/,
    ],
    [
      'one text field twice',
      'users',
      custom('text: { fieldId: 1, value: "a" } }, { text: { fieldId: 1, value: "b" }'),
      /one entry for each field/,
    ],
    [
      'a text and any text',
      'users',
      custom('text: { fieldId: 1, value: "a", hasValue: true }'),
      /one of value, anyOf and hasValue/,
    ],
    ['none of no text', 'users', custom('text: { fieldId: 1, anyOf: [] }'), /at least one text/],
    ['a search among ids', 'stories', 'ids: [1], search: "a"', /search and ids cannot be combined/],
  ])('is refused on its own list, and nothing is asked: %s', async (_, field, filter, reason) => {
    await using gateway = await startGateway({});

    const { data, errors } = await gateway.query(`{ ${field}(filter: { ${filter} }) { totalCount } }`);

    expect(data).toEqual({ [field]: null });
    expect(errors?.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    ['two kinds', '{ text: { fieldId: 1 }, number: { fieldId: 1, value: 1 } }'],
    ['no kind', '{}'],
    ['a kind that is null', '{ text: null }'],
  ])('is refused before it runs: a custom field filter of %s', async (_, filter) => {
    await using gateway = await startGateway(rows);

    const written = await gateway.query(`{ workspaceResources(filter: { customFields: [${filter}] }) { totalCount } }`);
    const sent = await gateway.query(
      'query ($filters: [CustomFieldFilter!]) { workspaceResources(filter: { customFields: $filters }) { totalCount } }',
      { variables: { filters: [asJson(filter)] } },
    );

    expect(written.errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(sent.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it('keeps its error to its own field: what stands beside it is answered', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      '{ bad: workspaceResources(filter: { matching: " " }) { totalCount } good: workspaceResources { totalCount } }',
    );

    expect(data).toEqual({ bad: null, good: { totalCount: 3 } });
    expect(errors?.map(({ path }) => path)).toEqual([['bad']]);
    expect(gateway.requests()).toEqual(['GET /workspace_resources?per_page=1']);
  });
});

describe('a state of a reference', () => {
  it.each([
    ['fail', 'FAILED'],
    ['failed', 'FAILED'],
    ['success', 'SUCCESSFUL'],
    ['successful', 'SUCCESSFUL'],
    ['pending', 'PENDING'],
  ])('that the API calls %s reads as %s', async (status, word) => {
    await using gateway = await startGateway({ external_references: [{ id: '1', subject_type: 'Story', status }] });

    const { data, errors } = await gateway.query('{ externalReferences(subjectType: STORY) { nodes { status } } }');

    expect(errors).toBeUndefined();
    expect(data).toEqual({ externalReferences: { nodes: [{ status: word }] } });
    expect(gateway.requests()).toEqual(['GET /external_references?per_page=20&subject_type=Story']);
  });
});

describe('a word that an enum does not take', () => {
  const PENDNG =
    'Value "PENDNG" does not exist in "SubmissionStatus" enum. Did you mean the enum value "PENDING"? Allowed: APPROVED, CANCELLED, PENDING, REJECTED.';
  const listed = `timesheetSubmissions(filter: { status: [PENDNG] }) { totalCount }`;
  const sent = {
    query: 'query ($status: [SubmissionStatus!]) { timesheetSubmissions(filter: { status: $status }) { totalCount } }',
    variables: { status: ['PENDNG'] },
  };

  it('is refused with the words that it takes, beside the one that may have been meant', async () => {
    await using gateway = await startGateway({});

    const written = await gateway.query(`{ ${listed} }`);
    const { errors } = await gateway.query(sent.query, { variables: sent.variables });

    expect(written.errors?.map(({ message }) => message)).toEqual([PENDNG]);
    expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining(PENDNG)]);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused with twelve of the words where there are more', async () => {
    await using gateway = await startGateway({});

    const { errors } = await gateway.query('{ workspaces(orderBy: NOTHING) { totalCount } }');

    const [, words] = /Allowed: (.*), and \d+ more\.$/.exec(errors?.[0]?.message ?? '') ?? [];
    expect(words?.split(', ')).toHaveLength(12);
  });

  it('is refused without them where suggestions are off', async () => {
    await using gateway = await startGateway({}, { suggestions: false });

    const written = await gateway.query(`{ ${listed} }`);
    const { errors } = await gateway.query(sent.query, { variables: sent.variables });

    for (const message of [written, { errors }].flatMap((reply) => reply.errors ?? []).map((error) => error.message))
      expect(message).not.toMatch(/Allowed|APPROVED/);
    expect([written.errors?.length, errors?.length]).toEqual([1, 1]);
  });
});

function custom(filter: string) {
  return `customFields: [{ ${filter} }]`;
}

function texts(count: number) {
  return JSON.stringify(numbers(1, count));
}

/** The same value as JSON, where GraphQL leaves names bare. */
const asJson = (literal: string): unknown => JSON.parse(literal.replace(/(\w+):/g, '"$1":'));
