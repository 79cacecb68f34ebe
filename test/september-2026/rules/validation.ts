/** Section 5: validation. Section 5.2.4 is about subscriptions, which there are none of. */

/** A document that each rule refuses, and words of its error that are of this rule alone. */
export const VALIDATION: Readonly<Record<string, readonly [rule: string, document: string, words: string]>> = {
  '5.1.1': ['Executable definitions', 'type A { a: Int }\n{ __typename }', 'definition is not executable'],
  '5.2.1': ['Operation type existence', 'mutation { __typename }', 'has no mutation'],
  '5.2.2.1': [
    'Operation name uniqueness',
    'query A { __typename } query A { __typename }',
    'only one operation named "A"',
  ],
  '5.2.3.1': [
    'Lone anonymous operation',
    '{ __typename } query A { __typename }',
    'anonymous operation must be the only',
  ],
  '5.3.1': ['Field selections', '{ user(id: 7) { nothing } }', 'Cannot query field "nothing"'],
  '5.3.2': ['Field selection merging', '{ user(id: 7) { a: fullName a: kantataId } }', 'Fields "a" conflict'],
  '5.3.3': ['Leaf field selections', '{ user(id: 7) }', 'must have a selection of subfields'],
  '5.4.1': ['Argument names', '{ user(id: 7, nothing: 1) { id } }', 'Unknown argument "nothing"'],
  '5.4.2': ['Argument uniqueness', '{ user(id: 7, id: 8) { id } }', 'only one argument named "id"'],
  '5.4.3': ['Required arguments', '{ user { id } }', 'was not provided'],
  '5.5.1.1': [
    'Fragment name uniqueness',
    '{ ...F } fragment F on Query { __typename } fragment F on Query { __typename }',
    'only one fragment named "F"',
  ],
  '5.5.1.2': ['Fragment spread type existence', '{ user(id: 7) { ... on Nothing { id } } }', 'Unknown type "Nothing"'],
  '5.5.1.3': [
    'Fragments on object, interface, or union types',
    '{ ...F } fragment F on Int { id }',
    'cannot condition on non composite type',
  ],
  '5.5.1.4': ['Fragments must be used', '{ __typename } fragment F on User { id }', 'Fragment "F" is never used'],
  '5.5.2.1': ['Fragment spread target defined', '{ ...Nothing }', 'Unknown fragment "Nothing"'],
  '5.5.2.2': [
    'Fragment spreads must not form cycles',
    '{ ...F } fragment F on Query { ...F }',
    'Cannot spread fragment "F" within itself',
  ],
  '5.5.2.3': ['Fragment spread is possible', '{ user(id: 7) { ... on Workspace { id } } }', 'can never be of type'],
  '5.6.1': ['Values of correct type', '{ users(first: "many") { totalCount } }', 'Int cannot represent'],
  '5.6.1, 3.10.1': [
    'Values of correct type: one entry for `@oneOf`',
    '{ workspaces(filter: { customFields: [{ text: null }] }) { totalCount } }',
    'must be non-null',
  ],
  '5.6.2': ['Input object field names', '{ users(filter: { nothing: 1 }) { totalCount } }', '"nothing" is not defined'],
  '5.6.3': [
    'Input object field uniqueness',
    '{ users(filter: { search: "a", search: "b" }) { totalCount } }',
    'only one input field named "search"',
  ],
  '5.6.4': [
    'Input object required fields',
    '{ workspaces(filter: { customFields: [{ text: { anyOf: [] } }] }) { totalCount } }',
    'was not provided',
  ],
  '5.7.1': ['Directives are defined', '{ user(id: 7) { id @nothing } }', 'Unknown directive "@nothing"'],
  '5.7.2': ['Directives are in valid locations', 'query @skip(if: true) { __typename }', 'may not be used on QUERY'],
  '5.7.3': [
    'Directives are unique per location',
    '{ user(id: 7) { id @skip(if: true) @skip(if: true) } }',
    'can only be used once',
  ],
  '5.8.1': ['Variable uniqueness', 'query($a: ID!, $a: ID!) { user(id: $a) { id } }', 'only one variable named "$a"'],
  '5.8.2': ['Variables are input types', 'query($a: User) { user(id: $a) { id } }', 'cannot be non-input type'],
  '5.8.3': ['All variable uses defined', '{ user(id: $a) { id } }', '"$a" is not defined'],
  '5.8.4': ['All variables used', 'query($a: ID) { __typename }', '"$a" is never used'],
  '5.8.5': ['All variable usages are allowed', 'query($a: Int) { user(id: $a) { id } }', 'used in position expecting'],
  '5.8.5, 3.10.1': [
    'All variable usages are allowed: none that can be null for `@oneOf`',
    'query($a: CustomTextFilter) { workspaces(filter: { customFields: [{ text: $a }] }) { totalCount } }',
    'must be non-nullable',
  ],
};
