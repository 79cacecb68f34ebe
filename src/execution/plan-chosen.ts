/** Fields that answer some records of an association, by `first` and `orderBy`: what is wanted of all, and what of the chosen. */
import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { LinkRequirements, Requirements } from '../loaders/requirements.ts';
import { narrowingOf } from '../schema/association-fields.ts';
import { choiceOf } from '../schema/choose.ts';
import type { FieldPlan } from '../schema/field-plan.ts';
import type { Resource } from '../schema/resource.ts';
import { argumentsOf } from './root-request.ts';
import type { Below, CollectedField } from './incremental/collect-fields.ts';
import type { NarrowedField, ReadChoice, RecordField } from './plan.ts';
import { type PlanContext, planned, type Variables } from './plan-context.ts';
import { recordPlan } from './plan-record.ts';

const CHOOSING: ReadonlySet<string> = new Set(['first', 'orderBy']);

const argumentNames = ({ nodes: [node] }: CollectedField) => (node?.arguments ?? []).map(({ name }) => name.value);

/** Whether a field of an association says which of its records it answers. */
export const isChosen = (collected: CollectedField): boolean =>
  argumentNames(collected).some((name) => CHOOSING.has(name));

export function chosenField(
  context: PlanContext,
  type: GraphQLObjectType,
  linkRequirements: LinkRequirements,
  { association }: Extract<FieldPlan, { kind: 'association' }>,
  collected: CollectedField,
  requirements: Requirements,
  path: string,
): RecordField {
  const { link, targets } = linkRequirements;
  const only = link.targets[0] as Resource;
  const [node] = collected.nodes as readonly [FieldNode];
  const definition = type.getFields()[node.name.value] as GraphQLField<unknown, unknown>;
  const own = context.requirements(only, path);
  const shapeOf = (below: Below) => recordPlan(context, only, below, own, path, { link, from: requirements });
  const target = shapeOf(collected);
  const streamed = context.streamed(collected, target, shapeOf);
  const names = argumentNames(collected);
  const narrowing = names.some((name) => !CHOOSING.has(name)) ? narrowingOf(association) : null;
  const narrow = narrowing && ((variables: Variables) => narrowing.keep(argumentsOf(definition, node, variables)));
  const nameIn = narrowing && ((variables: Variables) => narrowing.nameIn(argumentsOf(definition, node, variables)));
  const choice: ReadChoice = (variables) =>
    choiceOf(only, argumentsOf(definition, node, variables), narrow?.(variables) ?? null);
  context.chosen.push({ read: choice, node, path });
  // Which records are there, what they are called and how they are ordered, the rows of all tell.
  if (!target.namesOnly || narrowing || names.includes('orderBy')) {
    let rows = targets.get(only);
    if (!rows) targets.set(only, (rows = context.rowsOnly(only)));
    rows.row = true;
    rows.paths.add(path);
  }
  if (leadsOn(own)) (linkRequirements.chosen ??= []).push({ choice, target: own });
  const field = {
    ...planned(collected),
    kind: 'to-many',
    link,
    target,
    choice,
    showsAll: false,
    first: false,
    streamed,
  } as const;
  if (!narrow) return { ...field, narrow, nameIn: null };
  const narrowed: NarrowedField = { ...field, narrow, nameIn };
  context.narrowed.push(narrowed);
  return narrowed;
}

/** Whether more is wanted of the chosen than their rows, which come with those of all. */
const leadsOn = ({ optional, refs, links, lists }: Requirements): boolean =>
  optional.size + refs.size + links.size + lists.size > 0;
