/**
 * Answers questions as a careful assistant would who knows nothing of the schema: whatever an operation names must have
 * stood in a text of `search` or `describe` before. What is not known of a type yet is described; what stays unknown is
 * not asked.
 */
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { estimateTokens } from '../../src/mcp/tokens.ts';
import type { Assistant } from '../support/mcp.ts';
import type { Question } from './questions.ts';

export interface Answered {
  readonly answer: unknown;
  /** Tokens of schema that it read. */
  readonly schemaTokens: number;
  /** Why it did not ask; `null` where it did. */
  readonly gaveUp: string | null;
}

/** Searches, describes, prices and asks. */
export async function answer({ question, operation, read }: Question, assistant: Assistant): Promise<Answered> {
  const seen = new Knowledge(assistant);
  await seen.search(question);
  const [definition] = parse(operation).definitions as OperationDefinitionNode[];
  const gaveUp = definition ? await seen.unknownIn(definition) : 'It has no operation.';
  const { tokens: schemaTokens } = seen;
  if (gaveUp !== null) return { answer: null, schemaTokens, gaveUp };
  const price = await assistant.call('price', { operation });
  if (price.isError) return { answer: null, schemaTokens, gaveUp: price.text };
  const { value, isError, text } = await assistant.call('ask', {
    operation,
    maxCalls: price.value.calls.max,
    maxTokens: 20_000,
  });
  return isError
    ? { answer: null, schemaTokens, gaveUp: text }
    : { answer: read(value.data), schemaTokens, gaveUp: null };
}

/** The fields of types, inputs and roots, as far as texts of the tools have said them. */
class Knowledge {
  readonly #assistant: Assistant;
  readonly #described = new Set<string>();
  #text = '';
  tokens = 0;

  constructor(assistant: Assistant) {
    this.#assistant = assistant;
  }

  async search(words: string) {
    this.#read((await this.#assistant.call('search', { words })).text);
  }

  /** What an operation names and no text has said; `null` where all is known. */
  async unknownIn({ selectionSet }: OperationDefinitionNode): Promise<string | null> {
    for (const root of selectionSet.selections) {
      if (root.kind !== Kind.FIELD) return 'It has a fragment.';
      const name = root.name.value;
      const [, type] = new RegExp(`^type (\\w+): by [^.]*\\b${name}\\b`, 'm').exec(this.#text) ?? [];
      if (type === undefined) return `No search has led to ${name}.`;
      await this.#describe(name);
      const [, args, result] = new RegExp(`^query ${name}\\((.*)\\): (\\w+)`, 'm').exec(this.#text) ?? [];
      if (args === undefined || result === undefined) return `${name} is not described.`;
      const wrong =
        (await this.#unknownArguments(root, args)) ?? (await this.#unknownFields(root.selectionSet, result, type));
      if (wrong !== null) return wrong;
    }
    return null;
  }

  async #unknownArguments(node: FieldNode, args: string): Promise<string | null> {
    for (const argument of node.arguments ?? []) {
      const [, type] = new RegExp(`\\b${argument.name.value}: \\[?(\\w+)`).exec(args) ?? [];
      if (type === undefined) return `${argument.name.value} is no known argument of ${node.name.value}.`;
      const wrong = await this.#unknownValue(argument.value, type);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  async #unknownValue(value: ValueNode, type: string): Promise<string | null> {
    if (value.kind === Kind.LIST) {
      const [first] = value.values;
      return first ? this.#unknownValue(first, type) : null;
    }
    if (value.kind === Kind.ENUM && !new RegExp(`\\b${value.value}\\b`).test(this.#text)) await this.#describe(type);
    if (value.kind === Kind.ENUM)
      return new RegExp(`\\b${value.value}\\b`).test(this.#text) ? null : `${value.value} is not known of ${type}.`;
    if (value.kind !== Kind.OBJECT) return null;
    for (const { name, value: inner } of value.fields) {
      const innerType = await this.#typeOrDescribe(type, name.value);
      if (innerType === null) return `${type}.${name.value} is not known.`;
      const wrong = await this.#unknownValue(inner, innerType);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** Of a connection, the instructions say what it has. */
  async #unknownFields(set: SelectionSetNode | undefined, type: string, record: string): Promise<string | null> {
    for (const node of set?.selections ?? []) {
      if (node.kind !== Kind.FIELD) return 'It has a fragment.';
      const name = node.name.value;
      const isOfPage = type.endsWith('Connection');
      if (isOfPage && !['nodes', 'totalCount'].includes(name)) return `${name} of a page is not known.`;
      const inner = isOfPage ? record : await this.#typeOrDescribe(type, name);
      if (inner === null) return `${type}.${name} is not known.`;
      const wrong = await this.#unknownFields(node.selectionSet, inner, inner);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  async #typeOrDescribe(type: string, field: string): Promise<string | null> {
    const known = this.#typeOf(type, field);
    if (known !== null) return known;
    await this.#describe(type);
    return this.#typeOf(type, field);
  }

  /** The named type of a field, from whatever text has said it. */
  #typeOf(type: string, field: string): string | null {
    const block = new RegExp(`^(?:type|input) ${type} \\{\\n([\\s\\S]*?)\\n\\}`, 'm').exec(this.#text)?.[1] ?? '';
    const lines = [new RegExp(`^${field}(?:\\(.*\\))?: \\[?(\\w+)`, 'm').exec(block), this.#lineOf(type, field)];
    return lines.find((line) => line !== null)?.[1] ?? null;
  }

  #lineOf(type: string, field: string) {
    return new RegExp(`^(?:field|filter) ${type}\\.${field}: \\[?(\\w+)`, 'm').exec(this.#text);
  }

  async #describe(name: string) {
    if (this.#described.has(name)) return;
    this.#described.add(name);
    this.#read((await this.#assistant.call('describe', { name })).text);
  }

  #read(text: string) {
    this.#text += `\n${text}\n`;
    this.tokens += estimateTokens(text);
  }
}
