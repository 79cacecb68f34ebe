/** Lists under records as fields: connections with the arguments of the list itself. */
import { connectionType } from './connection.ts';
import { withFieldPlan } from './field-plan.ts';
import { filterArgument, pageArguments } from './list-arguments.ts';
import { type NestedList, nestedListsOf } from './nested-lists.ts';
import { answered, type TypeRef, type TypeRegistry } from './object-type.ts';
import type { EndpointDeclaration, Resource } from './resource.ts';
import { calledOf, rootFieldNames } from './root-names.ts';

// oxlint-disable-next-line no-explicit-any
type FieldBuilder = any;

const costOf = ({ several, by, parent }: NestedList): string =>
  several && by
    ? `Several ${parent.type} records share requests where each row names its record.`
    : `One request for each ${parent.type}.`;

const aboutOf = (list: NestedList): string => {
  const { resource, parent, argument, field } = list;
  const root = rootFieldNames(resource).list;
  const other = field === `${root}Connection` ? ` \`${root}\` comes with the ${parent.type}, without a filter.` : '';
  const called = calledOf(resource);
  return `${called.charAt(0).toUpperCase()}${called.slice(1)} (${resource.type}) of this ${parent.type}: \`${root}\` with \`${argument}\`. ${costOf(list)}${other}`;
};

const filterAbout = ({ parent, taken }: NestedList): string =>
  `Filter, without ${[...taken].map((name) => `\`${name}\``).join(' and ')}: the list is restricted to this ${parent.type} already.`;

/** The fields of a record for the lists under it. */
export function nestedFields(
  types: TypeRegistry,
  t: FieldBuilder,
  parent: Resource,
  isTaken: (name: string) => boolean,
  maxFirst: number,
): [string, TypeRef][] {
  return nestedListsOf(parent, isTaken).map((list) => {
    const { resource, field } = list;
    const endpoint = resource.declaration.endpoint as EndpointDeclaration;
    return [
      field,
      t.field({
        type: connectionType(types, resource),
        description: aboutOf(list),
        args: {
          ...filterArgument(types, t, resource, endpoint, filterAbout(list)),
          ...pageArguments(types, t, resource, endpoint, maxFirst),
        },
        ...withFieldPlan({ kind: 'nested', resource, list }),
        resolve: answered,
      }),
    ];
  });
}
