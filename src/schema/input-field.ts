import type { ScalarName } from './attribute.ts';
import type { InputField } from './filter.ts';

/** A field of an input object whose value is a scalar, or a list of scalars. Default: one value, which may be left out. */
export const scalarField = (
  name: ScalarName,
  description: string,
  { list = false, required = false }: { list?: boolean; required?: boolean } = {},
): InputField => ({ type: { kind: 'scalar', name }, description, list, required });
