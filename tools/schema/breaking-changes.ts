/** What a new version of the subgraph's schema breaks for clients, or for the subgraphs that join it. */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  parse,
  print,
} from 'graphql';

export interface BreakingChange {
  /** What it is about: `Workspace.price`, or `Workspace @key(fields: "id")`. */
  readonly subject: string;
  readonly message: string;
}

/** Every change from the schema `before` to the schema `after`, both as text, that can break somebody. */
export async function breakingChanges(before: string, after: string): Promise<BreakingChange[]> {
  const [old, current] = [before, after].map((sdl) => buildSchema(sdl, { assumeValidSDL: true }));
  const changes = old && current ? await diff(old, current) : [];
  return [
    ...changes.flatMap(({ criticality, path, message }) =>
      criticality.level === CriticalityLevel.Breaking ? [{ subject: path ?? message, message }] : [],
    ),
    ...(old && current ? lostDefaults(old, current) : []),
    ...lostPromises(before, after),
  ];
}

/**
 * Inputs that could be left out and have to be given now, because their default is gone and they may not be null. Tools
 * that compare schemas call that dangerous, or nothing at all; it refuses every document that left them out.
 */
function lostDefaults(before: GraphQLSchema, after: GraphQLSchema): BreakingChange[] {
  const inputs = inputsOf(after);
  return [...inputsOf(before)].flatMap(([subject, was]) => {
    const is = inputs.get(subject);
    const isLost = was.input.defaultValue !== undefined && !was.isRequired && is?.isRequired;
    return isLost ? [{ subject, message: `${subject} has lost its default, and has to be given.` }] : [];
  });
}

interface Input {
  readonly input: GraphQLArgument | GraphQLInputField;
  readonly isRequired: boolean;
}

/** Every argument and input field of a schema, under the path that a change of it has. */
function inputsOf(schema: GraphQLSchema): ReadonlyMap<string, Input> {
  const inputs = new Map<string, Input>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type))
      for (const input of Object.values(type.getFields()))
        inputs.set(`${type.name}.${input.name}`, { input, isRequired: isRequiredInputField(input) });
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields()))
      for (const input of field.args)
        inputs.set(`${type.name}.${field.name}.${input.name}`, { input, isRequired: isRequiredArgument(input) });
  }
  return inputs;
}

/** Those that no line of `announcements` names; one is named where its subject stands between backticks. */
export const unannounced = (changes: readonly BreakingChange[], announcements: string): BreakingChange[] =>
  changes.filter(({ subject }) => !announcements.includes(`\`${subject}\``));

/** A key that is gone, or a type that is no longer shared: other subgraphs no longer compose. Clients see nothing of it. */
function lostPromises(before: string, after: string): BreakingChange[] {
  const kept = promisesOf(after);
  return [...promisesOf(before)].flatMap(([type, promises]) =>
    // A type that is gone altogether is told as that.
    kept.has(type)
      ? [...promises].flatMap((promise) =>
          kept.get(type)?.has(promise) || kept.get(type)?.has(resolving(promise))
            ? []
            : [{ subject: `${type} ${promise}`, message: `${type} no longer has ${promise}.` }],
        )
      : [],
  );
}

/** A key that has become one to ask by promises all that it did before. */
const resolving = (promise: string) => promise.replace(', resolvable: false)', ')');

const promisesOf = (sdl: string): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    parse(sdl).definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION
        ? [
            [
              definition.name.value,
              new Set((definition.directives ?? []).filter(({ name }) => PROMISES.has(name.value)).map(print)),
            ] as const,
          ]
        : [],
    ),
  );

const PROMISES: ReadonlySet<string> = new Set(['key', 'shareable']);
