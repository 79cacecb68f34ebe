/**
 * What the API filters by and never writes, and the few rows without which a filter would select
 * all or nothing. Nothing is drawn here, so that the rest of an account stays as it is.
 */
import { at } from './calendar.ts';
import type { Company } from './company.ts';
import type { Draft, Ledger } from './ledger.ts';

const TAGS = ['billable', 'blocked', 'quick win'];
const TEMPLATE_ASSIGNMENT = '9101';

const hide = (draft: Draft, columns: Record<string, unknown>) => {
  draft.unwritten = { ...(draft.unwritten as object | undefined), ...columns };
};

/** Times of records whose rows tell none, a week apart. */
const times = (nth: number) => ({ created_at: at(-500 + nth * 7, 36_000), updated_at: at(-200 + nth * 7, 36_000) });

/** Adds them to an account that is complete otherwise. */
export function addUnwritten(ledger: Ledger, { staff, geographies }: Company): void {
  const first = staff[0] as Draft;
  ledger.all('users').forEach((user, nth) => {
    hide(user, {
      ...times(nth),
      insights: nth % 3 === 0,
      contact_of_ids: nth % 2 === 0 ? [first.id] : [],
    });
  });
  ledger.all('expense_budgets').forEach((budget, nth) => hide(budget, times(nth)));
  ledger
    .all('stories')
    .forEach((story, nth) => hide(story, { tag_names: TAGS.filter((_, tag) => (nth + tag) % 4 === 0) }));
  ledger.all('assignments').forEach((assignment, nth) => hide(assignment, { plannable: nth % 5 !== 0 }));
  ledger.all('custom_field_choices').forEach((choice, nth) => hide(choice, { retired: nth % 6 === 5 }));
  ledger
    .all('skills')
    .forEach((skill, nth) =>
      hide(skill, { project_template_assignment_ids: nth % 4 === 0 ? [TEMPLATE_ASSIGNMENT] : [] }),
    );
  const own = ledger.all('organization_memberships').find(({ member_id }) => member_id === first.id);
  const places = [own?.geography_id ?? geographies[0]?.id, geographies.at(-1)?.id];
  ledger.all('workspaces').forEach((workspace, nth) => {
    if (nth % 3 > 0) return;
    ledger.add('organization_memberships', {
      member_type: 'Workspace',
      member_id: workspace.id,
      geography_id: places[(nth / 3) % 2] ?? null,
      department_id: null,
      primary: false,
      created_at: at(-300, 36_000),
      updated_at: at(-300, 36_000),
    });
  });
}
