/** Parses documents as GraphQL has them since September 2026: selection sets may be empty, which graphql-js knows since 17. */
import { type DocumentNode, Kind, Lexer, parse, Source, Token, TokenKind, visit } from 'graphql';
import { isGraphql17 } from './graphql-versions.ts';

/** A document with such a definition is refused as one with any, and not as one that cannot be read. Ignored by versions without it. */
const OPTIONS = { experimentalDirectivesOnDirectiveDefinitions: true };

/** A name that no text can write. */
const FILLER = '';

/**
 * Reads `{ }` as a selection set with one field of that name, which the parser of graphql-js 16 takes. Values stand in
 * parentheses, where `{ }` is an empty object. Before 16.12, the parser has no use for a lexer of others, and still refuses it.
 */
class FillingLexer extends Lexer {
  #parentheses = 0;

  override advance(): Token {
    const token = super.advance();
    if (token.kind === TokenKind.PAREN_L) this.#parentheses++;
    else if (token.kind === TokenKind.PAREN_R) this.#parentheses--;
    return token;
  }

  override lookahead(): Token {
    const next = super.lookahead();
    if (this.#parentheses > 0 || this.token.kind !== TokenKind.BRACE_L || next.kind !== TokenKind.BRACE_R) return next;
    const filler = new Token(TokenKind.NAME, next.start, next.start, next.line, next.column, FILLER);
    // A comment may stand between the braces, and stays before it.
    link(next.prev ?? this.token, filler);
    link(filler, next);
    return filler;
  }
}

/** Tokens are a list of both directions, which only lexers write. */
function link(token: Token, next: Token): void {
  (token as { next: Token }).next = next;
  (next as { prev: Token }).prev = token;
}

/**
 * The syntax tree of a text, each node with its place in it.
 *
 * @param hasEmptySelections whether `{ }` stands outside of parentheses.
 * @throws {GraphQLError} for a text that is no document.
 */
export function parseText(text: string, hasEmptySelections: boolean): DocumentNode {
  if (!hasEmptySelections || isGraphql17) return parse(text, OPTIONS);
  const source = new Source(text);
  return visit(parse(source, { ...OPTIONS, lexer: new FillingLexer(source) }), {
    [Kind.SELECTION_SET]: {
      leave(set) {
        const [only] = set.selections;
        return only?.kind === Kind.FIELD && only.name.value === FILLER ? { ...set, selections: [] } : undefined;
      },
    },
  });
}
