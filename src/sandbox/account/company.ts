/** What the account has before its first project: people, roles, clients, rates, fields, surveys. */
import { at, day } from './calendar.ts';
import { attach, type Draft, type Ledger } from './ledger.ts';
import { rateCards } from './rate-cards.ts';
import { ACCOUNT_ID } from './account-ids.ts';
import { settings, settle } from './settings.ts';
import { stamps } from './stamps.ts';
import {
  CITIES,
  COMPANIES,
  EXPENSE_CATEGORIES,
  FIRST_NAMES,
  LAST_NAMES,
  PHRASES,
  ROLES,
  SKILLS,
  VENDORS,
} from './vocabulary.ts';

export interface Company {
  readonly roles: readonly Draft[];
  /** People of the consultancy; the first is the administrator, the second a project lead. */
  readonly staff: readonly Draft[];
  readonly clients: readonly Client[];
  readonly rateCards: readonly Draft[];
  readonly geographies: readonly Draft[];
}

/** A company that the consultancy works for, and its people. */
export interface Client {
  readonly group: Draft;
  readonly contacts: readonly Draft[];
}

function roles(ledger: Ledger, count: number) {
  const { random } = ledger;
  return Array.from({ length: count }, (_, n) => {
    const name = ROLES[n % ROLES.length] as string;
    return ledger.add('roles', {
      name: n < ROLES.length ? name : `${name} ${Math.floor(n / ROLES.length) + 1}`,
      // Gone, but still on the resources and entries of old projects.
      deleted_at: n % 6 === 5 ? at(-random.between(10, 90), 40_000) : null,
      ...stamps(random, -900, -400),
    });
  });
}

function organizations(ledger: Ledger) {
  const { random } = ledger;
  const tree = (type: string, shape: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(shape).flatMap(([name, children]) => {
      const add = (own: string, parent: Draft | null) =>
        ledger.add('organizations', {
          name: own,
          type,
          parent_id: parent?.id ?? null,
          ancestor_ids: parent ? [parent.id] : [],
          ...stamps(random, -900, -500),
        });
      const parent = add(name, null);
      return [parent, ...children.map((child) => add(child, parent))];
    });
  return {
    geographies: tree('Geography', { Americas: ['California', 'Texas'], Europe: ['United Kingdom', 'Germany'] }),
    departments: tree('Department', { Delivery: ['Consulting', 'Engineering', 'Design'], Operations: ['Finance'] }),
  };
}

function skills(ledger: Ledger) {
  return Object.entries(SKILLS).flatMap(([category, names]) => {
    const { id } = ledger.add('skill_categories', { name: category });
    return names.map((name) =>
      ledger.add('skills', {
        name,
        skill_category_id: id,
        max_level: '5',
        description: `Working knowledge of ${name}.`,
      }),
    );
  });
}

const PERMISSIONS = [
  'project_creator',
  'project_lead',
  'reports_viewer',
  'collaborator',
  'reports_viewer_with_cost',
  'punch_clock',
];

/** People's names: each combination once, then numbered. */
const nameOf = (n: number) => {
  const first = FIRST_NAMES[n % FIRST_NAMES.length] as string;
  const last = LAST_NAMES[(n * 7 + Math.floor(n / FIRST_NAMES.length)) % LAST_NAMES.length] as string;
  const again = Math.floor(n / (FIRST_NAMES.length * LAST_NAMES.length));
  return again === 0 ? `${first} ${last}` : `${first} ${last} ${again + 1}`;
};

const addressOf = (name: string, domain: string) => `${name.toLowerCase().replace(/ /g, '.')}@${domain}`;

function person(ledger: Ledger, n: number, domain: string, fields: Record<string, unknown>) {
  const { random } = ledger;
  const full_name = nameOf(n);
  const [city, state, country, abbreviated_timezone] = random.pick(CITIES);
  return ledger.add('users', {
    full_name,
    email_address: addressOf(full_name, domain),
    photo_path: `https://images.example.com/people/${n + 1}.png`,
    headline: random.chance(0.7) ? random.pick(PHRASES) : null,
    bio: random.chance(0.5) ? `${full_name} has worked in consulting for ${random.between(2, 20)} years.` : null,
    website: random.chance(0.2) ? `https://people.example.com/${n + 1}` : null,
    city,
    state,
    country,
    abbreviated_timezone,
    last_site_activity: random.chance(0.9) ? at(-random.between(0, 20), random.between(25_000, 60_000)) : null,
    generic: false,
    update_whitelist: ['full_name', 'headline', 'bio'],
    skill_ids: [],
    skill_membership_ids: [],
    manager_id: null,
    ...fields,
  });
}

function membership(ledger: Ledger, user: Draft, n: number, workweeks: readonly Draft[]) {
  const { random } = ledger;
  const administrator = n === 0;
  const permission = administrator ? 'administrator' : n === 1 ? 'project_lead' : random.pick(PERMISSIONS);
  const draft = ledger.add('account_memberships', {
    user_id: user.id,
    permission,
    is_owner: administrator,
    is_administrator: administrator,
    is_project_lead: permission === 'project_lead',
    is_punch_clock_user: permission === 'punch_clock',
    disabled_at: user.disabled ? at(-random.between(5, 100), 45_000) : null,
    default_role_id: user.role_id,
    manager_id: user.manager_id,
    bill_rate_in_cents: random.between(20, 60) * 500,
    cost_rate_in_cents: random.between(8, 24) * 500,
    billability_target: random.between(10, 19) * 5,
    can_log_in: !user.disabled,
    non_participant: false,
    effective_workweek_id: random.pick(workweeks).id,
    cost_rate_ids: [],
    future_billable_utilization_ids: [],
    backup_approver_association_ids: [],
    skill_membership_ids: [],
    managee_ids: [],
    ...stamps(random, -800, -200),
  });
  user.account_membership_id = draft.id;
  attach(
    draft,
    'cost_rate_ids',
    ledger.add('cost_rates', {
      account_membership_id: Number(draft.id),
      amount_in_subunits: draft.cost_rate_in_cents,
      currency: random.chance(0.8) ? 'USD' : 'EUR',
      ...stamps(random, -200),
    }).id,
  );
  if (n % 3 === 0)
    attach(
      draft,
      'future_billable_utilization_ids',
      ledger.add('billable_utilizations', {
        account_membership_id: draft.id,
        effective_date: day(random.between(1, 90)),
        target: random.between(10, 19) * 5,
        ...stamps(random, -60),
      }).id,
    );
  return draft;
}

function giveSkills(ledger: Ledger, user: Draft, member: Draft, known: readonly Draft[]) {
  for (const skill of ledger.random.some(known, ledger.random.between(1, 3))) {
    const { id } = ledger.add('skill_memberships', {
      user_id: user.id,
      skill_id: skill.id,
      cached_skill_name: skill.name,
      level: ledger.random.between(1, 5),
      max_level: 5,
      creator_id: user.manager_id ?? user.id,
      ...stamps(ledger.random, -300),
    });
    attach(user, 'skill_membership_ids', id);
    attach(user, 'skill_ids', skill.id);
    attach(member, 'skill_membership_ids', id);
  }
}

function workweeks(ledger: Ledger) {
  return [480, 432, 360].map((minutes, n) =>
    ledger.add('workweeks', {
      default: n === 0,
      start_date: day(-700),
      end_date: n === 2 ? day(200) : null,
      total_minutes: minutes * 5,
      ...Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((name) => [`${name}_minutes`, minutes]),
      ),
      saturday_minutes: 0,
      sunday_minutes: 0,
      ...stamps(ledger.random, -700, -600),
    }),
  );
}

/** The consultancy's people, each with a manager among those before, a membership, skills, an organization, days off. */
function staff(ledger: Ledger, count: number, allRoles: readonly Draft[]) {
  const { random } = ledger;
  const weeks = workweeks(ledger);
  const { geographies, departments } = organizations(ledger);
  const known = skills(ledger);
  const people: Draft[] = [];
  const members = new Map<string, Draft>();
  for (let n = 0; n < count; n += 1) {
    const manager = n === 0 ? null : random.early(people.slice(0, Math.max(1, Math.ceil(n / 3))));
    const disabled = n > 4 && n % 7 === 5;
    const user = person(ledger, n, 'meridian-consulting.example', {
      account_id: String(ACCOUNT_ID),
      classification: 'Internal',
      account_permission: n === 0 ? 'administrator' : 'collaborator',
      disabled,
      role_id: n > 2 && random.chance(0.1) ? null : random.pick(allRoles.filter((role) => !role.deleted_at)).id,
      manager_id: manager?.id ?? null,
    });
    const member = membership(ledger, user, n, weeks);
    members.set(user.id, member);
    giveSkills(ledger, user, member, known);
    ledger.add('organization_memberships', {
      member_type: n % 5 === 4 ? 'user' : 'User',
      member_id: user.id,
      department_id: n % 6 === 3 ? null : random.pick(departments).id,
      geography_id: n % 6 === 5 ? null : random.pick(geographies).id,
      primary: true,
      ...stamps(random, -700, -100),
    });
    const manages = manager ? members.get(manager.id) : undefined;
    if (manages) attach(manages, 'managee_ids', user.id);
    people.push(user);
    for (let off = random.between(0, 2); off > 0; off -= 1) {
      const requested = random.between(-120, 60);
      ledger.add('time_off_entries', {
        user_id: user.id,
        role_id: user.role_id,
        requested_date: day(requested),
        submission_date: day(Math.min(requested - 10, -1)),
        hours: random.chance(0.3) ? 4 : 8,
      });
    }
  }
  for (const member of members.values()) {
    const others = random.some(people, 4).map((user) => user.id);
    member.possible_manager_ids = others.filter((id) => id !== member.user_id);
    member.possible_managee_ids = others.filter((id) => id !== member.user_id && id !== member.manager_id);
  }
  for (const [n, user] of people.slice(0, Math.max(3, Math.floor(count / 10))).entries()) {
    const stand_in = people[(n + 3) % people.length] as Draft;
    const { id } = ledger.add('backup_approver_associations', {
      approver_id: user.id,
      backup_approver_id: stand_in.id,
      start_date: at(-20 + n, 0),
      end_date: n % 3 === 2 ? null : at(10 + n, 0),
    });
    attach(members.get(user.id) as Draft, 'backup_approver_association_ids', id);
    (members.get(stand_in.id) as Draft).is_backup_approver = true;
  }
  return { people, geographies };
}

function clients(ledger: Ledger, count: number, firstPerson: number, rateCardSets: readonly Draft[]): Client[] {
  const { random } = ledger;
  return Array.from({ length: count }, (_, n) => {
    const company = COMPANIES[n % COMPANIES.length] as string;
    const name = n < COMPANIES.length ? company : `${company} ${Math.floor(n / COMPANIES.length) + 1}`;
    const domain = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`;
    const contacts = [0, 1].map((nth) =>
      person(ledger, firstPerson + n * 2 + nth, domain, {
        account_id: String(5_000_000 + n),
        classification: 'External',
        disabled: false,
        role_id: null,
        account_membership_id: null,
      }),
    );
    const group = ledger.add('workspace_groups', {
      name,
      company: n % 4 !== 3,
      contact_name: contacts[0]?.full_name,
      email: contacts[0]?.email_address,
      website: `https://www.${domain}`,
      address: random.chance(0.8) ? `${random.between(1, 400)} Market Street` : null,
      notes: random.chance(0.5) ? random.pick(PHRASES) : null,
      rate_card_set_ids: random.chance(0.6) ? [random.pick(rateCardSets).id] : [],
      workspace_ids: [],
      ...stamps(random, -800, -300),
    });
    for (const set of rateCardSets)
      if ((group.rate_card_set_ids as string[]).includes(set.id)) attach(set, 'workspace_group_ids', group.id);
    return { group, contacts };
  });
}

function lists(ledger: Ledger) {
  const { random } = ledger;
  for (const [n, name] of VENDORS.entries())
    ledger.add('vendors', { name, archived: n % 5 === 4, in_use: n % 3 !== 2, externally_managed: n % 4 === 1 });
  for (const [n, name] of EXPENSE_CATEGORIES.entries())
    ledger.add('expense_categories', {
      name,
      deleted_at: n === EXPENSE_CATEGORIES.length - 1 ? at(-80, 50_000) : null,
    });
  const colours = {
    Slate: '#64748b',
    Coral: '#fb7185',
    Amber: '#f59e0b',
    Moss: '#65a30d',
    Ocean: '#0284c7',
    Plum: '#9333ea',
  };
  for (const [n, [name, hex]] of Object.entries(colours).entries())
    ledger.add('account_colors', {
      name,
      hex,
      enabled: n !== 5,
      default_color: n === 0,
      ...stamps(random, -900, -600),
    });
}

const QUESTIONS: readonly (readonly [text: string, type: string])[] = [
  ['How satisfied are you with the project so far?', 'single'],
  ['Which of our teams did you work with?', 'multi'],
  ['When did you first use the result?', 'date'],
  ['What should we do differently?', 'string'],
  ['How many people use the result each week?', 'integer'],
  ['How would you rate us, from 1 to 5?', 'decimal'],
];

/** The questions go first: a template names them. Templates get their responses from the projects. */
function surveys(ledger: Ledger, people: readonly Draft[]) {
  const { random } = ledger;
  const questions = QUESTIONS.map(([text, question_type], n) =>
    ledger.add('survey_questions', {
      text,
      question_type,
      choice_ids:
        question_type === 'single' || question_type === 'multi'
          ? [1, 2, 3].map((c) => String(770_000 + n * 10 + c))
          : [],
      ...stamps(random, -500, -200),
    }),
  );
  for (const title of ['Project close', 'Mid-project check', 'Internal retrospective'])
    ledger.add('survey_templates', {
      title,
      description: `Sent for: ${title.toLowerCase()}.`,
      survey_question_ids: random.some(questions, 4).map((question) => question.id),
      survey_response_ids: [],
      owner_id: random.pick(people).id,
      respondent_id: random.chance(0.5) ? random.pick(people).id : null,
      ...stamps(random, -400, -100),
    });
}

/** @param size about how many rows the whole account will have. */
export function found(ledger: Ledger, size: number): Company {
  const allRoles = roles(ledger, Math.min(40, 12 + Math.floor(size / 5_000)));
  const { people, geographies } = staff(ledger, Math.max(14, Math.round(size / 150)), allRoles);
  const { sets, cards } = rateCards(ledger, allRoles);
  lists(ledger);
  ledger.aside(() => {
    settings(ledger);
    settle(ledger, people);
  });
  surveys(ledger, people);
  const companies = clients(ledger, Math.max(4, Math.round(size / 400)), people.length, sets);
  return { roles: allRoles, staff: people, clients: companies, rateCards: cards, geographies };
}
