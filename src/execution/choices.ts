/** `first` and `orderBy` of fields that answer records of an association: read before anything is called, and obeyed. */
import { GraphQLError } from 'graphql';
import type { Choice, ChoiceNeed } from '../loaders/choice.ts';
import type { Resource } from '../schema/resource.ts';
import { type Path, toGraphQLError } from './errors.ts';
import { isForOne } from './cut-lists.ts';
import type { Note } from './notes.ts';
import type { Plan, ReadChoice, RecordField } from './plan.ts';
import { Refused } from './refused.ts';
import type { ResultWriter } from './result-writer.ts';

/** What the fields of one operation choose. */
export type Choices = ReadonlyMap<ChoiceNeed, Choice>;

/**
 * Reads these arguments of every field. Throws {@link Refused}: what cannot be chosen of one record's can be chosen of
 * none, and is refused before anything is called.
 */
export const readChoices = ({ chosen }: Plan, variables: Readonly<Record<string, unknown>>): Choices =>
  new Map(
    chosen.map(({ read, node }) => {
      try {
        return [read, read(variables)];
      } catch (error) {
        const { message, extensions } = toGraphQLError(error, [node], null);
        const refused = { ...extensions, http: { status: 422 } };
        throw new Refused([new GraphQLError(message, { nodes: [node], extensions: refused })]);
      }
    }),
  );

/** The choices of one operation, for its loaders. */
export const choicesIn =
  (choices: Choices) =>
  (need: ChoiceNeed): Choice => {
    const choice = choices.get(need);
    if (!choice) throw new TypeError('a choice was planned and not read');
    return choice;
  };

function choiceIn({ choices, variables }: ResultWriter, read: ReadChoice): Choice {
  let choice = choices.get(read);
  if (!choice) choices.set(read, (choice = read(variables)));
  return choice;
}

/** That records lack the column which they are ordered by. */
const untoldOrder = ({ order }: Choice): Note => ({
  code: 'UNCERTAIN_ORDER',
  message: `Of some of these records the API did not send \`${order?.field}\`, which they are ordered by. They stand last. Rights of the token may hide it.`,
});

type ToMany = Extract<RecordField, { kind: 'to-many' }>;

/** Notes that there are more records than `first` leaves, where the answer does not show it. */
function noteCut(
  writer: ResultWriter,
  { showsAll }: ToMany,
  { first, leavesSome }: Choice,
  ids: readonly string[],
  rowOf: Parameters<Choice['of']>[1] | null,
  path: Path,
): void {
  if (first === null || showsAll || isForOne(first) || ids.length <= first) return;
  if (rowOf && !leavesSome(ids, rowOf)) return;
  writer.warnings.cuts.add({ path, first, isDefault: false, hasPages: false, isKnown: rowOf !== null });
}

/**
 * The chosen among the records of an association. Where one could not be loaded, it has no place in an order: its error
 * is the list's, as it is where all are answered.
 *
 * @param ids all that the parent names.
 */
export function chosenAmong(
  writer: ResultWriter,
  field: ToMany,
  read: ReadChoice,
  ids: readonly string[],
  parent: string,
  { type }: Resource,
  path: Path,
): readonly string[] {
  const { link, narrow, nodes } = field;
  const { resource: target, namesOnly } = field.target;
  const choice = choiceIn(writer, read);
  // Answered without a look whether the records are there.
  if (link.own && namesOnly && !narrow && !choice.order) {
    noteCut(writer, field, choice, ids, null, path);
    return choice.of(ids, () => undefined);
  }
  let isUntold = false;
  for (const id of ids) {
    const record = writer.store.get(target, id);
    if (record) {
      isUntold ||= record.row !== null && choice.order !== null && record.row[choice.order.column] === undefined;
      continue;
    }
    writer.later?.missing(target);
    const failure = writer.store.failure(target, id);
    if (failure && choice.order) writer.fail(failure, nodes, path, type);
  }
  // One that has come since is chosen among as well, once all else is there.
  if (writer.chosen?.isLate(read, parent)) writer.later?.unfinished();
  // Once for the field, at whatever records.
  if (isUntold) writer.warnings.names.missed(read, path, () => untoldOrder(choice));
  const rowOf = (id: string) => writer.store.get(target, id)?.row;
  noteCut(writer, field, choice, ids, rowOf, path);
  return writer.chosen?.get(read, parent) ?? choice.of(ids, rowOf);
}
