/** Which words an enum takes, for the message about a word that it does not take. */
import { type GraphQLSchema, isEnumType } from 'graphql';

/** Words that a message lists at most. */
const MOST_WORDS = 12;

const ENUM = /does not exist in "(\w+)" enum|Enum "(\w+)" cannot represent/;

/**
 * ` Allowed: A, B.` for a message of graphql-js about a value of an enum, with at most 12 words, the
 * deprecated ones left out; empty text for any other message.
 */
export function allowedValues(schema: GraphQLSchema, message: string): string {
  const match = ENUM.exec(message);
  const type = match && schema.getType(match[1] ?? (match[2] as string));
  if (!isEnumType(type)) return '';
  const words = type.getValues().filter(({ deprecationReason }) => deprecationReason == null);
  const more = words.length - MOST_WORDS;
  const some = words.slice(0, MOST_WORDS).map(({ name }) => name);
  return ` Allowed: ${some.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}
