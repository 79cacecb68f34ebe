/** The fields of a declared association: its records, and their ids. */
import { camelCase } from './attribute.ts';
import { choiceArguments } from './choose.ts';
import { withFieldPlan } from './field-plan.ts';
import { type Narrowing, narrowReferences, narrowToCustomField } from './narrow.ts';
import { answered, type FieldBuilder, type FieldOptions, type TypeRef, type TypeRegistry } from './object-type.ts';
import { type Association, linkName, type Resource, singular } from './resource.ts';

const costOf = (association: Association, target: string) => {
  if (association.listing) return 'Loaded by separate requests: one for each 150 records and 200 values.';
  if (!association.includable)
    return `Only the id comes with the record; ${target} takes another request, shared with other records of its type.`;
  if (association.onlyWithIds)
    return 'The API sends these only with records loaded by id: in a list they take one more request.';
  if (association.own) return 'Loaded with its parent; its id alone needs no request.';
  return 'Loaded with its parent.';
};

/** For associations whose id is in the parent's row: such a selection is answered without loading the record. */
const MAY_BE_GONE =
  ' Selecting only `id`, `kantataId` or `__typename` does not check whether the record exists or is visible.';

/** Arguments that choose among the records of an association. */
export const narrowArgs = (types: TypeRegistry, t: FieldBuilder, { args }: Narrowing) =>
  Object.fromEntries(
    Object.entries(args).map(([name, { type, description }]) => [
      name,
      t.arg({ type: typeof type === 'string' ? type : types.enumType(type), description }),
    ]),
  );

/** How the arguments of an association's field choose among its records; null for one without. */
export const narrowingOf = ({ kind, targets }: Association): Narrowing | null =>
  kind === 'many' && targets()[0]?.type === 'ExternalReference' ? narrowReferences : null;

/** What the field of an association is made from. */
interface Declared {
  readonly field: string;
  readonly association: Association;
  readonly link: string;
}

/** The records of an association: under its name, and under its other one if it has one. */
function recordsFields(
  types: TypeRegistry,
  t: FieldBuilder,
  { field, association, link }: Declared,
  isKnown: boolean,
): [string, TypeRef][] {
  const { kind, own, alsoAs, description } = association;
  const target = association.targets()[0] as Resource;
  const many = kind === 'many';
  const type = kind === 'polymorphic' ? types.unionType(association) : types.objectType(target);
  const narrowing = narrowingOf(association);
  const cost = `${costOf(association, kind === 'polymorphic' ? 'the record' : `the ${target.type}`)}${own ? MAY_BE_GONE : ''}`;
  return (alsoAs ? [field, alsoAs] : [field]).map((name) => [
    name,
    t.field({
      type: many ? [type] : type,
      nullable: many ? { list: !isKnown, items: false } : true,
      ...(many && {
        args: {
          ...(narrowing && narrowArgs(types, t, narrowing)),
          ...(!isKnown && choiceArguments(types, t, target)),
        },
      }),
      description: isKnown
        ? description
        : `${name === field ? '' : `The same as \`${field}\`. `}${description} ${cost}`,
      ...withFieldPlan({ kind: 'association', association, link, isKnown }),
      resolve: answered,
    }),
  ]);
}

/** The value of one custom field, chosen among the values of a record. */
const customField = (types: TypeRegistry, t: FieldBuilder, { association, link }: Declared): [string, TypeRef] => [
  'customField',
  t.field({
    type: types.objectType(association.targets()[0] as Resource),
    args: narrowArgs(types, t, narrowToCustomField),
    description: `The value that one custom field has on this record; null when it has none. ${costOf(association, 'it')} All custom fields selected in the operation share one include.`,
    ...withFieldPlan({ kind: 'customField', association, link }),
    resolve: answered,
  }),
];

/** The ids of an association as the API writes them; null where it writes none without its records. */
function keysField(
  types: TypeRegistry,
  t: FieldBuilder,
  { field, association, link }: Declared,
): [string, TypeRef] | null {
  const { kind, own, includable } = association;
  const shared = { ...withFieldPlan({ kind: 'keys', association, link }), resolve: answered };
  if (kind === 'many')
    return [
      camelCase(`${singular(link)}_ids`),
      t.field({
        type: ['ID'],
        nullable: { list: true, items: false },
        description: `Kantata ids of \`${field}\`. ${own ? 'No REST call.' : 'Requests the include, which loads the records too.'}`,
        ...shared,
      }),
    ];
  if (kind === 'one')
    return [
      camelCase(association.field ?? `${link}_id`),
      t.field({
        type: 'ID',
        description: `Kantata id of \`${field}\`; null when there is none. ${own ? 'No REST call.' : 'Requests the include.'}`,
        ...shared,
      }),
    ];
  if (!includable) return null;
  return [
    camelCase(`${link}_ref`),
    t.field({
      type: types.recordRef(),
      description: `Reference to \`${field}\`; null when there is none or it is hidden. Requests the include.`,
      ...shared,
    }),
  ];
}

/** The fields that an association gives: its records, and their ids. */
export function associationFields(
  types: TypeRegistry,
  t: FieldBuilder,
  field: string,
  association: Association,
  { isKnown = false }: FieldOptions = {},
): [string, TypeRef][] {
  const declared = { field, association, link: linkName(field, association) };
  const [target] = association.targets();
  const fields = target ? recordsFields(types, t, declared, isKnown) : [];
  if (association.kind === 'many' && target?.type === 'CustomFieldValue') fields.push(customField(types, t, declared));
  const keys = keysField(types, t, declared);
  return keys ? [...fields, keys] : fields;
}
