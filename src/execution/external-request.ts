/** The arguments of look-ups by ids of other systems, checked. */
import { MAX_REFS } from '../schema/external-fields.ts';
import { textForWire } from '../schema/filter.ts';
import type { Resource } from '../schema/resource.ts';
import { ExternalReferenceSubjectType } from '../schema/types/external-reference.ts';
import { UnusableInput } from '../schema/unusable-input.ts';
import type { RootField } from './plan.ts';

export type ExternalField = Extract<RootField, { kind: 'external' }>;

export interface ExternalRequest {
  /** In the order of the answer; they may repeat. */
  readonly refs: readonly string[];
  /** Null for any. Compared without case. */
  readonly serviceName: string | null;
  readonly serviceModel: string | null;
  /** The types to look among. */
  readonly types: readonly Resource[];
  /** The client named no type: those that the token may not read are left out. */
  readonly isEveryType: boolean;
}

/** Longest id of another system, in characters. The API states none; a URL has to hold it. */
const MAX_REF_LENGTH = 255;

/** Reads the arguments of `recordByExternalId` and `recordsByExternalIds`. Throws {@link UnusableInput}. */
export function externalRequest(
  { resource, several }: ExternalField,
  args: Readonly<Record<string, unknown>>,
): ExternalRequest {
  const label = several ? 'refs' : 'ref';
  const refs = (several ? (args.refs as readonly string[]) : [args.ref as string]).map((ref) =>
    textForWire(ref, label),
  );
  if (refs.length > MAX_REFS) throw new UnusableInput(`refs: at most ${MAX_REFS} ids.`);
  if (refs.some((ref) => ref.length > MAX_REF_LENGTH))
    throw new UnusableInput(`${label}: an id has at most ${MAX_REF_LENGTH} characters.`);
  const named = args.types as readonly string[] | null | undefined;
  return {
    refs,
    serviceName: textOf(args.serviceName, 'serviceName'),
    serviceModel: textOf(args.serviceModel, 'serviceModel'),
    types: typesOf(resource, named),
    isEveryType: named == null,
  };
}

const textOf = (value: unknown, label: string) => (value == null ? null : textForWire(value as string, label));

/** The types of these names in GraphQL; all that can be linked without names. */
export function typesOf(references: Resource, names: readonly string[] | null | undefined): readonly Resource[] {
  const targets = (references.links.get('subject')?.targets ?? []) as readonly Resource[];
  if (names == null) return targets;
  const wanted = new Set(
    ExternalReferenceSubjectType.values.filter(({ name }) => names.includes(name)).map(({ wire }) => wire),
  );
  return targets.filter(({ type }) => wanted.has(type));
}
