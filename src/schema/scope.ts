/** How a row's own columns give the value of its endpoint's mandatory parameter. */
import type { Scope } from '../loaders/collection.ts';
import { idText } from '../loaders/unusable-id.ts';
import { isKantataId } from './global-id.ts';

/**
 * A class name as the parameter wants it. Rows were recorded with snake case (`workspace_group`)
 * where the documentation has class names (`WorkspaceGroup`); both become the class name.
 */
export const readTypeName = (value: unknown): string | null => {
  if (typeof value !== 'string') return null;
  const before = known.get(value);
  if (before !== undefined) return before;
  const name = toTypeName(value);
  if (name !== null && known.size < 500) known.set(value, name);
  return name;
};

const known = new Map<string, string>();

const toTypeName = (value: string): string | null =>
  typeof value === 'string' && /^[A-Za-z_:]{1,60}$/.test(value)
    ? value.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
    : null;

/** An id column, whether the API wrote it as a number or as text. */
export const readScopeId = (value: unknown): string | null => {
  const text = idText(value);
  return text !== null && isKantataId(text) ? text : null;
};

/** A mandatory parameter that holds a type's name. */
export const typeScope = (param: string): Scope => ({ param, field: param, read: readTypeName });

/** A mandatory parameter that holds one id. */
export const idScope = (param: string): Scope => ({ param, field: param, read: readScopeId });
