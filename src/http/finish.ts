/** The last thing that is done to errors before a client reads them: the same for every mode. */
import { GraphQLError } from 'graphql';
import type { Caller } from '../execution/executor.ts';
import { errorLine } from '../redact/error-line.ts';
import { redact } from '../redact/redact.ts';

/** Makes errors fit to be read: counts them, logs and masks those that were not foreseen, redacts the others. */
export type Finish = (errors: readonly GraphQLError[]) => readonly GraphQLError[];

/** The texts that may stand in nothing that a caller or an operator reads. */
export const secretsOf = ({ token, credential }: Pick<Caller, 'token' | 'credential'>): readonly string[] =>
  credential ? [token, credential] : [token];

/** By request, the faults that have a line in the log: operations that run together may all end with the same one. */
const logged = new WeakMap<object, WeakSet<Error>>();

/** Whether a fault is the first of its kind in a request. */
function isNew(caller: object, fault: Error): boolean {
  let known = logged.get(caller);
  if (!known) logged.set(caller, (known = new WeakSet()));
  if (known.has(fault)) return false;
  known.add(fault);
  return true;
}

/** For the errors of one caller. An error was not foreseen where it has an `originalError`. */
export const finishFor =
  (caller: Pick<Caller, 'token' | 'credential' | 'stats'>, log: (line: string) => void): Finish =>
  (errors) => {
    caller.stats?.errorsFound(errors);
    const secrets = secretsOf(caller);
    const [first, ...others] = errors.flatMap(({ originalError }) => originalError ?? []);
    if (first && isNew(caller, first))
      log(`${errorLine(first, secrets)}${others.length > 0 ? ` and ${others.length} more` : ''}`);
    return errors.map((error) => (error.originalError ? masked(error) : redacted(error, secrets)));
  };

/** An error of which a client learns where it happened and nothing else. */
const masked = ({ nodes, path }: GraphQLError) =>
  new GraphQLError('Unexpected error.', { nodes, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });

/** Errors repeat what they complain about. A token that a client put there is taken out, because errors are kept in logs. */
function redacted(error: GraphQLError, secrets: readonly string[]): GraphQLError {
  const message = redact(error.message, secrets);
  if (message === error.message) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
