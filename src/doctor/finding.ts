/** What the doctor says of one assumption that declarations and planner make about the API. */

/** `unseen`: the account, the rights of the token or the budget of calls did not show it. */
export type Verdict = 'as assumed' | 'differs' | 'unseen';

/** What depends on an assumption: what is answered, how many calls are made, or neither. */
export type Weight = 'answers' | 'calls' | 'nothing';

/** None of its texts holds a value or an id of a record. */
export interface Finding {
  /** A name that stays the same between versions: `pages.joined`, `association workspace_resources.user`. */
  readonly name: string;
  readonly assumption: string;
  readonly verdict: Verdict;
  /** What the API did. */
  readonly shown: string;
  readonly weight: Weight;
  /** What follows, and what to do; null where the API does as assumed. */
  readonly consequence: string | null;
  readonly advice: string | null;
}

/** An assumption, with what a difference would mean. */
export interface Assumed {
  readonly name: string;
  readonly assumption: string;
  readonly weight: Weight;
  readonly consequence: string;
  readonly advice: string;
}

/** What to do about a difference that the gateway learns. */
export const KEEP = 'Keep what was learned: --write-facts=FILE here, API_FACTS_FILE for the gateway.';

/** The finding about an assumption: `true` for one that holds, `false` for one that does not, null for one that was not seen. */
export function findingOf(assumed: Assumed, holds: boolean | null, shown: string): Finding {
  const { name, assumption, weight, consequence, advice } = assumed;
  const differs = holds === false;
  return {
    name,
    assumption,
    verdict: holds === null ? 'unseen' : holds ? 'as assumed' : 'differs',
    shown,
    weight,
    consequence: differs ? consequence : null,
    advice: differs ? advice : null,
  };
}
