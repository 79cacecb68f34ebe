/** The root field of a summary, and its types. */
import { withFieldPlan } from './field-plan.ts';
import { associationFields } from './association-fields.ts';
import { attributeField, answered, type TypeRef, type TypeRegistry } from './object-type.ts';
import type { Resource } from './resource.ts';
import { filterArguments } from './list-arguments.ts';
import { areaOf } from './root-fields.ts';
import { calledOf, summaryName } from './root-names.ts';
import { KANTATA_TAG } from './federation-tag.ts';
import { type Group, type Summary, summaryOf } from './summary.ts';

/** Fields of a summary that the gateway itself knows, whatever the API hides. */
const KNOWN: ReadonlySet<string> = new Set(['complete', 'missing', 'rowCount', 'recordsRead', 'count', 'rows']);

const groupDescription = (group: Group): string =>
  group.kind === 'record'
    ? `By \`${group.field}\`.`
    : group.kind === 'value'
      ? `By the value of \`${group.field}\`.`
      : `By ${group.period}${group.period === 'week' ? ', from Monday' : ''}. ${group.attribute.description}`;

const groupType = (types: TypeRegistry, { resource, groups }: Summary): TypeRef =>
  types.builder.enumType(`${resource.type}SummaryGroup`, {
    description: `What a summary of ${resource.type} records can be grouped by.`,
    values: Object.fromEntries(
      groups.map((group) => [group.name, { value: group.name, description: groupDescription(group) }]),
    ),
  });

const orderType = (types: TypeRegistry, { resource, orders }: Summary): TypeRef =>
  types.builder.enumType(`${resource.type}SummaryOrder`, {
    description: `Sort orders for the rows of a summary of ${resource.type} records.`,
    values: Object.fromEntries(orders.map(({ name, description }) => [name, { value: name, description }])),
  });

/** Gives the type of rows, or of summaries, its fields. */
function implement(types: TypeRegistry, resource: Resource): void {
  types.builder.objectType(types.objectType(resource), {
    description: resource.description,
    fields: (t) => {
      const known = (name: string) => ({ isKnown: KNOWN.has(name), areEntriesKnown: true });
      return Object.fromEntries([
        ...[...resource.fields].flatMap(([name, association]) =>
          // The ids of rows are the gateway's own, and name nothing.
          associationFields(types, t, name, association, known(name)).filter(([field]) => field !== 'rowIds'),
        ),
        ...[...resource.attributes].map(([name, attribute]): [string, TypeRef] => [
          name,
          attributeField(types, t, name, attribute, known(name)),
        ]),
      ]);
    },
  });
}

/** Adds the root field of a type's summary, where it has one. */
export function addSummaryField(types: TypeRegistry, resource: Resource, { maxFirst }: { maxFirst: number }): void {
  const { endpoint } = resource.declaration;
  const name = summaryName(resource);
  const summary = summaryOf(resource, name);
  if (!endpoint || !summary) return;
  implement(types, summary.row);
  implement(types, summary.whole);
  const group = groupType(types, summary);
  types.builder.queryField(name, (t) =>
    t.field({
      type: types.objectType(summary.whole),
      description: `${areaOf(resource)}Sums of ${calledOf(resource)} (${resource.type}) by group. One request for each 200 matching records, up to \`MAX_SUMMARY_CALLS\`; the records of groups take one request for each 150.`,
      args: {
        ...filterArguments(types, t, resource, endpoint),
        groupBy: t.arg({
          type: [group] as never,
          defaultValue: [] as never,
          description: 'What to group by, in this order. Without it, all records are one row.',
        }),
        orderBy: t.arg({ type: orderType(types, summary), description: 'Order of the rows. Default: `GROUP_ASC`.' }),
        first: t.arg.int({
          description: `Maximum number of rows, 1 to ${maxFirst}; the sums are complete all the same. Default: all rows.`,
        }),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'summary', summary, resource: summary.whole }),
      resolve: answered,
    }),
  );
}
