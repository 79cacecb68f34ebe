/** The assumptions that the answers of all calls show by themselves. */
import type { Assumption } from '../loaders/api-facts.ts';
import { type Assumed, type Finding, findingOf, KEEP } from './finding.ts';
import type { FormKind } from './forms.ts';
import type { Observations } from './observations.ts';

const times = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;

const WRITTEN = {
  always: 'Rows have it.',
  never: 'Rows do not have it.',
  varies: 'Some rows have it, others do not.',
  unknown: 'No row showed it.',
} as const;

/** The finding about where one association's id is written. */
export function associationFinding({ name, collection, link, declared, shown }: Assumption): Finding {
  const isOwn = declared === 'always';
  const assumed: Assumed = {
    name: `association ${name}`,
    assumption: `Rows of ${collection.key} have \`${link.field}\` ${isOwn ? 'without' : 'only with'} \`include=${link.name}\`.`,
    weight: 'calls',
    consequence: isOwn
      ? 'The include is asked for where the id is needed; one call more until that is known.'
      : 'The include is not needed for the id alone.',
    advice: KEEP,
  };
  return findingOf(assumed, shown === 'unknown' ? null : shown === declared, WRITTEN[shown]);
}

/** An include that was asked for and did not write what it should. */
function includeFindings({ included }: Observations): Finding[] {
  const missing = [...included].filter(([, { missing: rows }]) => rows > 0).map(([name]) => name);
  return [
    findingOf(
      {
        name: 'includes.written',
        assumption: 'An include that is asked for writes its ids on every row.',
        weight: 'answers',
        consequence: 'These associations are null, with a warning at their path.',
        advice: "Check the token's rights to them; report those that the API should know.",
      },
      included.size === 0 ? null : missing.length === 0,
      missing.length === 0 ? `${times(included.size, 'include')} did.` : `Missing: ${missing.toSorted().join(', ')}.`,
    ),
  ];
}

function countFindings({ counted }: Observations): Finding[] {
  const lists = counted.length;
  const [absent, above, below] = [
    counted.filter(({ count }) => count === null).length,
    counted.filter(({ count, rows }) => count !== null && count > rows).length,
    counted.filter(({ count, rows }) => count !== null && count < rows).length,
  ];
  const wrong = [
    above > 0 && `above the rows of ${above} lists`,
    below > 0 && `below the rows of ${below} lists`,
    absent > 0 && `absent from ${absent} lists`,
  ].filter((text) => text !== false);
  return [
    findingOf(
      {
        name: 'counts',
        assumption: 'The count of a list is the number of its rows.',
        weight: 'answers',
        consequence:
          '`totalCount` is what the API counts, or an error where it does not count. Rows and pages are right.',
        advice: 'Do not rely on `totalCount`; page by `hasNextPage`.',
      },
      lists === 0 ? null : wrong.length === 0,
      wrong.length === 0 ? `It is, of ${times(lists, 'list')}.` : `It is ${wrong.join(', ')}, of ${lists}.`,
    ),
  ];
}

function pageFindings({ pages }: Observations): Finding[] {
  return [
    findingOf(
      {
        name: 'pages.size',
        assumption: 'A page holds no more rows than `per_page` asks for.',
        weight: 'calls',
        consequence: 'Answers are longer than needed. What is too much is cut off.',
        advice: 'Nothing; expect slower answers.',
      },
      pages.full === 0 ? null : pages.longer === 0,
      pages.longer === 0 ? `${times(pages.full, 'full page')} did not.` : `${times(pages.longer, 'page')} held more.`,
    ),
  ];
}

function pointerFindings({ pointers }: Observations): Finding[] {
  return [
    findingOf(
      {
        name: 'references.key',
        assumption: 'The pointer of a polymorphic association names the collection that its record stands under.',
        weight: 'nothing',
        consequence: 'It names the base class. Both are read.',
        advice: 'Nothing.',
      },
      pointers.all === 0 ? null : pointers.elsewhere === 0,
      pointers.elsewhere === 0
        ? `${times(pointers.all, 'pointer')} did.`
        : `${pointers.elsewhere} of ${pointers.all} did not.`,
    ),
  ];
}

const FORMS: readonly { readonly kind: FormKind; readonly name: string; readonly assumption: string }[] = [
  { kind: 'id', name: 'forms.ids', assumption: 'An id field is written in one form, as text or as a number.' },
  {
    kind: 'empty date',
    name: 'forms.dates',
    assumption: 'A date field that is empty is written in one form, `""` or null.',
  },
  { kind: 'offset', name: 'forms.offsets', assumption: 'Times are written for one time zone.' },
];

const formFindings = ({ forms }: Observations): Finding[] =>
  FORMS.map(({ kind, name, assumption }) => {
    const { fields, values } = forms.several(kind);
    return findingOf(
      { name, assumption, weight: 'nothing', consequence: 'None: all forms are read.', advice: 'Nothing.' },
      values === 0 ? null : fields.length === 0,
      fields.length === 0 ? `${times(values, 'value')} agreed.` : `${times(fields.length, 'field')} have several.`,
    );
  });

function wordFindings(words: readonly string[]): Finding[] {
  return [
    findingOf(
      {
        name: 'words',
        assumption: 'Fields with fixed words hold no others.',
        weight: 'answers',
        consequence: 'Such a word is an error at its field, and null there.',
        advice: 'Report the words of these fields, which are not shown here.',
      },
      words.length === 0,
      words.length === 0 ? 'No other word was seen.' : `Other words in ${words.join(', ')}.`,
    ),
  ];
}

/** @param words fields in which words were seen that the schema does not know. */
export const passiveFindings = (observations: Observations, words: readonly string[]): Finding[] => [
  ...pageFindings(observations),
  ...countFindings(observations),
  ...includeFindings(observations),
  ...pointerFindings(observations),
  ...formFindings(observations),
  ...wordFindings(words),
];
