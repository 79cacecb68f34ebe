/** Gives the errors that Yoga and graphql-js make before execution our codes. */
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from './schema/errors.ts';

const coded = (error: GraphQLError) =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
  });

/** Yoga has told these by an HTTP status alone. */
const codeOfStatus = (status: unknown) =>
  typeof status === 'number' && status >= 400 && status < 500 ? 'BAD_REQUEST' : undefined;

/** Plugins that put a code on every error that is made before execution. */
export const codeErrors = (): Plugin[] => [
  {
    onValidate:
      () =>
      ({
        valid,
        result,
        setResult,
      }: {
        valid: boolean;
        result: readonly GraphQLError[];
        setResult: (errors: GraphQLError[]) => void;
      }) => {
        if (!valid) setResult(result.map(coded));
      },
    onResultProcess({ result, setResult }) {
      if (!('errors' in result) || !result.errors || 'data' in result) return;
      setResult({
        ...result,
        errors: result.errors.map((error) => {
          const { code, http } = (error.extensions ?? {}) as { code?: string; http?: { status?: number } };
          const needed = code === undefined ? codeOfStatus(http?.status) : undefined;
          return needed ? refusal(error.message, needed, http?.status as number) : error;
        }),
      });
    },
  } as Plugin,
];
