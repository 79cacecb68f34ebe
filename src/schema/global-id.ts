/**
 * Global ids: readable, stable, and the same in every deployment.
 *
 * `WorkspaceResource:42`; for external references, whose endpoint cannot be asked without the
 * subject's type, `ExternalReference:Story:42`.
 */
import { isId } from '../upstream/id.ts';
import { UnusableInput } from './unusable-input.ts';

/** Ids as the API uses them. Nothing else is ever put into a path or a parameter. */
export const isKantataId = isId;

/** The one type whose global ids have a middle part, because its endpoint requires it. */
const SCOPED_TYPE = 'ExternalReference';

export interface GlobalId {
  readonly type: string;
  /** The part between, which only types with a mandatory scope in their id have. */
  readonly scope: string | null;
  readonly kantataId: string;
}

/** Reads a global id; `null` when the text is none. Whether the type exists is the caller's question. */
export function parseGlobalId(text: string): GlobalId | null {
  const parts = text.split(':');
  const kantataId = parts.at(-1) as string;
  const [type, scope = null] = parts as [string, string?];
  return (parts.length === 2 || (parts.length === 3 && scope !== '')) &&
    /^[A-Z][A-Za-z]{0,60}$/.test(type) &&
    isKantataId(kantataId)
    ? { type, scope: parts.length === 3 ? scope : null, kantataId }
    : null;
}

/** A caller's text, safe to show: short, and without control characters. */
export const shown = (value: string) => {
  // oxlint-disable-next-line no-control-regex
  const clean = value.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ');
  return JSON.stringify(clean.length > 60 ? `${clean.slice(0, 60)}…` : clean);
};

/**
 * The number that the REST API uses, from either form of an id.
 *
 * @param ofType the type that a global id must name; without it only the bare number is accepted.
 * @param label what the id is for, in the refusal.
 * Throws {@link UnusableInput}.
 */
export function kantataIdOf(value: string, ofType: string | undefined, label: string): string {
  if (isKantataId(value)) return value;
  const global = ofType ? parseGlobalId(value) : null;
  if (global && global.type === ofType && (global.scope === null || ofType === SCOPED_TYPE)) return global.kantataId;
  if (global && global.type !== ofType)
    throw new UnusableInput(`${label}: ${shown(value)} is the id of a ${global.type}, not of a ${ofType}.`);
  throw new UnusableInput(
    `${label}: ${shown(value)} is not an id. Use a Kantata id${ofType ? ` or a global id such as "${ofType}:42"` : ''}.`,
  );
}
