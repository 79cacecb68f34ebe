/** By which fields other parts of a federated graph name a record. */
import { camelCase } from './attribute.ts';
import type { Resource } from './resource.ts';

/** Sets of fields, each of which names one record. */
export const entityKeys = ({ endpoint }: Resource): readonly (readonly string[])[] => [
  ['id'],
  // Of some, the number alone does not say where to ask for them.
  endpoint?.scope && !endpoint.single ? ['kantataId', camelCase(endpoint.scope.field)] : ['kantataId'],
];
