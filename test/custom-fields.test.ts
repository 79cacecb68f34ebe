/** Custom fields as people want them: one value of a record, by the field's name or id, read as what it is. */
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { Workspace } from '../src/schema/types/workspace.ts';
import { startGateway } from './support/gateway.ts';
import { listLine, onlyLine } from './support/request-line.ts';

const withCustomFields = [...resources.values()].filter(({ fields }) =>
  fields
    .get('customFieldValues')
    ?.targets()
    .some(({ type }) => type === 'CustomFieldValue'),
);
/** Of workspace groups no include brings the values. */
const included = withCustomFields.filter(({ fields }) => fields.get('customFieldValues')?.includable);

const titled = (some: readonly Resource[]) => some.map((resource) => [resource.type, resource] as const);

/** What values call a type. */
const subjectTypeOf = ({ type }: Resource) => (type === 'WorkspaceResource' ? 'Resource' : type);

const value = (id: string, subject: string, subjectId: number, field: number, text = `Value ${id}`) => ({
  id,
  subject_type: subject,
  subject_id: subjectId,
  custom_field_id: field,
  custom_field_name: field === 71 ? 'Cost centre' : 'Badge',
  type: 'string',
  value: text,
  display_value: text,
});

/** Three records: with both fields, with one, with none. */
const rowsOf = (resource: Resource) => ({
  [resource.key]: [
    { id: '1', user_id: '1', custom_field_value_ids: ['12', '11'] },
    { id: '2', user_id: '1', custom_field_value_ids: ['13'] },
    { id: '3', user_id: '1', custom_field_value_ids: [] },
  ],
  custom_field_values: [
    value('11', subjectTypeOf(resource), 1, 71, 'North'),
    value('12', subjectTypeOf(resource), 1, 72, 'B-7'),
    value('13', subjectTypeOf(resource), 2, 72, 'B-8'),
  ],
});

const text = (answer: string) => ({ text: answer });

describe('customField', () => {
  it('is offered by every type that has custom fields', () => {
    expect(withCustomFields.map(({ type }) => type).toSorted()).toEqual([
      'Estimate',
      'Story',
      'User',
      'Workspace',
      'WorkspaceGroup',
      'WorkspaceResource',
    ]);
  });

  it.each(titled(included))(
    'tells the value of one field by its name, its number or its global id, all of them with one include: %s',
    async (_, resource) => {
      await using gateway = await startGateway(rowsOf(resource));
      const { several } = rootFieldNames(resource);

      const { data, errors } = await gateway.query(
        `{ ${several}(ids: ["1", "2", "3"]) {
             byName: customField(name: "Cost centre") { text }
             byNumber: customField(id: "71") { text }
             byGlobalId: customField(id: "CustomField:72") { text }
             other: customField(name: "cost centre") { text }
             customFieldValues { text }
           } }`,
      );

      expect(errors).toBeUndefined();
      expect(data[several]).toEqual([
        {
          byName: text('North'),
          byNumber: text('North'),
          byGlobalId: text('B-7'),
          other: null,
          customFieldValues: [text('B-7'), text('North')],
        },
        { byName: null, byNumber: null, byGlobalId: text('B-8'), other: null, customFieldValues: [text('B-8')] },
        { byName: null, byNumber: null, byGlobalId: null, other: null, customFieldValues: [] },
      ]);
      expect(gateway.requests()).toEqual([onlyLine(resource, ['1', '2', '3'], { include: 'custom_field_values' })]);
    },
  );

  it('is an error, not null, where the call fails that tells which field a value is of', async () => {
    const dialect = dialectOf('contract') as Dialect;
    await using gateway = await startGateway(rowsOf(Workspace), { sandbox: { dialect } });
    gateway.sandbox.fail({ match: /^GET \/custom_field_values/, status: 403 });

    const { data, errors } = await gateway.query(
      '{ workspacesById(ids: ["1", "3"]) { byNumber: customField(id: 71) { text } byName: customField(name: "Badge") { text } } }',
    );

    expect(data.workspacesById).toEqual([
      { byNumber: null, byName: text('B-7') },
      { byNumber: null, byName: null },
    ]);
    expect(errors).toMatchObject([
      {
        path: ['workspacesById', 0, 'byNumber'],
        extensions: { code: 'FORBIDDEN', upstream: 'GET /custom_field_values' },
      },
    ]);
  });

  it.each(titled(included))('comes with the one request that lists its records: %s', async (_, resource) => {
    await using gateway = await startGateway(rowsOf(resource));
    const { list } = rootFieldNames(resource);

    const { data, errors } = await gateway.query(
      `{ ${list}(first: 5) { nodes { kantataId customField(name: "Badge") { text } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data[list].nodes).toContainEqual({ kantataId: '2', customField: text('B-8') });
    expect(gateway.requests()).toEqual([listLine(resource, { include: 'custom_field_values', per_page: '5' }, '')]);
  });

  it.each([
    ['', 'customField: give exactly one of id and name.'],
    ['(id: "71", name: "Badge")', 'customField: give exactly one of id and name.'],
    ['(id: $noId, name: $noName)', 'customField: give exactly one of id and name.'],
    ['(id: "Story:71")', expect.stringContaining('customField.id: ')],
    ['(id: "seventy-one")', expect.stringContaining('customField.id: ')],
  ])('is refused with its operation before anything is called: customField%s', async (args, message) => {
    await using gateway = await startGateway(rowsOf(resources.get('Workspace') as Resource));
    const declared = args.includes('$') ? 'query($noId: ID, $noName: String)' : '';

    const { data, errors } = await gateway.query(
      `${declared} { workspace(id: "1") { wrong: customField${args} { text } right: customField(id: 71) { text } } }`,
    );

    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.requests()).toEqual([]);
  });

  it('takes its arguments from variables, operation by operation', async () => {
    await using gateway = await startGateway(rowsOf(resources.get('Workspace') as Resource));
    const query = 'query($name: String, $id: ID) { workspace(id: "1") { customField(name: $name, id: $id) { text } } }';

    for (const [variables, answer] of [
      [{ name: 'Badge' }, 'B-7'],
      [{ id: 71 }, 'North'],
      [{ name: 'Cost centre', id: null }, 'North'],
    ] as const)
      expect((await gateway.query(query, { variables })).data).toEqual({ workspace: { customField: text(answer) } });
  });

  it('is null for a value that the caller may not see', async () => {
    await using gateway = await startGateway(rowsOf(resources.get('Story') as Resource), {
      sandbox: { users: [{ token: 'demo', userId: '1', name: 'Ada', sees: (_, { id }) => id !== '12' }] },
    });

    const { data, errors } = await gateway.query(
      '{ story(id: "1") { badge: customField(name: "Badge") { text } costCentre: customField(id: 71) { text } } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({ story: { badge: null, costCentre: text('North') } });
  });
});

describe('the value of a custom field', () => {
  const choices = [
    { id: '81', label: 'Red' },
    { id: '82', label: 'Green' },
    { id: '83', label: 'Blue' },
  ];
  const KINDS = [
    ['string', 'Some text', { text: 'Some text' }],
    ['number', 12.5, { number: 12.5 }],
    ['date', '2026-03-01', { date: '2026-03-01' }],
    ['currency', [125_000, 'EUR'], { currency: { amountInCents: 125_000, code: 'EUR' } }],
    ['single', [82], { choices: [{ id: 'CustomFieldChoice:82', label: 'Green' }] }],
    [
      'multi',
      [83, 81],
      {
        choices: [
          { id: 'CustomFieldChoice:83', label: 'Blue' },
          { id: 'CustomFieldChoice:81', label: 'Red' },
        ],
      },
    ],
  ] as const;
  const NOTHING = { text: null, number: null, date: null, currency: null, choices: [] };
  const SELECTION = 'type text number date currency { amountInCents code } choices { id label }';
  const valued = (kind: string, written: unknown) => ({
    stories: [{ id: '1', custom_field_value_ids: ['11'] }],
    custom_field_values: [{ ...value('11', 'Story', 1, 71), type: kind, value: written }],
    custom_field_choices: choices,
  });

  it.each(KINDS)('is read as what it is, and as nothing else: %s', async (kind, written, read) => {
    await using gateway = await startGateway(valued(kind, written));

    const { data, errors } = await gateway.query(`{ story(id: "1") { customField(id: 71) { ${SELECTION} } } }`);

    expect(errors).toBeUndefined();
    expect(data.story.customField).toEqual({ type: kind.toUpperCase(), ...NOTHING, ...read });
  });

  it.each(KINDS)('may be none: %s', async (kind) => {
    await using gateway = await startGateway(valued(kind, null));

    const { data, errors } = await gateway.query(`{ story(id: "1") { customField(id: 71) { ${SELECTION} } } }`);

    expect(errors).toBeUndefined();
    expect(data.story.customField).toEqual({ type: kind.toUpperCase(), ...NOTHING });
  });

  it.each([
    ['number', 'a lot', ['number']],
    ['date', 'tomorrow', ['date']],
    ['currency', ['a lot', 'EUR'], ['currency', 'amountInCents']],
    ['currency', 12, ['currency']],
  ])('is an error where it is not what it should be, and in no other field: %s %j', async (kind, written, path) => {
    await using gateway = await startGateway(valued(kind, written));

    const { data, errors } = await gateway.query(
      `{ story(id: "1") { customField(id: 71) { displayValue ${SELECTION} } } }`,
    );

    expect(data.story.customField).toMatchObject({ displayValue: 'Value 11', text: null });
    expect(errors).toMatchObject([
      { path: ['story', 'customField', ...path], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });

  it('tells its choices without being fetched again: by the ids that it holds, labels in one request for all', async () => {
    await using gateway = await startGateway({
      stories: [
        { id: '1', custom_field_value_ids: ['11', '12'] },
        { id: '2', custom_field_value_ids: ['13'] },
      ],
      custom_field_values: [
        { ...value('11', 'Story', 1, 71), type: 'multi', value: [83, 81], selected_choice_ids: ['83', '81'] },
        value('12', 'Story', 1, 72),
        { ...value('13', 'Story', 2, 71), type: 'single', value: [83], selected_choice_ids: ['83'] },
      ],
      custom_field_choices: choices,
    });

    const { data, errors } = await gateway.query(
      '{ stories { nodes { kantataId customFieldValues { choices { label } also: selectedChoices { label } } } } }',
    );

    const [blue, red] = [{ label: 'Blue' }, { label: 'Red' }];
    expect(errors).toBeUndefined();
    expect(data.stories.nodes).toEqual([
      {
        kantataId: '1',
        customFieldValues: [
          { choices: [blue, red], also: [blue, red] },
          { choices: [], also: [] },
        ],
      },
      { kantataId: '2', customFieldValues: [{ choices: [blue], also: [blue] }] },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /stories?include=custom_field_values&per_page=20',
      'GET /custom_field_choices?apply_default_filters=false&only=81,83',
    ]);

    const { data: ids } = await gateway.query(
      '{ stories { nodes { customField(id: 71) { choices { kantataId } selectedChoiceIds } } } }',
    );
    expect(ids.stories.nodes).toEqual([
      { customField: { choices: [{ kantataId: '83' }, { kantataId: '81' }], selectedChoiceIds: ['83', '81'] } },
      { customField: { choices: [{ kantataId: '83' }], selectedChoiceIds: ['83'] } },
    ]);
    expect(gateway.requests()).toEqual(['GET /stories?include=custom_field_values&per_page=20']);
  });

  it('brings its choices with the request that lists it', async () => {
    const rows = valued('multi', [83, 81]);
    await using gateway = await startGateway({
      ...rows,
      custom_field_values: rows.custom_field_values.map((row) => ({ ...row, selected_choice_ids: ['83', '81'] })),
    });

    const { data } = await gateway.query(
      '{ customFieldValues(subjectType: STORY) { nodes { choices { label } subject { ... on Story { id } } } } }',
    );

    expect(data.customFieldValues.nodes).toEqual([
      { choices: [{ label: 'Blue' }, { label: 'Red' }], subject: { id: 'Story:1' } },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /custom_field_values?include=selected_choices&per_page=20&subject_type=Story',
    ]);
  });

  it('leads back to its record without a request', async () => {
    await using gateway = await startGateway(rowsOf(resources.get('Story') as Resource));

    const { data } = await gateway.query(
      '{ story(id: "1") { title customField(id: 71) { subject { ... on Story { kantataId title } } } } }',
    );

    expect(data.story.customField).toEqual({ subject: { kantataId: '1', title: null } });
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('custom fields of workspace groups, which no include brings', () => {
  const WorkspaceGroup = resources.get('WorkspaceGroup') as Resource;
  const valuesLine = (ids: string, params = '') =>
    `GET /custom_field_values?${params}per_page=200&subject_type=WorkspaceGroup&with_subject_id=${ids}`;

  it('come with one request for the values of all groups that are listed', async () => {
    await using gateway = await startGateway(rowsOf(WorkspaceGroup));

    const { data, errors } = await gateway.query(
      `{ workspaceGroups { nodes {
           kantataId costCentre: customField(name: "Cost centre") { text } badge: customField(id: 72) { text }
           customFieldValues { kantataId } customFieldValueIds } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceGroups.nodes).toEqual([
      {
        kantataId: '1',
        costCentre: text('North'),
        badge: text('B-7'),
        customFieldValues: [{ kantataId: '11' }, { kantataId: '12' }],
        customFieldValueIds: ['11', '12'],
      },
      {
        kantataId: '2',
        costCentre: null,
        badge: text('B-8'),
        customFieldValues: [{ kantataId: '13' }],
        customFieldValueIds: ['13'],
      },
      { kantataId: '3', costCentre: null, badge: null, customFieldValues: [], customFieldValueIds: [] },
    ]);
    expect(gateway.requests()).toEqual(['GET /workspace_groups?per_page=20', valuesLine('1,2,3')]);
  });

  it('come for a group that another record leads to, in the wave after it', async () => {
    await using gateway = await startGateway({
      ...rowsOf(WorkspaceGroup),
      workspaces: [{ id: '1', workspace_group_ids: ['1', '2'] }],
    });

    const { data, errors } = await gateway.query(
      '{ workspace(id: "1") { workspaceGroups { customField(name: "Badge") { text subjectId } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.workspace.workspaceGroups).toEqual([
      { customField: { text: 'B-7', subjectId: '1' } },
      { customField: { text: 'B-8', subjectId: '2' } },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /workspaces?apply_default_filters=false&include=workspace_groups&include_archived=true&only=1',
      valuesLine('1,2'),
    ]);
  });

  it('bring what is selected beside them', async () => {
    const rows = rowsOf(WorkspaceGroup);
    await using gateway = await startGateway({
      ...rows,
      custom_field_values: rows.custom_field_values.map((row) => ({ ...row, setter_id: '5' })),
      users: [{ id: '5', full_name: 'Ada' }],
    });

    const { data } = await gateway.query(
      '{ workspaceGroup(id: "2") { customField(id: 72) { setter { fullName } subject { ... on WorkspaceGroup { kantataId name } } } } }',
    );

    expect(data.workspaceGroup.customField).toEqual({
      setter: { fullName: 'Ada' },
      subject: { kantataId: '2', name: null },
    });
    expect(gateway.requests()).toEqual([
      'GET /workspace_groups?apply_default_filters=false&only=2',
      valuesLine('2', 'include=setter&'),
    ]);
  });

  it('come in further requests, side by side, where groups have more than 200 values', async () => {
    const values = Array.from({ length: 450 }, (_, index) =>
      value(String(index + 1), 'workspace_group', (index % 2) + 1, index === 449 ? 72 : 71),
    );
    await using gateway = await startGateway({
      workspace_groups: [{ id: '1' }, { id: '2' }],
      custom_field_values: values,
    });

    const { data, errors } = await gateway.query(
      '{ workspaceGroupsById(ids: ["1", "2"]) { customFieldValueIds customField(name: "Badge") { text } } }',
    );

    expect(errors).toBeUndefined();
    const idsOf = (group: number) => values.filter(({ subject_id }) => subject_id === group).map(({ id }) => id);
    expect(data.workspaceGroupsById).toEqual([
      { customFieldValueIds: idsOf(1), customField: null },
      { customFieldValueIds: idsOf(2), customField: text('Value 450') },
    ]);
    const [groups, first, ...further] = gateway.requests();
    expect(groups).toBe(onlyLine(WorkspaceGroup, ['1', '2']));
    expect(first).toBe(valuesLine('1,2'));
    expect(further.toSorted()).toEqual([
      valuesLine('1,2', 'page=2&'),
      // A whole page for the last 50, so that rows beyond the count are not cut off.
      valuesLine('1,2', 'page=3&'),
    ]);
  });

  it('come in requests for 150 groups each', async () => {
    const ids = Array.from({ length: 160 }, (_, index) => String(index + 1));
    await using gateway = await startGateway({
      workspace_groups: ids.map((id) => ({ id })),
      custom_field_values: ids.map((id) => value(id, 'WorkspaceGroup', Number(id), 71)),
    });

    const { data, errors } = await gateway.query(
      '{ workspaceGroups(first: 200, orderBy: CREATED_AT_ASC) { nodes { customField(id: 71) { text } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceGroups.nodes).toEqual(ids.map((id) => ({ customField: text(`Value ${id}`) })));
    const [list, ...values] = gateway.requests();
    expect(list).toBe('GET /workspace_groups?order=created_at:asc&per_page=200');
    expect(values.toSorted()).toEqual(
      [valuesLine(ids.slice(0, 150).join()), valuesLine(ids.slice(150).join())].toSorted(),
    );
  });

  it('are an error of the field, for each group, where their request fails', async () => {
    await using gateway = await startGateway(rowsOf(WorkspaceGroup));
    gateway.sandbox.fail({ match: '/custom_field_values', status: 403 });

    const { data, errors } = await gateway.query(
      '{ workspaceGroups(first: 2) { nodes { kantataId customField(id: 71) { text } } } }',
    );

    expect(data.workspaceGroups.nodes).toEqual([
      { kantataId: '1', customField: null },
      { kantataId: '2', customField: null },
    ]);
    expect(errors).toMatchObject(
      [0, 1].map((index) => ({
        path: ['workspaceGroups', 'nodes', index, 'customField'],
        extensions: { code: 'FORBIDDEN' },
      })),
    );
  });
});
