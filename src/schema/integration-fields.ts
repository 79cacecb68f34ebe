/** The root field that sums up external references by integration. */
import { KANTATA_TAG } from './federation-tag.ts';
import { withFieldPlan } from './field-plan.ts';
import { answered, type TypeRegistry } from './object-type.ts';
import { type Resource, resources } from './resource.ts';
import { ExternalReferenceSubjectType } from './types/external-reference.ts';
import { Integration } from './integration.ts';

/** Adds `integrations`. */
export function addIntegrationsField(types: TypeRegistry): void {
  const resource = resources.get('ExternalReference') as Resource;
  types.builder.queryField('integrations', (t) =>
    t.field({
      type: [types.structType(Integration)],
      nullable: { list: true, items: true },
      description:
        'Sync: The health of every integration, summed up from its links and ordered by name. One request for each type asked; up to two more for a type with more than 200 links, of which all that are pending or failed are read, and of the others the latest: a warning names such types.',
      args: {
        subjectTypes: t.arg({
          type: [types.enumType(ExternalReferenceSubjectType)],
          description: `Kinds of record whose links are looked at. Default: all ${ExternalReferenceSubjectType.values.length}, leaving out those that the token may not read, with a warning.`,
        }),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'integrations', resource }),
      resolve: answered,
    } as never),
  );
}
