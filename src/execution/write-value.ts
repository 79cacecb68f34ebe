/** Values of attributes, and value objects field by field. */
import type { ASTNode } from 'graphql';
import type { Attribute } from '../schema/attribute.ts';
import type { Path } from './errors.ts';
import type { StructField, StructPlan } from './plan.ts';
import { type Output, outputOf, put, type ResultWriter } from './result-writer.ts';

/** A value as its attribute reads it; null, with an error, where it cannot be read. */
export function writeValue(
  writer: ResultWriter,
  attribute: Attribute,
  value: unknown,
  nested: StructPlan | null,
  nodes: readonly ASTNode[],
  path: Path,
  key: string,
  type: string,
): unknown {
  let read: unknown;
  try {
    read = attribute.read(value);
  } catch (error) {
    writer.unreadable(attribute);
    return writer.fail(error, nodes, { before: path, key }, type);
  }
  if (typeof read === 'string') writer.text(read.length);
  if (!nested || read === null) return read;
  const here = { before: path, key };
  return Array.isArray(read)
    ? read.map((entry, index) =>
        entry === null ? null : writeStruct(writer, nested, entry, { before: here, key: index }),
      )
    : writeStruct(writer, nested, read as Readonly<Record<string, unknown>>, here);
}

/** A value object, field by field, so that one bad field loses no other. */
export function writeStruct(
  writer: ResultWriter,
  plan: StructPlan,
  source: Readonly<Record<string, unknown>>,
  path: Path,
): Output {
  const write = (other: ResultWriter, fields: readonly StructField[]) =>
    structFields(other, plan.name, fields, source, path);
  return write(writer, writer.later?.split(plan, path, write) ?? plan.fields);
}

function structFields(
  writer: ResultWriter,
  name: string,
  fields: readonly StructField[],
  source: Readonly<Record<string, unknown>>,
  path: Path,
): Output {
  const output = outputOf();
  for (const field of fields) {
    const value = field.kind === 'attribute' && Object.hasOwn(source, field.wire) ? source[field.wire] : null;
    if (field.kind === 'typename') put(output, field.key, name);
    else if (value === null || value === undefined) put(output, field.key, null);
    else
      put(
        output,
        field.key,
        writeValue(writer, field.attribute, value, field.nested, field.nodes, path, field.key, name),
      );
  }
  return output;
}
