/** What every parameter of the two endpoints at the heart of the gateway is sent as, and that the API obeys it. */
import { type GraphQLEnumType, type GraphQLInputObjectType, isNonNullType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

/** Parameters of `GET /external_references` that select rows, as documented. */
const REFERENCE_PARAMETERS = [
  'created_after',
  'created_before',
  'external_message',
  'external_status',
  'last_synced_after',
  'last_synced_before',
  'only',
  'service_model',
  'service_model_ref',
  'service_name',
  'status',
  'subject_id',
  'updated_after',
  'updated_before',
];

/** Those of `GET /workspace_resources`. */
const RESOURCE_PARAMETERS = [
  'by_custom_choice_value',
  'by_custom_currency_value',
  'by_custom_date_value',
  'by_custom_number_value',
  'by_custom_text_value',
  'created_after',
  'created_before',
  'external_reference_external_message',
  'external_reference_external_status',
  'external_reference_service_model',
  'external_reference_service_model_ref',
  'external_reference_service_model_refs',
  'external_reference_service_name',
  'external_reference_status',
  'has_external_references',
  'has_value_for_custom_field_ids',
  'include_unnamed',
  'matching',
  'only',
  'only_unnamed',
  'potential_workspace_resource_for_story_with_unnamed_resources',
  'potential_workspace_resources_for_reassignment',
  'potential_workspace_resources_for_story',
  'providers',
  'providers_with_unnamed',
  'role_id',
  'updated_after',
  'updated_before',
  'user_id',
  'with_organizations',
  'without_external_reference_service_name',
  'workspace_id',
];

/** A filter, the parameters that are sent for it, and the rows that meet it. */
type Case = readonly [filter: string, params: string, ids: readonly string[]];

const REFERENCE_FILTERS: readonly Case[] = [
  ['ids: ["1", "ExternalReference:Story:3"]', 'only=1,3', ['1', '3']],
  ['subjectId: "31"', 'subject_id=31', ['1', '2']],
  ['serviceName: "Jira"', 'service_name=Jira', ['2']],
  ['serviceModel: "Opportunity"', 'service_model=Opportunity', ['1', '3']],
  ['serviceModelRef: "A:1, (b)"', 'service_model_ref=A:1, (b)', ['1']],
  ['status: PENDING', 'status=pending', ['2']],
  ['status: SUCCESSFUL', 'status=successful', ['1']],
  ['status: FAILED', 'status=failed', ['3']],
  ['externalStatus: "Closed Won"', 'external_status=Closed Won', ['1']],
  ['externalMessage: "Owner is inactive."', 'external_message=Owner is inactive.', ['3']],
  ['lastSyncedAfter: "2026-03-02T12:00:00Z"', 'last_synced_after=2026-03-02T12:00:00.000Z', ['1']],
  ['lastSyncedBefore: "2026-03-02T12:00:00Z"', 'last_synced_before=2026-03-02T12:00:00.000Z', ['2']],
  ['createdAfter: "2026-02-01T00:00:00+01:00"', 'created_after=2026-01-31T23:00:00.000Z', ['1', '2']],
  ['createdBefore: "2026-02-01T00:00:00+01:00"', 'created_before=2026-01-31T23:00:00.000Z', ['3']],
  ['updatedAfter: "2026-02-20T00:00:00-08:00"', 'updated_after=2026-02-20T08:00:00.000Z', ['1']],
  ['updatedBefore: "2026-02-20T00:00:00-08:00"', 'updated_before=2026-02-20T08:00:00.000Z', ['2', '3']],
  ['serviceName: "Salesforce", status: FAILED', 'service_name=Salesforce&status=failed', ['3']],
];

const RESOURCE_FILTERS: readonly Case[] = [
  ['ids: ["3", "WorkspaceResource:1", "3"]', 'only=3,1', ['1', '3']],
  ['workspaceId: "10"', 'workspace_id=10', ['1', '2']],
  ['workspaceId: "Workspace:11"', 'workspace_id=11', ['3']],
  ['userId: "1"', 'user_id=1', ['1', '3']],
  ['userId: "User:2"', 'user_id=2', ['2']],
  ['roleId: "22"', 'role_id=22', ['2']],
  ['roleId: "Role:21"', 'role_id=21', ['1', '3']],
  ['matching: "grace"', 'matching=grace', ['2']],
  ['includeUnnamed: true', 'include_unnamed=true', ['1', '2', '3', '4']],
  ['includeUnnamed: false', 'include_unnamed=false', ['1', '2', '3']],
  ['onlyUnnamed: true', 'only_unnamed=true', ['4']],
  // The API takes these three for true whatever they say, so false is sent by leaving them out.
  ['onlyUnnamed: false', '', ['1', '2', '3']],
  ['providers: true', 'providers=true', ['1', '3']],
  ['providers: false', '', ['1', '2', '3']],
  ['providersWithUnnamed: true', 'providers_with_unnamed=true', ['1', '3', '4']],
  ['providersWithUnnamed: false', '', ['1', '2', '3']],
  ['withOrganizations: true', 'with_organizations=true', ['1']],
  ['withOrganizations: false', 'with_organizations=false', ['2', '3']],
  ['potentialWorkspaceResourcesForStory: "Story:31"', 'potential_workspace_resources_for_story=31', ['2']],
  [
    'potentialWorkspaceResourceForStoryWithUnnamedResources: "31"',
    'potential_workspace_resource_for_story_with_unnamed_resources=31',
    ['2', '4'],
  ],
  [
    'potentialWorkspaceResourcesForReassignment: "Assignment:41"',
    'potential_workspace_resources_for_reassignment=41',
    ['2'],
  ],
  ['hasValueForCustomFieldIds: ["77", "CustomField:78"]', 'has_value_for_custom_field_ids=77,78', ['1', '2']],
  ['hasExternalReferences: true', 'has_external_references=true', ['1', '2']],
  ['hasExternalReferences: false', 'has_external_references=false', ['3']],
  ['externalReferenceServiceName: "Workday"', 'external_reference_service_name=Workday', ['2']],
  ['withoutExternalReferenceServiceName: "Workday"', 'without_external_reference_service_name=Workday', ['1', '3']],
  ['externalReferenceServiceModel: "Worker"', 'external_reference_service_model=Worker', ['2']],
  ['externalReferenceServiceModelRef: "TM-1"', 'external_reference_service_model_ref=TM-1', ['1']],
  [
    'externalReferenceServiceModelRefs: ["TM-1", "W:2", "TM-1"]',
    'external_reference_service_model_refs=TM-1,W:2',
    ['1', '2'],
  ],
  ['externalReferenceStatus: FAILED', 'external_reference_status=fail', ['2']],
  ['externalReferenceExternalStatus: "Active"', 'external_reference_external_status=Active', ['1']],
  ['externalReferenceExternalMessage: "Not hired."', 'external_reference_external_message=Not hired.', ['2']],
  ['createdAfter: "2026-02-01T00:00:00Z"', 'created_after=2026-02-01T00:00:00.000Z', ['1']],
  ['createdBefore: "2026-02-01T00:00:00Z"', 'created_before=2026-02-01T00:00:00.000Z', ['2', '3']],
  ['updatedAfter: "2026-03-02T12:00:00-08:00"', 'updated_after=2026-03-02T20:00:00.000Z', ['1']],
  ['updatedBefore: "2026-03-02T12:00:00-08:00"', 'updated_before=2026-03-02T20:00:00.000Z', ['2', '3']],
  ['workspaceId: 10, roleId: 22, includeUnnamed: true', 'include_unnamed=true&role_id=22&workspace_id=10', ['2', '4']],
];

const CUSTOM_FIELD_FILTERS: readonly Case[] = [
  ['{ choice: { fieldId: "71", choiceIds: ["81"] } }', 'by_custom_choice_value=71:81', ['1']],
  ['{ choice: { fieldId: "71", choiceIds: [81, 82] } }', 'by_custom_choice_value=71:81,82', ['1', '2']],
  [
    '{ choice: { fieldId: "CustomField:72", choiceIds: ["CustomFieldChoice:84"] } }',
    'by_custom_choice_value=72:84',
    ['1'],
  ],
  ['{ choice: { fieldId: "71", blank: true } }', 'by_custom_choice_value=71:blank', ['3']],
  ['{ choice: { fieldId: "71", blank: true, choiceIds: [] } }', 'by_custom_choice_value=71:blank', ['3']],
  ['{ choice: { fieldId: "71", blank: false, choiceIds: [82] } }', 'by_custom_choice_value=71:82', ['2']],
  ['{ currency: { fieldId: "73", amount: 200.2 } }', 'by_custom_currency_value=73:200.2', ['1', '2']],
  ['{ currency: { fieldId: "73", amount: 200.2, code: "EUR" } }', 'by_custom_currency_value=73:200.2:EUR', ['2']],
  [
    '{ date: { fieldId: "74", from: "2026-03-01", to: "2026-03-31" } }',
    'by_custom_date_value=74:2026-03-01:2026-03-31',
    ['1'],
  ],
  ['{ date: { fieldId: "74", from: "2026-03-11" } }', 'by_custom_date_value=74:2026-03-11:', ['2']],
  ['{ date: { fieldId: "74", to: "2026-03-10", from: null } }', 'by_custom_date_value=74::2026-03-10', ['1']],
  ['{ number: { fieldId: "75", value: 2.5 } }', 'by_custom_number_value=75:2.5', ['1']],
  ['{ number: { fieldId: "75", value: -40 } }', 'by_custom_number_value=75:-40', ['2']],
  ['{ text: { fieldId: "77", value: "CC-100, 50% & more" } }', 'by_custom_text_value=77:CC-100, 50% & more', ['1']],
  ['{ text: { fieldId: "77" } }', 'by_custom_text_value=77', ['1', '2']],
  ['{ text: { fieldId: "77", value: null } }', 'by_custom_text_value=77', ['1', '2']],
  // Several fields: all must hold.
  [
    '{ number: { fieldId: "75", value: 2.5 } }, { number: { fieldId: "76", value: 7 } }',
    'by_custom_number_value=(75:2.5):(76:7)',
    ['1'],
  ],
  [
    '{ number: { fieldId: "75", value: -40 } }, { number: { fieldId: "76", value: 7 } }',
    'by_custom_number_value=(75:-40):(76:7)',
    [],
  ],
  [
    '{ choice: { fieldId: "71", choiceIds: [81] } }, { choice: { fieldId: "72", choiceIds: [83, 84] } }',
    'by_custom_choice_value=(71:81):(72:83,84)',
    ['1'],
  ],
  [
    '{ date: { fieldId: "74", from: "2026-03-11" } }, { date: { fieldId: "79", to: "2026-03-11" } }',
    'by_custom_date_value=(74:2026-03-11:):(79::2026-03-11)',
    ['2'],
  ],
  [
    '{ currency: { fieldId: "73", amount: 200.2, code: "USD" } }, { currency: { fieldId: "70", amount: 1 } }',
    'by_custom_currency_value=(73:200.2:USD):(70:1)',
    ['1'],
  ],
  [
    '{ text: { fieldId: "77" } }, { text: { fieldId: "78", value: "night" } }',
    'by_custom_text_value=(77):(78:night)',
    ['2'],
  ],
  [
    '{ currency: { fieldId: "73", amount: 200.2 } }, { text: { fieldId: "78" } }',
    'by_custom_currency_value=73:200.2&by_custom_text_value=78',
    ['2'],
  ],
  ['', '', ['1', '2', '3']],
];

const REFERENCES = 'externalReferences(subjectType: STORY';
const RESOURCES = 'workspaceResources(';

describe('a filter of externalReferences', () => {
  it.each(REFERENCE_FILTERS)('%s is sent as %s, and obeyed', async (filter, params, ids) => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, `${REFERENCES}, filter: { ${filter} })`)).toEqual(ids);
    expect(gateway.requests()).toEqual([page('/external_references', `${params}&subject_type=Story`)]);
    expect(ids.length).toBeLessThan(3);
  });

  it('stands in this table for every documented parameter and every field of the input', () => {
    expect(parametersOf(REFERENCE_FILTERS)).toEqual(REFERENCE_PARAMETERS);
    expect(fieldsOf(REFERENCE_FILTERS)).toEqual(inputFields('ExternalReferenceFilter'));
  });

  it('stands beside the type of subject that the API wants, without which nothing is asked', async () => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, 'externalReferences(subjectType: USER)')).toEqual(['9']);
    expect(gateway.requests()).toEqual(['GET /external_references?per_page=20&subject_type=User']);
    const { data, errors } = await gateway.query('{ externalReferences { totalCount } }');

    expect(data).toEqual({ externalReferences: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('a filter of workspaceResources', () => {
  it.each(RESOURCE_FILTERS)('%s is sent as %s, and obeyed', async (filter, params, ids) => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, `${RESOURCES}filter: { ${filter} })`)).toEqual(ids);
    expect(gateway.requests()).toEqual([page('/workspace_resources', params)]);
  });

  it.each(CUSTOM_FIELD_FILTERS)('customFields: [%s] is sent as %s, and obeyed', async (filters, params, ids) => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, `${RESOURCES}filter: { customFields: [${filters}] })`)).toEqual(ids);
    expect(gateway.requests()).toEqual([page('/workspace_resources', params)]);
  });

  it('stands in these tables for every documented parameter and every field of the input', () => {
    expect(parametersOf([...RESOURCE_FILTERS, ...CUSTOM_FIELD_FILTERS])).toEqual(RESOURCE_PARAMETERS);
    expect([...fieldsOf(RESOURCE_FILTERS), 'customFields'].toSorted()).toEqual(inputFields('WorkspaceResourceFilter'));
  });

  it('reaches the API with every character that its value has', async () => {
    await using gateway = await startGateway(rows);
    const text = `Grüße & "R+D" = 100% #1? a/b\\c; <x> 👋 ${'long '.repeat(40)}`;

    await gateway.query('query ($text: String) { workspaceResources(filter: { matching: $text }) { totalCount } }', {
      variables: { text },
    });

    expect(gateway.sandbox.requests.map(({ params }) => params)).toEqual([{ matching: text, per_page: '1' }]);
  });
});

describe('a filter whose fields are all null', () => {
  it.each([
    ['ExternalReferenceFilter', REFERENCES, ['1', '2', '3'], 'GET /external_references?per_page=20&subject_type=Story'],
    ['WorkspaceResourceFilter', RESOURCES, ['1', '2', '3'], 'GET /workspace_resources?per_page=20'],
  ])('%s counts as none at all', async (type, field, ids, line) => {
    await using gateway = await startGateway(rows);
    const nulls = inputFields(type).map((name) => `${name}: null`);

    expect(await listed(gateway, `${field} filter: { ${nulls.join(', ')} })`)).toEqual(ids);
    expect(await listed(gateway, `${field} filter: null, orderBy: null, after: null, offset: null)`)).toEqual(ids);
    expect(gateway.requests()).toEqual([line, line]);
  });
});

describe('an empty list of values to look for', () => {
  it.each([
    ['externalReferences', `${REFERENCES}, filter: { ids: [] })`],
    ['externalReferences', 'externalReferences(subjectTypes: [])'],
    ['workspaceResources', `${RESOURCES}filter: { ids: [] })`],
    ['workspaceResources', `${RESOURCES}filter: { ids: [], workspaceId: 10 })`],
    ['workspaceResources', `${RESOURCES}filter: { hasValueForCustomFieldIds: [] })`],
    ['workspaceResources', `${RESOURCES}filter: { externalReferenceServiceModelRefs: [] }, first: 500)`],
  ])('of %s is met by no row, and asks nothing: %s)', async (field, query) => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      `{ ${query} { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data[field]).toEqual({
      totalCount: 0,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    expect(gateway.requests()).toEqual([]);
  });
});

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

describe('an order', () => {
  // By time of the last change 1, 2, 3; by creation the other way round, 4 and 5 with 2: equals stand by id.
  it.each([
    ['CREATED_AT_ASC', 'created_at:asc', ['3', '2', '4', '5', '1']],
    ['CREATED_AT_DESC', 'created_at:desc', ['1', '2', '4', '5', '3']],
    ['LAST_SYNCED_AT_ASC', 'last_synced_at:asc', ['3', '2', '4', '5', '1']],
    ['LAST_SYNCED_AT_DESC', 'last_synced_at:desc', ['1', '2', '4', '5', '3']],
  ])('of externalReferences is sent and obeyed, equal rows by id: %s', async (order, param, ids) => {
    const times = { 1: '03', 2: '02', 3: '01', 4: '02', 5: '02' };
    await using gateway = await startGateway({
      external_references: Object.entries(times).map(([id, day]) => ({
        id,
        subject_type: 'Story',
        created_at: `2026-01-${day}T10:00:00-08:00`,
        last_synced_at: `2026-02-${day}T10:00:00-08:00`,
      })),
    });

    expect(await listed(gateway, `${REFERENCES}, orderBy: ${order})`)).toEqual(ids);
    expect(gateway.requests()).toEqual([`GET /external_references?order=${param}&per_page=20&subject_type=Story`]);
    expect(enumValues('ExternalReferenceOrder')).toHaveLength(4);
    expect(enumValues('ExternalReferenceOrder')).toContain(order);
  });

  it.each([
    ['ALPHABETICAL', 'alphabetical', ['3', '1', '4', '2']],
    ['ALPHABETICALLY_ASC', 'alphabetically:asc', ['3', '1', '4', '2']],
    ['ALPHABETICALLY_DESC', 'alphabetically:desc', ['2', '1', '4', '3']],
    ['CREATED_AT_ASC', 'created_at:asc', ['4', '2', '3', '1']],
    ['CREATED_AT_DESC', 'created_at:desc', ['1', '2', '3', '4']],
    ['UPDATED_AT_ASC', 'updated_at:asc', ['1', '4', '2', '3']],
    ['UPDATED_AT_DESC', 'updated_at:desc', ['3', '2', '1', '4']],
  ])('of workspaceResources is sent and obeyed, equal rows by id: %s', async (order, param, ids) => {
    await using gateway = await startGateway({
      workspace_resources: [
        person('1', 'Grace', '2026-01-09T00:00:00Z', '2026-02-01T00:00:00Z'),
        person('2', 'Zoë', '2026-01-08T00:00:00Z', '2026-02-02T00:00:00Z'),
        person('3', 'Ada', '2026-01-08T00:00:00Z', '2026-02-03T00:00:00Z'),
        // The same moment as of 1, written in another zone.
        person('4', 'Grace', '2026-01-01T00:00:00Z', '2026-01-31T16:00:00-08:00'),
      ],
    });

    expect(await listed(gateway, `${RESOURCES}orderBy: ${order})`)).toEqual(ids);
    expect(gateway.requests()).toEqual([`GET /workspace_resources?order=${param}&per_page=20`]);
    expect(enumValues('WorkspaceResourceOrder')).toHaveLength(7);
    expect(enumValues('WorkspaceResourceOrder')).toContain(order);
  });
});

describe('a page', () => {
  it.each([
    ['', 'per_page=20', 1, 20],
    ['first: 1', 'per_page=1', 1, 1],
    ['first: 200', 'per_page=200', 1, 200],
    ['first: 50, offset: 0', 'per_page=50', 1, 50],
    // Pages where the offset is the start of one, limit and offset in their pair where it is not.
    ['first: 50, offset: 100', 'page=3&per_page=50', 101, 150],
    ['first: 50, offset: 101', 'limit=50&offset=101', 102, 151],
    ['first: 50, offset: 10', 'limit=50&offset=10', 11, 60],
    ['offset: 440', 'page=23&per_page=20', 441, 450],
    ['first: 100, offset: 420', 'limit=100&offset=420', 421, 450],
  ])('of %s is asked for as %s', async (args, params, from, to) => {
    await using gateway = await startGateway(manyReferences(450));

    expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC ${args})`)).toEqual(numbers(from, to));
    expect(gateway.requests()).toEqual([
      page('/external_references', `order=created_at:asc&subject_type=Story&${params}`, ''),
    ]);
  });

  it.each([
    ['first: 201', ['per_page=200', 'page=201&per_page=1'], 1, 201],
    ['first: 400', ['per_page=200', 'page=2&per_page=200'], 1, 400],
    ['first: 410', ['per_page=200', 'page=2&per_page=200', 'page=41&per_page=10'], 1, 410],
    // No page is asked for that has no rows.
    ['first: 1000', ['per_page=200', 'page=2&per_page=200', 'page=3&per_page=200'], 1, 450],
    ['first: 2000, offset: 250', ['limit=200&offset=250'], 251, 450],
    ['first: 300, offset: 100', ['limit=200&offset=100', 'page=4&per_page=100'], 101, 400],
  ])(
    'of more than 200 rows is asked for in pages of 200, and no more than there are: %s',
    async (args, requests, from, to) => {
      await using gateway = await startGateway(manyReferences(450));

      expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC, ${args})`)).toEqual(numbers(from, to));
      expect(gateway.requests()).toEqual(
        requests.map((params) => page('/external_references', `order=created_at:asc&subject_type=Story&${params}`, '')),
      );
    },
  );

  it('of ids has no page parameters, because `only` is not paged, and is cut here', async () => {
    await using gateway = await startGateway(manyReferences(150));
    const ids = JSON.stringify(numbers(1, 150));

    const query = `${REFERENCES}, orderBy: CREATED_AT_ASC, filter: { ids: ${ids} }, first: 10, offset: 5)`;
    const { data } = await gateway.query(`{ ${query} { totalCount nodes { kantataId } pageInfo { hasNextPage } } }`);

    expect(data.externalReferences.totalCount).toBe(150);
    expect(data.externalReferences.pageInfo).toEqual({ hasNextPage: true });
    expect(data.externalReferences.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).toEqual(
      numbers(6, 15),
    );
    expect(gateway.requests()).toEqual([
      `GET /external_references?only=${numbers(1, 150).join()}&order=created_at:asc&subject_type=Story`,
    ]);
  });

  it.each([
    ['first: 0', /^first: a number from 1 to 2000/],
    ['first: -1', /^first: /],
    ['first: 2001', /^first: /],
    ['offset: -1', /^offset: /],
    ['offset: 2147483647', /^offset: /],
    ['offset: 0, after: "x"', /give one of them/],
  ])('of %s is refused, and nothing is asked', async (args, reason) => {
    await using gateway = await startGateway(rows);

    const { errors } = await gateway.query(`{ ${REFERENCES}, ${args}) { totalCount nodes { id } } }`);

    expect(errors?.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    ['first: 4', { hasNextPage: true, hasPreviousPage: false }],
    ['first: 4, offset: 4', { hasNextPage: true, hasPreviousPage: true }],
    ['first: 4, offset: 8', { hasNextPage: false, hasPreviousPage: true }],
    ['first: 10', { hasNextPage: false, hasPreviousPage: false }],
    ['first: 10, offset: 10', { hasNextPage: false, hasPreviousPage: true }],
    ['first: 9', { hasNextPage: true, hasPreviousPage: false }],
  ])('of ten rows, %s, says whether others stand before and after', async (args, expected) => {
    await using gateway = await startGateway(manyReferences(10));

    const { data } = await gateway.query(`{ ${REFERENCES}, ${args}) { pageInfo { hasNextPage hasPreviousPage } } }`);

    expect(data.externalReferences.pageInfo).toEqual(expected);
  });

  it('gives rows, edges and their cursors, and the number of all rows, with one request', async () => {
    await using gateway = await startGateway(manyReferences(10));

    const { data } = await gateway.query(
      `{ ${REFERENCES}, first: 2, offset: 2, orderBy: CREATED_AT_ASC) {
           totalCount nodes { kantataId } edges { cursor node { kantataId } } pageInfo { startCursor endCursor } } }`,
    );

    const { totalCount, nodes, edges, pageInfo } = data.externalReferences;
    expect(totalCount).toBe(10);
    expect(nodes).toEqual([{ kantataId: '3' }, { kantataId: '4' }]);
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect(pageInfo).toEqual({ startCursor: edges[0].cursor, endCursor: edges[1].cursor });
    expect(gateway.requests()).toEqual([
      'GET /external_references?order=created_at:asc&page=2&per_page=2&subject_type=Story',
    ]);
  });
});

describe('what is selected beside the attributes of workspace resources', () => {
  const associations = [
    ['customFieldValues', 'custom_field_values', [{ displayValue: 'CC-100' }], 'displayValue'],
    ['externalReferences', 'external_references', [{ serviceName: 'Salesforce' }], 'serviceName'],
    ['organizationMembership', 'organization_membership', { primary: true }, 'primary'],
    ['participation', 'participation', { role: 'MAVEN' }, 'role'],
    ['role', 'role', { name: 'Designer' }, 'name'],
    ['user', 'user', { fullName: 'Ada Lovelace' }, 'fullName'],
    ['workspace', 'workspace', { title: 'Harbour' }, 'title'],
  ] as const;
  const account = {
    workspace_resources: [
      {
        id: '1',
        user_id: '1',
        role_id: '21',
        workspace_id: '10',
        participation_id: '51',
        organization_membership_id: '61',
        custom_field_value_ids: ['71'],
        external_reference_ids: ['11'],
        resource_bill_rate: 15_000,
        resource_cost_rate: 9_000,
      },
    ],
    users: [{ id: '1', full_name: 'Ada Lovelace' }],
    roles: [{ id: '21', name: 'Designer' }],
    workspaces: [{ id: '10', title: 'Harbour' }],
    participations: [{ id: '51', user_id: '1', workspace_id: '10', role: 'maven' }],
    organization_memberships: [{ id: '61', primary: true }],
    custom_field_values: [{ id: '71', subject_type: 'Resource', subject_id: 1, display_value: 'CC-100' }],
    external_references: [{ id: '11', subject_type: 'WorkspaceResource', subject_id: 1, service_name: 'Salesforce' }],
  };

  it.each(associations)(
    'comes by its own include, and by no other: %s',
    async (field, include, expected, attribute) => {
      await using gateway = await startGateway(account);

      const { data, errors } = await gateway.query(`{ workspaceResources { nodes { ${field} { ${attribute} } } } }`);

      expect(errors).toBeUndefined();
      expect(data.workspaceResources.nodes).toEqual([{ [field]: expected }]);
      expect(gateway.requests()).toEqual([`GET /workspace_resources?include=${include}&per_page=20`]);
    },
  );

  it('comes with the one request for the page: all seven associations and both optional fields', async () => {
    await using gateway = await startGateway(account);
    const fields = associations.map(([field, , , attribute]) => `${field} { ${attribute} }`).join(' ');

    const { data, errors } = await gateway.query(
      `{ workspaceResources { nodes { resourceBillRate resourceCostRate ${fields} } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceResources.nodes).toEqual([
      {
        resourceBillRate: 15_000,
        resourceCostRate: 9_000,
        ...Object.fromEntries(associations.map(([field, , expected]) => [field, expected])),
      },
    ]);
    const includes = associations.map(([, include]) => include).join();
    expect(gateway.requests()).toEqual([
      `GET /workspace_resources?include=${includes}&optional_fields=resource_bill_rate,resource_cost_rate&per_page=20`,
    ]);
  });
});

describe('the number of rows alone', () => {
  it.each([
    ['all', '', 'per_page=1&subject_type=Story', 450],
    ['of a filter', ', filter: { serviceName: "Jira" }', 'per_page=1&service_name=Jira&subject_type=Story', 225],
    ['however many were asked for', ', first: 2000', 'per_page=1&subject_type=Story', 450],
    // `only` is not paged, and what the API counts there may be wrong: its rows are counted.
    ['of ids', ', filter: { ids: [1, 2, 999] }', 'only=1,2,999&subject_type=Story', 2],
  ])('costs one request for one row, and no include: %s', async (_, args, params, count) => {
    await using gateway = await startGateway(manyReferences(450));

    const { data } = await gateway.query(`{ ${REFERENCES}${args}) { __typename totalCount } }`);

    expect(data.externalReferences).toEqual({ __typename: 'ExternalReferenceConnection', totalCount: count });
    expect(gateway.requests()).toEqual([`GET /external_references?${params}`]);
  });
});

describe('a cursor', () => {
  const crawl = `query ($after: String) {
    externalReferences(subjectType: STORY, orderBy: CREATED_AT_ASC, first: 4, after: $after) {
      nodes { kantataId } pageInfo { hasNextPage endCursor }
    }
  }`;

  it('leads to the next page, until there is none', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await gateway.query(crawl, { variables: { after } });
      const { nodes, pageInfo } = data.externalReferences;
      seen.push(...nodes.map(({ kantataId }: { kantataId: string }) => kantataId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toEqual(numbers(1, 10));
    expect(gateway.requests()).toEqual([
      'GET /external_references?order=created_at:asc&per_page=4&subject_type=Story',
      'GET /external_references?order=created_at:asc&page=2&per_page=4&subject_type=Story',
      'GET /external_references?order=created_at:asc&page=3&per_page=4&subject_type=Story',
    ]);
  });

  it('of an edge leads to the row behind it', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const { data } = await gateway.query(`{ ${REFERENCES}, orderBy: CREATED_AT_ASC) { edges { cursor } } }`);
    gateway.requests();

    const after = data.externalReferences.edges[6].cursor;
    expect(await listed(gateway, `${REFERENCES}, orderBy: CREATED_AT_ASC, first: 2, after: "${after}")`)).toEqual([
      '8',
      '9',
    ]);
    expect(gateway.requests()).toEqual([
      'GET /external_references?limit=2&offset=7&order=created_at:asc&subject_type=Story',
    ]);
  });

  it.each([
    ['another filter', 'externalReferences(subjectType: STORY, filter: { status: FAILED }, orderBy: CREATED_AT_ASC'],
    ['another order', 'externalReferences(subjectType: STORY, orderBy: CREATED_AT_DESC'],
    ['no order', 'externalReferences(subjectType: STORY'],
    ['another type of subject', 'externalReferences(subjectType: USER, orderBy: CREATED_AT_ASC'],
    ['another endpoint', 'workspaceResources(orderBy: CREATED_AT_ASC'],
  ])('is refused by a list with %s', async (_, list) => {
    await using gateway = await startGateway(manyReferences(10));
    const after = await firstCursor(gateway);

    const { errors } = await gateway.query(`{ ${list}, after: "${after}") { nodes { id } } }`);

    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^after: this is no cursor of this list/),
    ]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused when it is somebody else’s', async () => {
    await using gateway = await startGateway(manyReferences(10), {
      sandbox: { users: ['ada', 'bob'].map((token) => ({ token, userId: '1', name: token })) },
    });
    const after = await firstCursor(gateway, 'ada');

    const hers = await gateway.query(crawl, { token: 'ada', variables: { after } });
    const his = await gateway.query(crawl, { token: 'bob', variables: { after } });

    expect(hers.data.externalReferences.nodes).toHaveLength(4);
    expect(his.data).toEqual({ externalReferences: null });
    expect(his.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['garbage', '!!!'],
    ['a number', '4'],
    ['another encoding of a place', Buffer.from('4').toString('base64url')],
    ['a place with a made-up seal', Buffer.from('4.aaaaaaaaaaa').toString('base64url')],
    ['a negative place', Buffer.from('-4.aaaaaaaaaaa').toString('base64url')],
    ['a very long text', 'QUFB'.repeat(50_000)],
  ])('is refused when it is made up: %s', async (_, after) => {
    await using gateway = await startGateway(manyReferences(10));

    const { data, errors } = await gateway.query(crawl, { variables: { after } });

    expect(data).toEqual({ externalReferences: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.requests()).toEqual([]);
  });

  it('whose place was changed leads to another place of the same list, and nowhere else', async () => {
    await using gateway = await startGateway(manyReferences(10));
    const [, seal] = Buffer.from(await firstCursor(gateway), 'base64url')
      .toString()
      .split('.');

    const after = Buffer.from(`7.${seal}`).toString('base64url');
    const { data } = await gateway.query(crawl, { variables: { after } });

    expect(data.externalReferences.nodes).toEqual([{ kantataId: '8' }, { kantataId: '9' }, { kantataId: '10' }]);
    expect(gateway.requests()).toEqual([
      'GET /external_references?limit=4&offset=7&order=created_at:asc&subject_type=Story',
    ]);
  });
});

/** References to stories 1 to 3, one to a user; resources 1 to 3 of people, 4 of nobody, in the order of their last change. */
const rows = {
  users: [
    { id: '1', full_name: 'Ada Lovelace' },
    { id: '2', full_name: 'Grace Hopper' },
  ],
  participations: [
    { id: '51', user_id: '1', workspace_id: '10', role: 'maven' },
    { id: '52', user_id: '2', workspace_id: '10', role: 'buyer' },
    { id: '53', user_id: '1', workspace_id: '11', role: 'maven' },
  ],
  stories: [{ id: '31', workspace_id: '10', current_assignment_ids: ['41'] }],
  assignments: [{ id: '41', story_id: '31', resource_id: '1' }],
  workspace_resources: [
    {
      id: '1',
      workspace_id: 10,
      user_id: '1',
      role_id: '21',
      participation_id: '51',
      organization_membership_id: '61',
      full_name: 'Ada Lovelace',
      created_at: '2026-02-02T10:00:00-08:00',
      updated_at: '2026-03-03T10:00:00-08:00',
    },
    {
      id: '2',
      workspace_id: 10,
      user_id: '2',
      role_id: '22',
      participation_id: '52',
      full_name: 'Grace Hopper',
      created_at: '2026-01-02T10:00:00-08:00',
      updated_at: '2026-03-02T10:00:00-08:00',
    },
    {
      id: '3',
      workspace_id: 11,
      user_id: '1',
      role_id: '21',
      participation_id: '53',
      full_name: 'Ada Lovelace',
      created_at: '2026-01-03T10:00:00-08:00',
      updated_at: '2026-03-01T10:00:00-08:00',
    },
    {
      id: '4',
      workspace_id: 10,
      user_id: null,
      role_id: '22',
      role_name: 'Engineer',
      created_at: '2026-01-04T10:00:00-08:00',
      updated_at: '2026-02-01T10:00:00-08:00',
    },
  ],
  custom_field_values: [
    value('1', '71', 'single', [81]),
    value('2', '71', 'single', [82]),
    value('1', '72', 'multi', [83, 84]),
    value('1', '73', 'currency', [20_020, 'USD']),
    value('2', '73', 'currency', [20_020, 'EUR']),
    value('1', '70', 'currency', [100, 'EUR']),
    value('1', '74', 'date', '2026-03-10'),
    value('2', '74', 'date', '2026-05-01'),
    value('2', '79', 'date', '2026-03-11'),
    value('1', '75', 'number', 2.5),
    value('2', '75', 'number', -40),
    value('1', '76', 'number', 7),
    value('1', '77', 'string', 'CC-100, 50% & more'),
    value('2', '77', 'string', 'other'),
    value('2', '78', 'string', 'night'),
  ],
  external_references: [
    {
      id: '1',
      subject_type: 'Story',
      subject_id: 31,
      service_name: 'Salesforce',
      service_model: 'Opportunity',
      service_model_ref: 'A:1, (b)',
      status: 'successful',
      external_status: 'Closed Won',
      created_at: '2026-02-02T10:00:00-08:00',
      updated_at: '2026-03-03T10:00:00-08:00',
      last_synced_at: '2026-03-03T10:00:00-08:00',
    },
    {
      id: '2',
      subject_type: 'Story',
      subject_id: 31,
      service_name: 'Jira',
      service_model: 'Issue',
      service_model_ref: 'OPS-1',
      status: 'pending',
      created_at: '2026-02-01T10:00:00-08:00',
      updated_at: '2026-02-02T10:00:00-08:00',
      last_synced_at: '2026-03-02T01:00:00-08:00',
    },
    {
      id: '3',
      subject_type: 'Story',
      subject_id: 32,
      service_name: 'Salesforce',
      service_model: 'Opportunity',
      service_model_ref: 'A-3',
      status: 'failed',
      external_message: 'Owner is inactive.',
      created_at: '2026-01-01T10:00:00-08:00',
      updated_at: '2026-02-01T10:00:00-08:00',
      last_synced_at: null,
    },
    { id: '9', subject_type: 'User', subject_id: 1 },
    linked('11', 1, 'Salesforce', 'TeamMember', 'TM-1', 'successful', { external_status: 'Active' }),
    linked('12', 2, 'Workday', 'Worker', 'W:2', 'failed', { external_message: 'Not hired.' }),
  ],
};

function value(subject: string, custom_field_id: string, type: string, value: unknown) {
  // A resource is called so by its custom field values.
  const id = `${custom_field_id}${subject}`;
  return { id, subject_type: 'Resource', subject_id: Number(subject), custom_field_id, type, value };
}

function linked(
  id: string,
  subject_id: number,
  service_name: string,
  service_model: string,
  service_model_ref: string,
  status: string,
  more: object,
) {
  return {
    id,
    subject_type: 'WorkspaceResource',
    subject_id,
    service_name,
    service_model,
    service_model_ref,
    status,
    ...more,
  };
}

function person(id: string, name: string, created_at: string, updated_at: string) {
  return { id, user_id: id, label: name, display_label: name, full_name: name, created_at, updated_at };
}

/** References to stories in the order of their ids, every second one of Jira. */
function manyReferences(count: number) {
  return {
    external_references: Array.from({ length: count }, (_, index) => ({
      id: String(index + 1),
      subject_type: 'Story',
      subject_id: 1,
      service_name: index % 2 === 0 ? 'Jira' : 'Salesforce',
      created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
    })),
  };
}

function custom(filter: string) {
  return `customFields: [{ ${filter} }]`;
}

function texts(count: number) {
  return JSON.stringify(numbers(1, count));
}

function numbers(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** The same value as JSON, where GraphQL leaves names bare. */
const asJson = (literal: string): unknown => JSON.parse(literal.replace(/(\w+):/g, '"$1":'));

/** The numbers of the rows of a list, in order. */
async function listed(gateway: TestGateway, list: string): Promise<string[]> {
  const { data, errors } = await gateway.query(`{ list: ${list} { nodes { kantataId } } }`.replace('()', ''));
  expect(errors).toBeUndefined();
  return data.list.nodes.map(({ kantataId }: { kantataId: string }) => kantataId);
}

async function firstCursor(gateway: TestGateway, token?: string): Promise<string> {
  const { data } = await gateway.query(
    `{ ${REFERENCES}, orderBy: CREATED_AT_ASC, first: 2) { pageInfo { endCursor } } }`,
    {
      ...(token && { token }),
    },
  );
  gateway.requests();
  return data.externalReferences.pageInfo.endCursor;
}

/** The request for the first page of a list with these parameters. */
function page(path: string, params: string, paging = params.includes('only=') ? '' : 'per_page=20') {
  const all = [...params.split(/&(?=[a-z_]+=)/), paging].filter((param) => param !== '');
  return `GET ${path}?${all.toSorted((one, other) => ((one.split('=')[0] as string) < (other.split('=')[0] as string) ? -1 : 1)).join('&')}`;
}

const parametersOf = (cases: readonly Case[]) =>
  [
    ...new Set(
      cases.flatMap(([, params]) => params.split(/&(?=[a-z_]+=)/).map((param) => param.split('=')[0] as string)),
    ),
  ]
    .filter((name) => name !== '')
    .toSorted();

const fieldsOf = (cases: readonly Case[]) =>
  [
    ...new Set(
      cases.flatMap(([filter]) => [...filter.matchAll(/(?<=^|, )([a-z]\w+): /g)].map(([, name]) => name as string)),
    ),
  ].toSorted();

const inputFields = (type: string) => {
  const fields = (createSchema().getType(type) as GraphQLInputObjectType).getFields();
  return Object.values(fields)
    .filter((field) => !isNonNullType(field.type))
    .map(({ name }) => name)
    .toSorted();
};

const enumValues = (type: string) =>
  (createSchema().getType(type) as GraphQLEnumType).getValues().map(({ name }) => name);
