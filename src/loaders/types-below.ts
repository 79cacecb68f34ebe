/** Which types a tree of requirements is about. */
import type { Collection } from './collection.ts';
import type { Requirements } from './requirements.ts';

const known = new WeakMap<Requirements, ReadonlySet<string>>();

/** The keys of the types of the records that stand at a position or below it. */
export function typesBelow(requirements: Requirements): ReadonlySet<string> {
  let types = known.get(requirements);
  if (!types) known.set(requirements, (types = collected(requirements)));
  return types;
}

/** Whether records of this type, or of one that it stands for, may be among them. */
export function isAbout(requirements: Requirements, { key, members }: Collection): boolean {
  const types = typesBelow(requirements);
  return types.has(key) || members.some((member) => types.has(member.key));
}

function collected(requirements: Requirements): ReadonlySet<string> {
  const keys = new Set<string>();
  const visited = new Set<Requirements>();
  const add = ({ key, members }: Collection) => {
    keys.add(key);
    for (const member of members) keys.add(member.key);
  };
  const visit = (position: Requirements) => {
    if (visited.has(position)) return;
    visited.add(position);
    add(position.collection);
    for (const { link, targets, chosen = [] } of position.links.values()) {
      // Where nothing but ids is wanted, the include that tells them brings the records as well.
      link.targets.forEach(add);
      for (const target of targets.values()) visit(target);
      for (const { target } of chosen) visit(target);
    }
    for (const name of position.refs) position.collection.links.get(name)?.targets.forEach(add);
    for (const list of position.lists.values()) visit(list.requirements);
  };
  visit(requirements);
  return keys;
}
