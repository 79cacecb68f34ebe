/** What a file of `examples/` says about itself. */

export interface Example {
  /** Its file's name, as people write: `By custom field`. */
  readonly title: string;
  /** What it answers, as somebody would ask. */
  readonly question: string;
  /** What it shows. */
  readonly about: string;
  /** What it costs, as `3 REST calls`. */
  readonly cost: string;
  readonly query: string;
}

/** An example by its file: the first line is a comment that ends with the cost. */
export function exampleOf(file: string, query: string): Example {
  const name = file
    .replace(/^.*\//, '')
    .replace(/\.graphql$/, '')
    .replaceAll('-', ' ');
  const [, about = '', end = '', cost = ''] = /^# (.+?)([.:;,]) (\d+ REST calls?)\.\n/.exec(query) ?? [];
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const says = about + (end === '.' ? end : '.');
  return { title, question: QUESTIONS[title] ?? `${about}?`, about: says, cost, query };
}

/** One for each example; of one that is not here, what it says itself is the question. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'Allocations of next month': 'Whose time is set aside next month, and for which project?',
  'Back reference': 'Which records of other systems belong to a project?',
  'Board of a project': 'Which tasks of a project are open, and who does them?',
  'By custom field': 'Which seats are senior ones?',
  'By id of another system': 'Which task does another system know by this id?',
  'By id': 'How do I get records whose ids I have?',
  Counting: 'How many seats are there, and how many are open?',
  'Custom fields': 'What do the custom fields of projects say?',
  'Expenses to reimburse': 'Which expenses are still to be paid back?',
  'Failed references': 'What would Salesforce not take, and why?',
  'First query': 'Who has a seat on which project?',
  'From reference to people': 'Who takes part in the project of a synced task?',
  'Holidays of a person': 'Which days are free for a person?',
  'Hours by person and month': 'How many hours does everybody have, month by month?',
  'Long list': 'How do I read more than one page?',
  'My week': 'What do I have to do this week, and what did I log?',
  'Open invoices': 'Which invoices are not paid yet, and by whom?',
  'Overdue tasks': 'Which tasks are late, and who is on them?',
  Paging: 'How do I go from page to page?',
  'Project team': 'Who is on the team of a project?',
  'Projects by custom field': 'Which projects are in one region?',
  'Resource requests': 'Which requests for staff wait for a decision?',
  'Shared calls': 'What do two lists that lead to the same projects cost?',
  'Subjects of several types': 'What was synced last, of whatever kind?',
  'Sync health': 'Which integrations have records that wait or failed?',
  'Time per person and month': 'Who logged how much, month by month?',
  'Timesheets to approve': 'Which timesheets wait for approval?',
  'Unnamed resources': 'Which seats has nobody taken yet?',
  'Unstaffed seats': 'Which running projects lack people?',
  'Who has a skill': 'Who has a skill, and how well?',
  'Who is free': 'Who still has time next month?',
};

/** From first steps to what few will need; what is not named here comes last. */
const ORDER = [
  'First query',
  'By id',
  'Project team',
  'Counting',
  'Paging',
  'Long list',
  'Unnamed resources',
  'Failed references',
  'Subjects of several types',
  'Shared calls',
  'From reference to people',
  'Back reference',
  'Custom fields',
  'By custom field',
];

const placeOf = ({ title }: Example) => (ORDER.includes(title) ? ORDER.indexOf(title) : ORDER.length);

export const inOrder = (examples: readonly Example[]): readonly Example[] =>
  examples.toSorted((one, other) => placeOf(one) - placeOf(other) || one.title.localeCompare(other.title));
