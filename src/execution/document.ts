/** From the text of a document to one that can be planned, for every mode alike. */
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  validate,
  type ValidationContext,
} from 'graphql';
import { allowedValues } from './allowed-values.ts';
import { truncate } from './truncate.ts';
import { GoodDocuments } from './compiled-cache.ts';
import { type ErrorCode, refusal } from './errors.ts';
import { checkDocument, checkText } from './document-limits.ts';
import { parseText } from './parse.ts';
import { Refused } from './refused.ts';
import { specifiedRules } from './specified-rules.ts';

/**
 * Parses a document within the limits. Throws a GraphQL error with the code `GRAPHQL_PARSE_FAILED` or
 * `QUERY_TOO_COMPLEX`.
 */
function parseDocument(text: string): DocumentNode {
  try {
    const document = parseText(text, checkText(text).hasEmptySelections);
    checkDocument(document);
    return document;
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** What a client asks of a document. */
export interface DocumentRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  /** Whether it came by GET, which may change nothing. Default: no. */
  readonly isGet?: boolean;
  /** Whether the document may be kept for later: not for a token that the API has not accepted yet. Default: yes. */
  readonly mayKeep?: boolean;
}

export interface Documents {
  /** The document, parsed and found valid. Throws {@link Refused} with the errors of one that is not. */
  prepare(request: DocumentRequest): DocumentNode;
  /** The first half of that: parsed, with the operation that is asked for. */
  parse(request: DocumentRequest): DocumentNode;
  /** The second half: the errors of a parsed document; none for one that can be planned. */
  validate(document: DocumentNode): readonly GraphQLError[];
}

/**
 * Reads documents for one schema, and keeps those that are valid: a front end sends the same ones all day. What is kept
 * is the tree that plans are kept by as well.
 */
export function createDocuments(schema: GraphQLSchema, rules: ValidationOptions): Documents {
  const known = new GoodDocuments();
  /** Of documents that were parsed here: a plugin may have put another one in the place of what a text says. */
  const texts = new WeakMap<DocumentNode, { readonly text: string; readonly mayKeep: boolean }>();
  const parseNew = ({ query, operationName, isGet = false, mayKeep = true }: DocumentRequest) => {
    const document = parseDocument(query);
    const { operation } = operationOf(document, operationName);
    if (isGet && operation !== OperationTypeNode.QUERY) throw byPostOnly(operation);
    texts.set(document, { text: query, mayKeep });
    return document;
  };
  const documents: Documents = {
    prepare(request) {
      const document = known.get(request.query);
      if (document) return document;
      const parsed = documents.parse(request);
      const errors = documents.validate(parsed);
      if (errors.length > 0) throw new Refused(errors);
      return parsed;
    },
    parse(request) {
      const document = known.get(request.query);
      if (document) return document;
      try {
        return parseNew(request);
      } catch (error) {
        throw error instanceof GraphQLError ? new Refused([error]) : error;
      }
    },
    validate(document) {
      const source = texts.get(document);
      if (source && known.get(source.text) === document) return [];
      const errors = validateDocument(schema, document, rules);
      if (errors.length === 0 && source?.mayKeep) known.set(source.text, document);
      return errors;
    },
  };
  return documents;
}

/** By GET, this has a status of its own, whatever the answer's type (GraphQL over HTTP, section 5.3.1). */
const byPostOnly = (operation: OperationTypeNode) =>
  new GraphQLError(`A ${operation} cannot be sent by GET. This API only reads: it has none.`, {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { allow: 'POST' } } },
  });

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

/** How many complaints about one document are listed. */
const MAX_ERRORS = 20;

export interface ValidationOptions {
  /** Whether the error for a misspelt name suggests the one that may have been meant. */
  readonly suggestions: boolean;
  /** Whether `__schema` and `__type` answer. Default: yes. */
  readonly introspection?: boolean;
}

/** Validates a parsed document; no error means that it can be planned. */
const validateDocument = (
  schema: GraphQLSchema,
  document: DocumentNode,
  { suggestions, introspection = true }: ValidationOptions,
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
          422,
        )
      : withCode(error, 'GRAPHQL_VALIDATION_FAILED', suggestions ? allowedValues(schema, error.message) : ''),
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
  throw refusal(problem, 'OPERATION_RESOLUTION_FAILURE', 422);
}

/** An error of graphql-js as clients read it: with a code, and with no more than a little of their own text. */
const withCode = (error: GraphQLError, code: ErrorCode, allowed = '') =>
  new GraphQLError(truncate(error.message) + allowed, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: {
      code,
      http: { status: code === 'GRAPHQL_PARSE_FAILED' ? 400 : 422, spec: true },
      ...error.extensions,
    },
  });
