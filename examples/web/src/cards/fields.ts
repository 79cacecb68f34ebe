import { excerpt, number, words } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** Custom fields, their choices, sets and values. */
export const FieldsCard = graphql(`
  fragment FieldsCard on ExternalReferenceSubject {
    __typename
    ... on CustomField {
      name
      valueType
      defaultText
      readAccess
    }
    ... on CustomFieldChoice {
      label
      position
      createdAt
    }
    ... on CustomFieldSet {
      name
      setSubjectType: subjectType
    }
    ... on CustomFieldValue {
      customFieldName
      displayValue
      valueSubjectType: subjectType
      type
    }
  }
`);

export function fieldsCard(subject: FragmentType<typeof FieldsCard>): CardContent | null {
  const record = unmask(FieldsCard, subject);
  switch (record.__typename) {
    case 'CustomField':
      return {
        title: record.name,
        facts: [
          ['Holds', words(record.valueType)],
          ['By default', record.defaultText],
          ['Read by', words(record.readAccess)],
        ],
      };
    case 'CustomFieldChoice':
      return {
        title: record.label,
        facts: [['Position', number(record.position)]],
      };
    case 'CustomFieldSet':
      return {
        title: record.name,
        facts: [['Of', words(record.setSubjectType)]],
      };
    case 'CustomFieldValue':
      return {
        title: record.customFieldName,
        facts: [
          ['Value', excerpt(record.displayValue)],
          ['Of', words(record.valueSubjectType)],
          ['Kind', words(record.type)],
        ],
      };
    default:
      return null;
  }
}
