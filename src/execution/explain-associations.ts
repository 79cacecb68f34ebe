/** The associations to many of an operation, with the sizes that its estimate counts with. */
import type { Collection, Link } from '../loaders/collection.ts';
import { ASSUMED_FAN_OUT } from '../loaders/fan-out.ts';
import type { Requirements } from '../loaders/requirements.ts';
import type { SizeFacts } from '../loaders/size-facts.ts';
import { camelCase } from '../schema/attribute.ts';
import { linkName, resources } from '../schema/resource.ts';

export interface ExplainedAssociation {
  /** Its type and field: `Workspace.possibleApprovers`. */
  readonly association: string;
  /** Where its records stand in the operation. */
  readonly serves: readonly string[];
  /** Records that each record is expected to have, on average. */
  readonly expected: number;
  /** Different records that all of them lead to together, at most; null where they hardly repeat. */
  readonly different: number | null;
  readonly from: 'declared' | 'assumed' | 'learned';
  readonly why: string;
}

/** Every association to many whose records are wanted, each once, in the order of the operation. */
export function explainAssociations(
  allRequirements: readonly Requirements[],
  sizes: SizeFacts,
): readonly ExplainedAssociation[] {
  const found = new Map<Link, { readonly collection: Collection; readonly paths: Set<string> }>();
  for (const { collection, links } of allRequirements)
    for (const { link, targets } of links.values()) {
      if (link.kind !== 'many') continue;
      for (const target of targets.values()) {
        let place = found.get(link);
        if (!place) found.set(link, (place = { collection, paths: new Set() }));
        for (const path of target.paths) place.paths.add(path);
      }
    }
  return [...found].map(([link, { collection, paths }]) => {
    const { records, different } = sizes.of(link);
    return {
      association: `${collection.type}.${fieldOf(collection, link)}`,
      serves: [...paths].toSorted(),
      expected: records,
      different: Number.isFinite(different) ? different : null,
      ...reasonOf(link, sizes.isLearned(link)),
    };
  });
}

function reasonOf({ expected }: Link, isLearned: boolean): Pick<ExplainedAssociation, 'from' | 'why'> {
  if (isLearned) return { from: 'learned', why: 'What the rows of this API had on average, rounded.' };
  if (expected) return { from: 'declared', why: expected.because };
  return { from: 'assumed', why: `Nothing is known of it yet, so ${ASSUMED_FAN_OUT} are assumed.` };
}

const fieldOf = ({ type }: Collection, { name }: Link): string => {
  const fields = [...(resources.get(type)?.fields ?? [])];
  return fields.find(([field, association]) => linkName(field, association) === name)?.[0] ?? camelCase(name);
};
