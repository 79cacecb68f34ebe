/** From the text of a document to one that can be planned, for `/graphql` and `/explain` alike. */
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ValidationContext,
} from 'graphql';
import { truncate } from './truncate.ts';
import { type ErrorCode, refusal } from './errors.ts';
import { checkDocument, checkText } from './document-limits.ts';

/**
 * Parses a document within the limits. Throws a GraphQL error with the code `GRAPHQL_PARSE_FAILED` or
 * `QUERY_TOO_COMPLEX`.
 */
export function parseDocument(text: string): DocumentNode {
  try {
    checkText(text);
    const document = parse(text);
    checkDocument(document);
    return document;
  } catch (error) {
    throw error instanceof GraphQLError ? told(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** Without a root type for it, graphql-js checks nothing of an operation, and lets all of it pass. */
const queriesOnly = (context: ValidationContext): ASTVisitor => ({
  [Kind.OPERATION_DEFINITION](node: OperationDefinitionNode) {
    if (node.operation === OperationTypeNode.QUERY) return;
    context.reportError(new GraphQLError(`This API only reads: it has no ${node.operation}.`, { nodes: node }));
  },
});

/** `__type` may be asked for all the same: there is no type of any name, as its answer then says. */
const noSchema = (context: ValidationContext): ASTVisitor => ({
  [Kind.FIELD](node: FieldNode) {
    if (node.name.value !== '__schema') return;
    context.reportError(new GraphQLError('This gateway does not tell its schema.', { nodes: node }));
  },
});

const RULES = [...specifiedRules, queriesOnly];
const RULES_WITHOUT_INTROSPECTION = [...RULES, noSchema];

/** Complaints about one document that are told; one who sends more knows by then. */
const MAX_ERRORS = 20;

/**
 * Validates a parsed document; no error means that it can be planned.
 *
 * @param suggestions whether a misspelt name is told which one may have been meant.
 * @param introspection whether the schema is told, by `__schema` and `__type`.
 */
export const validateDocument = (
  schema: GraphQLSchema,
  document: DocumentNode,
  { suggestions, introspection = true }: { suggestions: boolean; introspection?: boolean },
): readonly GraphQLError[] =>
  validate(schema, document, introspection ? RULES : RULES_WITHOUT_INTROSPECTION, {
    // graphql-js adds one more, which says that there are more.
    maxErrors: MAX_ERRORS - 1,
    hideSuggestions: !suggestions,
  }).map((error) =>
    error.message === ABORTED
      ? refusal(
          'This document repeats so many fields that it cannot be checked in time. Ask for each once.',
          'QUERY_TOO_COMPLEX',
          400,
        )
      : told(error, 'GRAPHQL_VALIDATION_FAILED'),
  );

/** What graphql-js says when comparing the fields of a document with each other takes too many steps. */
const ABORTED = 'Validation aborted.';

/**
 * The operation that a request names, or the only one of its document. Throws a GraphQL error with the code
 * `OPERATION_RESOLUTION_FAILURE`.
 */
export function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation, second] = name ? operations.filter((candidate) => candidate.name?.value === name) : operations;
  if (operation && (name || !second)) return operation;
  const problem = name
    ? 'The document has no operation of that name.'
    : operation
      ? 'The document has several operations: say in `operationName` which one to run.'
      : 'The document has no operation, only definitions for one.';
  throw refusal(problem, 'OPERATION_RESOLUTION_FAILURE', 400);
}

/** An error of graphql-js as clients read it: with a code, and with no more than a little of their own text. */
const told = (error: GraphQLError, code: ErrorCode) =>
  new GraphQLError(truncate(error.message), {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code, http: { status: 400, spec: true }, ...error.extensions },
  });
