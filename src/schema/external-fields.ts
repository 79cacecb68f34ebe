/** Root fields that find records by the ids that other systems have for them. */
import { KANTATA_TAG } from './federation-tag.ts';
import { withFieldPlan } from './field-plan.ts';
import { answered, type TypeRef, type TypeRegistry } from './object-type.ts';
import { type Resource, resources } from './resource.ts';
import { ExternalReferenceSubjectType } from './types/external-reference.ts';

/** Ids that one `recordsByExternalIds` takes: more would not pass the limit of calls for all types. */
export const MAX_REFS = 500;

const TYPES = ExternalReferenceSubjectType.values.length;

/** @param it what a null or an error stands for. */
const outcomeOf = (it: string) =>
  `Null${it} when no record that the token may see is linked to the id; an error when a look-up failed, or when several records are.`;

// oxlint-disable-next-line no-explicit-any
type ArgBuilder = any;

/** The arguments that describe the link, beside the id in the other system. */
const linkArguments = (types: TypeRegistry, t: ArgBuilder) => ({
  serviceName: t.arg.string({
    description: 'Only links of the integration of this name, compared without case. Default: any integration.',
  }),
  serviceModel: t.arg.string({
    description:
      'Only links to this kind of object, as the other system calls it, compared without case. Default: any kind.',
  }),
  types: t.arg({
    type: [types.enumType(ExternalReferenceSubjectType)],
    description: `Kinds of record to look among. Default: all ${TYPES}, leaving out those that the token may not read, with a warning.`,
  }),
});

/**
 * Adds `recordByExternalId` and `recordsByExternalIds`.
 *
 * @param referenced the interface of every record that can be linked.
 */
export function addExternalFields(types: TypeRegistry, referenced: TypeRef): void {
  const resource = resources.get('ExternalReference') as Resource;
  types.builder.queryField('recordByExternalId', (t) =>
    t.field({
      type: referenced,
      description: `Sync: The record that is linked to an object of another system, by that object's id. ${outcomeOf('')} One request for each type asked, with the record.`,
      args: {
        ref: t.arg.string({
          required: true,
          description: 'Id of the object in the other system, compared exactly.',
        }),
        ...linkArguments(types, t),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'external', resource, several: false }),
      resolve: answered,
    }),
  );
  types.builder.queryField('recordsByExternalIds', (t) =>
    t.field({
      type: [referenced],
      nullable: { list: true, items: true },
      description: `Sync: The records that are linked to objects of another system, in the order of the ids. ${outcomeOf(' for each')} One request for each type asked and 100 ids; for the few types that the API lists only by their parents, one for each id.`,
      args: {
        refs: t.arg.stringList({
          required: true,
          description: `Ids of the objects in the other system, compared exactly; at most ${MAX_REFS}. They may repeat.`,
        }),
        ...linkArguments(types, t),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'external', resource, several: true }),
      resolve: answered,
    } as never),
  );
}
