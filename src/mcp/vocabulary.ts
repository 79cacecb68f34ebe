/** Words of a services business, and what the API calls what they mean. */

/** Each word with the words of the schema that it may stand for. Words are in the singular and in lower case. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  absence: ['time off'],
  account: ['workspace group', 'account membership'],
  allocated: ['workspace allocation', 'allocated'],
  allocation: ['workspace allocation', 'story allocation day'],
  answer: ['survey answer'],
  approval: ['submission', 'approved'],
  assigned: ['assignee', 'assignment'],
  attachment: ['attachment'],
  bill: ['invoice', 'billable'],
  booking: ['workspace allocation'],
  budget: ['budget', 'price'],
  client: ['workspace group', 'client'],
  colleague: ['user'],
  colour: ['color'],
  comment: ['post'],
  company: ['workspace group', 'organization'],
  consultant: ['user'],
  contract: ['estimate'],
  cost: ['cost rate', 'expense'],
  count: ['total count'],
  customer: ['workspace group'],
  deadline: ['due date'],
  deliverable: ['story'],
  department: ['organization'],
  done: ['completed', 'percentage complete'],
  effort: ['time estimate'],
  employee: ['user'],
  engagement: ['workspace'],
  file: ['attachment'],
  finished: ['completed'],
  group: ['workspace group'],
  health: ['status report'],
  holiday: ['time off'],
  hour: ['time entry', 'minutes'],
  integration: ['external reference'],
  issue: ['story'],
  job: ['workspace'],
  label: ['tag'],
  late: ['due date', 'past due'],
  leave: ['time off'],
  linked: ['external reference'],
  logged: ['time entry'],
  manager: ['lead', 'participation'],
  member: ['participation', 'user'],
  message: ['post'],
  milestone: ['story', 'billing milestone'],
  money: ['cents', 'budget'],
  name: ['full name', 'title'],
  office: ['organization'],
  open: ['uncompleted', 'unnamed'],
  overdue: ['due date', 'past due'],
  owner: ['lead', 'creator'],
  payment: ['invoice'],
  people: ['user', 'participation'],
  person: ['user'],
  placeholder: ['unnamed', 'workspace resource'],
  planned: ['workspace allocation', 'estimate'],
  project: ['workspace'],
  pto: ['time off'],
  quote: ['estimate'],
  rate: ['rate card', 'bill rate', 'cost rate'],
  receipt: ['expense'],
  resource: ['workspace resource'],
  role: ['role'],
  scheduled: ['story allocation day', 'workspace allocation'],
  seat: ['workspace resource'],
  staff: ['user', 'workspace resource'],
  staffing: ['workspace resource', 'workspace allocation'],
  sync: ['external reference'],
  task: ['story'],
  team: ['participation', 'workspace resource'],
  timesheet: ['time entry', 'timesheet submission'],
  todo: ['story'],
  travel: ['expense'],
  unstaffed: ['unnamed', 'workspace resource'],
  utilization: ['billable utilization'],
  vacation: ['time off'],
  work: ['story', 'time entry'],
};

const SMALL_WORDS = new Set(
  'a an and any are as at be by did do does for from had has have how i in is it its many me more most much my not of on or our per show that the their them there these they this to was we were what when where which who whose with'.split(
    ' ',
  ),
);

/** `timeEntries` and "Time entries" to `time`, `entry`. */
export const wordsOf = (text: string): readonly string[] =>
  (text.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').match(/[A-Za-z]+/g) ?? []).map((word) =>
    inSingular(word.toLowerCase()),
  );

const inSingular = (word: string): string => {
  if (word === 'people' || word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') ? word.slice(0, -1) : word;
};

/** What is looked for: each word, with the phrases that mean the same. */
export function termsOf(query: string): readonly (readonly (readonly string[])[])[] {
  const words = wordsOf(query).filter((word) => !SMALL_WORDS.has(word));
  return [...new Set(words)].map((word) => [[word], ...(SYNONYMS[word] ?? []).map((phrase) => wordsOf(phrase))]);
}
