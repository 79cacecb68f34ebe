/** The Pothos builder that every part of the schema is added to. */
import SchemaBuilder from '@pothos/core';
import { CalendarDate, DateTime, Json, SafeInt } from './scalars.ts';
import { SUBGRAPH_PLUGIN } from './subgraph-directives.ts';

export interface SchemaTypes {
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: string };
    Date: { Input: Date; Output: string };
    SafeInt: { Input: number; Output: number };
    JSON: { Input: unknown; Output: unknown };
  };
}

export type Builder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>>;

export function createBuilder(): Builder {
  const builder = new SchemaBuilder<SchemaTypes>({ plugins: [SUBGRAPH_PLUGIN] });
  builder.addScalarType('DateTime', DateTime);
  builder.addScalarType('Date', CalendarDate);
  builder.addScalarType('SafeInt', SafeInt);
  builder.addScalarType('JSON', Json);
  return builder;
}
