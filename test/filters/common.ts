/** The arguments that many lists share, with rows of any list. */
import type { Resource } from '../../src/schema/resource.ts';
import { type Cases, either, flag, keeps } from './case.ts';

const TIME = '2026-03-01T12:00:00+01:00';
const SENT = '2026-03-01T11:00:00.000Z';
const early = '2026-03-01T02:59:59-08:00';
const late = '2026-03-01T03:00:01-08:00';

const times: Cases = {
  createdAfter: keeps(`"${TIME}"`, SENT, { created_at: late }, { created_at: early }),
  createdBefore: keeps(`"${TIME}"`, SENT, { created_at: early }, { created_at: late }),
  updatedAfter: keeps(`"${TIME}"`, SENT, { updated_at: late }, { updated_at: early }),
  updatedBefore: keeps(`"${TIME}"`, SENT, { updated_at: early }, { updated_at: late }),
};

/** References of row 1 and of row 2. */
const references = ({ type }: Resource): Cases => {
  const two = (yes: object, no: object) => ({
    external_references: [
      { id: '81', subject_type: type, subject_id: 1, service_name: 'Jira', ...yes },
      { id: '82', subject_type: type, subject_id: 2, service_name: 'Jira', ...no },
    ],
  });
  const one = { external_references: [{ id: '81', subject_type: type, subject_id: 1, service_name: 'Jira' }] };
  const of = (value: string, sent: string, yes: object, no: object) => keeps(value, sent, {}, {}, two(yes, no));
  return {
    hasExternalReferences: either({}, {}, one),
    externalReferenceServiceName: of('"A, b: c"', 'A, b: c', { service_name: 'A, b: c' }, {}),
    withoutExternalReferenceServiceName: of('"Jira"', 'Jira', { service_name: 'Workday' }, {}),
    externalReferenceServiceModel: of('"Issue"', 'Issue', { service_model: 'Issue' }, { service_model: 'Epic' }),
    externalReferenceServiceModelRef: of('"K-1"', 'K-1', { service_model_ref: 'K-1' }, { service_model_ref: 'K-2' }),
    externalReferenceServiceModelRefs: of(
      '["K-1", "&=+", "K-1"]',
      'K-1,&=+',
      { service_model_ref: '&=+' },
      { service_model_ref: 'K-2' },
    ),
    externalReferenceStatus: [
      of('FAILED', 'fail', { status: 'failed' }, { status: 'successful' }),
      of('FAILED', 'fail', { status: 'fail' }, { status: 'pending' }),
      of('SUCCESSFUL', 'successful', { status: 'successful' }, { status: 'failed' }),
      of('PENDING', 'pending', { status: 'pending' }, { status: 'failed' }),
    ],
    externalReferenceExternalStatus: of('"Won"', 'Won', { external_status: 'Won' }, { external_status: 'Lost' }),
    externalReferenceExternalMessage: of('"Bad"', 'Bad', { external_message: 'Bad' }, { external_message: 'Bad day' }),
  };
};

/** Values that a custom field holds on row 1 and on row 2. */
export const values = (type: string, kind: string, yes: unknown, no: unknown) => ({
  custom_field_values: [
    { id: '91', subject_type: type, subject_id: 1, custom_field_id: '70', type: kind, value: yes },
    { id: '92', subject_type: type, subject_id: 2, custom_field_id: '70', type: kind, value: no },
  ],
});

/** `customFields` sends one of five parameters; which, says the case. */
export const customFieldCases = (type: string) =>
  (
    [
      [
        'by_custom_choice_value',
        '{ choice: { fieldId: "CustomField:70", choiceIds: [5, 6] } }',
        '70:5,6',
        'single',
        [5],
        [7],
      ],
      ['by_custom_choice_value', '{ choice: { fieldId: "70", blank: true } }', '70:blank', 'multi', [], [7]],
      [
        'by_custom_currency_value',
        '{ currency: { fieldId: "70", amount: 2.5, code: "EUR" } }',
        '70:2.5:EUR',
        'currency',
        [250, 'EUR'],
        [250, 'USD'],
      ],
      [
        'by_custom_date_value',
        '{ date: { fieldId: "70", from: "2026-03-01" } }',
        '70:2026-03-01:',
        'date',
        '2026-03-01',
        '2026-02-28',
      ],
      ['by_custom_number_value', '{ number: { fieldId: "70", value: 7 } }', '70:7', 'number', 7, 8],
      ['by_custom_text_value', '{ text: { fieldId: "70", value: "x" } }', '70:x', 'string', 'x', 'y'],
      ['by_custom_text_value', '{ text: { fieldId: "70", anyOf: ["x", "z"] } }', '(70:x):(70:z)', 'string', 'z', 'y'],
      ['by_custom_text_value', '{ text: { fieldId: "70", hasValue: true } }', '70', 'string', 'z', ''],
    ] as const
  ).map(([param, entry, sent, kind, yes, no]) => ({
    param,
    one: keeps(`[${entry}]`, sent, {}, {}, values(type, kind, yes, no)),
  }));

const custom = ({ type }: Resource): Cases => ({
  hasValueForCustomFieldIds: keeps('["70", "CustomField:72"]', '70,72', {}, {}, values(type, 'string', 'x', '')),
});

/** Cases for the shared arguments that a list has. */
export function commonCases(resource: Resource): Cases {
  const all: Cases = {
    ids: keeps(`["1", "${resource.type}:9", "1"]`, '1,9', {}, {}),
    ...times,
    ...references(resource),
    ...custom(resource),
  };
  const { filters = {} } = resource.declaration.endpoint ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in filters));
}

export const ofWorkspace = (yes: object, no: object) => ({
  workspaces: [
    { id: '70', ...yes },
    { id: '71', ...no },
  ],
});

/** Rows of two projects. */
export const inTwo = [{ workspace_id: '70' }, { workspace_id: '71' }] as const;

export const flagIn = (column: string, yes: unknown, no: unknown) => flag({ [column]: yes }, { [column]: no });
