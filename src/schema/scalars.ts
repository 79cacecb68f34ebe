/** The scalars beyond GraphQL's own, from graphql-scalars; described for this API. */
import { GraphQLScalarType } from 'graphql';
import { DateResolver, DateTimeISOResolver, JSONResolver, SafeIntResolver } from 'graphql-scalars';

const renamed = (scalar: GraphQLScalarType, name: string, description: string, specifiedByURL: string) =>
  new GraphQLScalarType({ ...scalar.toConfig(), name, description, specifiedByURL });

const RFC_3339 = 'https://www.rfc-editor.org/rfc/rfc3339';

export const DateTime = renamed(
  DateTimeISOResolver,
  'DateTime',
  'A point in time in RFC 3339 format. Results are in UTC with milliseconds (`2026-03-01T17:30:00.000Z`); arguments may have any offset.',
  RFC_3339,
);

export const CalendarDate = renamed(
  DateResolver,
  'Date',
  'A calendar date without a time zone, `YYYY-MM-DD`.',
  RFC_3339,
);

export const SafeInt = renamed(
  SafeIntResolver,
  'SafeInt',
  'An integer of up to 53 bits, for values that may not fit `Int`: money in the smallest unit of its currency and sums of minutes.',
  'https://tc39.es/ecma262/#sec-number.max_safe_integer',
);

export const Json = renamed(
  JSONResolver,
  'JSON',
  'Any JSON value, exactly as the REST API sent it. Used only where the shape depends on another field.',
  'https://www.rfc-editor.org/rfc/rfc8259',
);
