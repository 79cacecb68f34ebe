/** What every list means by a parameter of these names. */
import { shelfOfTypeName } from '../catalogue.ts';
import { customFieldMatch, customFieldParams } from '../custom-fields.ts';
import {
  has,
  ids,
  isArchived,
  isNone,
  isOnAccount,
  matchesText,
  off,
  on,
  type Question,
  referencesOf,
  type Rule,
  type Rules,
  storyOf,
  subjectOf,
  type Test,
  valuesMatch,
  valuesOf,
  workspaceOf,
} from '../filter-rule.ts';
import { isOn } from '../params.ts';
import type { Row } from '../row.ts';

const MATCHED = [
  'title',
  'name',
  'full_name',
  'label',
  'display_label',
  'role_name',
  'rate_card_set_title',
  'email_address',
];

const hasValue = (row: Row) => !isNone(row.value) && !(Array.isArray(row.value) && row.value.length === 0);

export const COMMON: Rules = {
  subject_type: ({ value }) => {
    const type = shelfOfTypeName(value);
    return (row) => type !== undefined && subjectOf(row).type === type;
  },
  matching:
    ({ value }) =>
    (row) =>
      matchesText(
        value,
        MATCHED.map((field) => row[field]),
      ),
  has_external_references: (question) => {
    const wanted = isOn(question.value);
    return (row) => referencesOf(row, question).length > 0 === wanted;
  },
  without_external_reference_service_name: (question) => (row) =>
    !referencesOf(row, question).some((reference) => reference.service_name === question.value),
  has_value_for_custom_field_ids: (question) => {
    const wanted = ids(question.value);
    return (row) => valuesOf(row, question).some((value) => has(wanted, value.custom_field_id) && hasValue(value));
  },
  ...Object.fromEntries(
    customFieldParams.map((param): [string, Rule] => [param, valuesMatch((value) => customFieldMatch(param, value))]),
  ),
  from_archived_workspaces: off((row, question) => !isArchived(workspaceOf(row, question))),
  on_my_account: on((row, question) => isOnAccount(workspaceOf(row, question), question)),
  in_unarchived_workspaces: on((row, question) => !isArchived(workspaceOf(storyOf(row, question) ?? row, question))),
  in_unarchived_stories: on((row, question) => !isArchived(storyOf(row, question))),
};

/** Filters say `fail` and `success` where references say `failed` and `successful`. */
const STATUS_WORDS: Readonly<Record<string, string>> = { fail: 'failed', success: 'successful' };
const statusWord = (word: unknown) => STATUS_WORDS[String(word)] ?? String(word);

/** All criteria for references must be met by one and the same reference. */
export function byReferences(question: Question): Test | null {
  const criteria = [...question.inForce].flatMap(([name, value]): ((reference: Row) => boolean)[] => {
    const field = /^external_reference_(service_.+|status|external_.+)$/.exec(name)?.[1];
    if (!field) return [];
    if (field === 'service_model_refs') {
      const refs = ids(value);
      return [(reference) => has(refs, reference.service_model_ref)];
    }
    if (field === 'status') return [(reference) => statusWord(reference.status) === statusWord(value)];
    return [(reference) => String(reference[field]) === value];
  });
  if (criteria.length === 0) return null;
  return (row) => referencesOf(row, question).some((reference) => criteria.every((met) => met(reference)));
}
