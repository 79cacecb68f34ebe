/** The fenced blocks of a Markdown document. */
export interface Block {
  readonly line: number;
  readonly language: string;
  /** What stands behind the language. */
  readonly info: string;
  readonly text: string;
}

/** All of them, in their order. One that stands in a list is indented; its text is not. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^( *)```(\w*) *(.*)\n([\s\S]*?)^\1```$/gm;
  for (const { index, 1: indent, 2: language, 3: info, 4: body } of text.matchAll(fence)) {
    const line = text.slice(0, index).split('\n').length;
    const own = (body as string).replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    blocks.push({ line, language: language as string, info: info as string, text: own });
  }
  return blocks;
}

const FILE = 'as ';

/** The file that a block says it is: `as apollo/codegen.ts`. Null for a block that is none. */
export const fileOf = ({ info }: Block) => (info.startsWith(FILE) ? info.slice(FILE.length) : null);
