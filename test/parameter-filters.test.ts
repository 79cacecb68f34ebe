/** What every filter of the two endpoints at the heart of the gateway is sent as, and that the API obeys it. */
import { type GraphQLInputObjectType, isNonNullType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { readLists } from '../tools/contract/contract.ts';
import { startGateway } from './support/gateway.ts';
import { REFERENCES, RESOURCES, listed, page, rows } from './support/parameter-rows.ts';

/** Parameters of a list that select rows, as documented, but for the one that it cannot be asked without. */
const documented = (type: string) =>
  Object.entries(readLists().get(type)?.parameters ?? {})
    .filter(([name, { required }]) => !required && !['page', 'per_page'].includes(name))
    .map(([name]) => name)
    .toSorted();

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

describe('a filter of externalReferences', () => {
  it.each(REFERENCE_FILTERS)('%s is sent as %s, and obeyed', async (filter, params, ids) => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, `${REFERENCES}, filter: { ${filter} })`)).toEqual(ids);
    expect(gateway.requests()).toEqual([page('/external_references', `${params}&subject_type=Story`)]);
    expect(ids.length).toBeLessThan(3);
  });

  it('stands in this table for every documented parameter and every field of the input', () => {
    expect(parametersOf(REFERENCE_FILTERS)).toEqual(documented('ExternalReference'));
    expect(fieldsOf(REFERENCE_FILTERS)).toEqual(inputFields('ExternalReferenceFilter'));
  });

  it('stands beside the type of subject that the API wants, without which each is asked for', async () => {
    await using gateway = await startGateway(rows);

    expect(await listed(gateway, 'externalReferences(subjectType: USER)')).toEqual(['9']);
    expect(gateway.requests()).toEqual(['GET /external_references?per_page=20&subject_type=User']);
    const { data, errors } = await gateway.query('{ externalReferences(filter: { status: FAILED }) { totalCount } }');

    expect([data, errors]).toEqual([{ externalReferences: { totalCount: 2 } }, undefined]);
    const requests = gateway.requests();
    expect(requests).toHaveLength(33);
    expect(requests).toContain('GET /external_references?per_page=1&status=failed&subject_type=User');
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
    expect(parametersOf([...RESOURCE_FILTERS, ...CUSTOM_FIELD_FILTERS])).toEqual(documented('WorkspaceResource'));
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
