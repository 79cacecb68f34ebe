/**
 * What one document may hold, for every caller alike. Checked on its text and its syntax tree, before validation and
 * planning walk it: both take a stack frame for each level and a step for each field, and a fragment that is spread twice
 * counts twice, so that two kilobytes can ask for 2^25 fields.
 */
import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { refusal } from './errors.ts';

/** Words and signs in a document, comments not counted. The parser's time and memory follow this number. */
export const MAX_TOKENS = 10_000;

/** Levels of braces, brackets and parentheses in the text, and of selections with the fragments that they spread. */
export const MAX_DEPTH = 100;

/** Fields of a document with every spread counted as often as it is reached. */
export const MAX_FIELDS = 10_000;

/** Fields below `__schema` and `__type`. GraphiQL's own question has about 250, and takes about 30 ms. */
export const MAX_INTROSPECTION_FIELDS = 1_000;

/** Times that one selection asks for the same field, under whatever aliases. */
export const MAX_REPEATS = 100;

/** Aliases in one document. A router that tells the types of a union apart writes several hundred. */
export const MAX_ALIASES = 1_000;

/** Directives in one place. None of those that there are may stand there twice. */
export const MAX_DIRECTIVES = 5;

const tooComplex = (message: string, limit: number) => refusal(message, 'QUERY_TOO_COMPLEX', 422, { limit });

const tooDeep = () =>
  tooComplex(`This document nests deeper than ${MAX_DEPTH} levels. Ask for less depth in one operation.`, MAX_DEPTH);

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Checks a document before it is parsed, and tells whether a selection set of it is empty. Throws a GraphQL error:
 * `QUERY_TOO_COMPLEX`, or the syntax error of a text that holds no tokens of GraphQL.
 */
export function checkText(text: string): { readonly hasEmptySelections: boolean } {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  let parentheses = 0;
  let before: TokenKind = TokenKind.SOF;
  let hasEmptySelections = false;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens++) {
    if (tokens >= MAX_TOKENS)
      throw tooComplex(`This document has more than ${MAX_TOKENS} tokens. Ask for less in one operation.`, MAX_TOKENS);
    const { kind } = lexer.token;
    if (OPENING.has(kind)) depth++;
    else if (CLOSING.has(kind)) depth--;
    if (depth > MAX_DEPTH) throw tooDeep();
    if (kind === TokenKind.PAREN_L) parentheses++;
    else if (kind === TokenKind.PAREN_R) parentheses--;
    // In parentheses it is an empty object.
    else if (kind === TokenKind.BRACE_R && before === TokenKind.BRACE_L && parentheses === 0) hasEmptySelections = true;
    before = kind;
  }
  return { hasEmptySelections };
}

/** What a selection comes to when its fragments are spread out. */
interface Extent {
  readonly depth: number;
  readonly fields: number;
  /** Those of `fields` that stand below `__schema` or `__type`. */
  readonly introspection: number;
}

const NOTHING: Extent = { depth: 0, fields: 0, introspection: 0 };

/** How often one selection asks for each field, with what its inline fragments ask for. */
type Asked = Map<string, number>;

function checkRepeats(asked: Asked, name: string): void {
  const times = (asked.get(name) ?? 0) + 1;
  asked.set(name, times);
  if (times > MAX_REPEATS)
    throw tooComplex(
      `This document asks for one field more than ${MAX_REPEATS} times in one selection. Ask for several records by their ids in one field.`,
      MAX_REPEATS,
    );
}

function checkDirectives(directives: readonly DirectiveNode[] | undefined): void {
  if ((directives?.length ?? 0) > MAX_DIRECTIVES)
    throw tooComplex(`This document has more than ${MAX_DIRECTIVES} directives in one place.`, MAX_DIRECTIVES);
}

const asksForSchema = (name: string) => name === '__schema' || name === '__type';

/** Checks a parsed document before it is validated. Throws a `QUERY_TOO_COMPLEX` error. */
export function checkDocument({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Extent>();
  let aliases = 0;

  const ofFragment = (name: string, level: number): Extent => {
    const fragment = fragments.get(name);
    let extent = known.get(name);
    if (extent || !fragment) return extent ?? NOTHING;
    // Until it is known, so that one which spreads itself ends here; that it does is for validation to say.
    known.set(name, NOTHING);
    known.set(name, (extent = of(fragment.selectionSet, level, new Map())));
    return extent;
  };

  const of = ({ selections }: SelectionSetNode, level: number, asked: Asked): Extent => {
    // Beside the check at the end, because this very walk takes a stack frame for each level.
    if (level > MAX_DEPTH) throw tooDeep();
    let depth = 0;
    let fields = 0;
    let introspection = 0;
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      checkDirectives(selection.directives);
      if (isField) checkRepeats(asked, selection.name.value);
      if (isField && selection.alias) aliases++;
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value, level + 1)
          : selection.selectionSet
            ? of(selection.selectionSet, level + 1, isField ? new Map() : asked)
            : NOTHING;
      depth = Math.max(depth, below.depth);
      fields += below.fields + (isField ? 1 : 0);
      introspection += isField && asksForSchema(selection.name.value) ? below.fields : below.introspection;
    }
    return { depth: depth + 1, fields, introspection };
  };

  let fields = 0;
  let introspection = 0;
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    checkDirectives(definition.directives);
    for (const variable of definition.variableDefinitions ?? []) checkDirectives(variable.directives);
    const extent = isOperation ? of(definition.selectionSet, 0, new Map()) : ofFragment(definition.name.value, 0);
    if (extent.depth > MAX_DEPTH) throw tooDeep();
    // A fragment costs where it is spread.
    fields += isOperation ? extent.fields : 0;
    introspection += isOperation ? extent.introspection : 0;
  }
  checkTotals({ fields, aliases, introspection });
}

/** Throws for a document that asks for too much once its fragments are spread out. */
function checkTotals({ fields, aliases, introspection }: { fields: number; aliases: number; introspection: number }) {
  if (fields > MAX_FIELDS)
    throw tooComplex(
      `This document selects more than ${MAX_FIELDS} fields once its fragments are spread out. Ask for less in one operation.`,
      MAX_FIELDS,
    );
  if (aliases > MAX_ALIASES)
    throw tooComplex(`This document has more than ${MAX_ALIASES} aliases. Ask for less in one operation.`, MAX_ALIASES);
  if (introspection > MAX_INTROSPECTION_FIELDS)
    throw tooComplex(
      `This document selects more than ${MAX_INTROSPECTION_FIELDS} fields of the schema itself. Ask for it once.`,
      MAX_INTROSPECTION_FIELDS,
    );
}
