/** Several operations of one caller as one, for what they load. */
import type { Asked } from './budget.ts';

/**
 * What operations ask for together, in their order. Any record may be wanted by several of them, so that what one learns
 * spares another a call.
 */
export function joined(all: readonly [Asked, ...Asked[]]): Asked {
  const [first] = all;
  if (all.length === 1) return first;
  const plans = all.map(({ plan }) => plan);
  return {
    plan: {
      ...first.plan,
      roots: plans.flatMap(({ roots }) => roots),
      allRequirements: plans.flatMap(({ allRequirements }) => allRequirements),
      narrowed: plans.flatMap(({ narrowed }) => narrowed),
      chosen: plans.flatMap(({ chosen }) => chosen),
      nested: plans.flatMap(({ nested }) => nested),
      fieldCount: () => plans.reduce((sum, { fieldCount }) => sum + fieldCount(), 0),
      isShared: () => true,
    },
    requests: all.flatMap(({ requests }) => requests),
    // A document that is asked several times has a plan for each, so that no need has the arguments of two.
    nested: new Map(all.flatMap(({ nested }) => [...nested])),
    choices: new Map(all.flatMap(({ choices }) => [...choices])),
  };
}
