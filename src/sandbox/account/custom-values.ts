/** Custom fields of every kind, and the values that records have for them. */
import { ACCOUNT_ID } from './account-ids.ts';
import { day } from './calendar.ts';
import { attach, type Draft, type Ledger } from './ledger.ts';
import { formatted } from './money.ts';
import { PHRASES } from './vocabulary.ts';
import { stamps } from './stamps.ts';

type Kind = 'string' | 'date' | 'number' | 'currency' | 'single' | 'multi';

/** The class name by which a value calls its subject: a resource goes by another name than in external references. */
export const SUBJECTS = {
  workspaces: 'Workspace',
  workspace_groups: 'WorkspaceGroup',
  workspace_resources: 'Resource',
  stories: 'Story',
  users: 'User',
  estimates: 'Estimate',
} as const;

export type Subject = keyof typeof SUBJECTS;

const FIELDS: Readonly<Record<Subject, Readonly<Record<string, Kind>>>> = {
  workspaces: {
    'Cost center': 'string',
    'Contract signed': 'date',
    'Seats sold': 'number',
    'Contract value': 'currency',
    Region: 'single',
    Practices: 'multi',
  },
  workspace_resources: {
    'Badge number': 'string',
    'Security clearance until': 'date',
    'Desk days per week': 'number',
    'Travel budget': 'currency',
    Seniority: 'single',
    Certifications: 'multi',
  },
  stories: { 'Ticket reference': 'string', Severity: 'single', 'Story points': 'number' },
  users: { 'T-shirt size': 'single', 'First aid course': 'date', 'Languages spoken': 'multi' },
  workspace_groups: { Segment: 'single', 'Annual spend': 'currency' },
  estimates: { Probability: 'number', 'Sales stage': 'single' },
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  Region: ['EMEA', 'Americas', 'Asia Pacific'],
  Practices: ['Strategy', 'Data', 'Cloud', 'Design'],
  Seniority: ['Junior', 'Senior', 'Principal'],
  Certifications: ['AWS', 'Salesforce', 'PMP', 'Scrum'],
  Severity: ['Low', 'Medium', 'High'],
  'T-shirt size': ['S', 'M', 'L', 'XL'],
  'Languages spoken': ['English', 'German', 'French'],
  Segment: ['Enterprise', 'Mid-market'],
  'Sales stage': ['Qualified', 'Proposal', 'Won', 'Lost'],
};

export type Fields = Readonly<Record<Subject, readonly Draft[]>>;

/** The field sets of all subjects, their fields and the choices of those. */
export function defineFields(ledger: Ledger, creators: readonly Draft[]): Fields {
  const { random } = ledger;
  const define = (subject: Subject) => {
    const set = ledger.add('custom_field_sets', {
      name: `${SUBJECTS[subject]} details`,
      subject_type: SUBJECTS[subject],
      custom_field_ids: [],
      ...stamps(random, -800, -400),
    });
    return Object.entries(FIELDS[subject]).map(([name, value_type]) => {
      const field = ledger.add('custom_fields', {
        name,
        value_type,
        custom_field_set_id: set.id,
        creator_id: random.pick(creators).id,
        default_text: value_type === 'string' ? `Enter the ${name.toLowerCase()}` : null,
        unique_constraint: name === 'Badge number',
        read_access: 'project_collaboration',
        write_access: 'project_admin',
        choice_ids: [],
        ...stamps(random, -600, -300),
      });
      attach(set, 'custom_field_ids', field.id);
      for (const [position, label] of (CHOICES[name] ?? []).entries())
        attach(
          field,
          'choice_ids',
          ledger.add('custom_field_choices', {
            label,
            position: position + 1,
            custom_field_id: field.id,
            ...stamps(random, -600, -300),
          }).id,
        );
      return field;
    });
  };
  return Object.fromEntries(
    (Object.keys(FIELDS) as Subject[]).map((subject) => [subject, define(subject)]),
  ) as unknown as Fields;
}

const labelOf = (ledger: Ledger, id: string) => String(ledger.get('custom_field_choices', id)?.label);

/** A value of the field's kind, as stored and as shown. */
function valueOf(ledger: Ledger, field: Draft): { value: unknown; display_value: string; choices: string[] } {
  const { random } = ledger;
  const plain = (value: string | number) => ({ value, display_value: String(value), choices: [] });
  const chosen = (count: number) => {
    const choices = random.some(field.choice_ids as string[], count);
    return {
      value: choices.map(Number),
      display_value: choices.map((id) => labelOf(ledger, id)).join(', '),
      choices,
    };
  };
  switch (field.value_type as Kind) {
    case 'string':
      return plain(
        field.unique_constraint
          ? `B-${random.between(1_000, 9_999)}`
          : random.chance(0.7)
            ? `CC-${random.between(100, 120)}`
            : random.pick(PHRASES),
      );
    case 'date':
      return plain(day(random.between(-300, 300)));
    case 'number':
      return plain(random.between(1, 40));
    case 'currency': {
      const cents = random.between(10, 400) * 25_000;
      return { value: [cents, 'USD'], display_value: formatted(cents, 'USD'), choices: [] };
    }
    case 'single':
      return chosen(1);
    case 'multi':
      return chosen(random.between(1, 3));
  }
}

/** Gives a record values for some of the fields of its kind, and tells both sides. */
export function giveValues(
  ledger: Ledger,
  fields: Fields,
  subject: Subject,
  draft: Draft,
  share: number,
  setter: string | null,
) {
  draft.custom_field_value_ids ??= [];
  for (const field of fields[subject]) {
    if (!ledger.random.chance(share)) continue;
    const { value, display_value, choices } = valueOf(ledger, field);
    const name = SUBJECTS[subject];
    const entry = ledger.add('custom_field_values', {
      account_id: ACCOUNT_ID,
      custom_field_id: field.id,
      custom_field_name: field.name,
      type: field.value_type,
      value,
      display_value,
      can_edit: ledger.random.chance(0.8),
      // Recorded rows have either form.
      subject_type: subject === 'workspace_groups' ? 'workspace_group' : name,
      subject_id: Number(draft.id),
      setter_id: setter,
      selected_choice_ids: choices,
      ...stamps(ledger.random, -300),
    });
    attach(draft, 'custom_field_value_ids', entry.id);
  }
}
