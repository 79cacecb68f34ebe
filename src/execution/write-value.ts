/** Values of attributes, and value objects field by field. */
import type { ASTNode } from 'graphql';
import type { Attribute } from '../schema/attribute.ts';
import type { Path } from './errors.ts';
import type { StructField, StructPlan } from './plan.ts';
import { type Output, outputOf, put, type ResultWriter } from './result-writer.ts';

/** A value as its attribute reads it; null, with an error, where it cannot be read. So is each entry of a list. */
export function writeValue(
  writer: ResultWriter,
  attribute: Attribute,
  value: unknown,
  nested: StructPlan | null,
  nodes: readonly ASTNode[],
  path: Path,
  key: string | number,
  type: string,
): unknown {
  const here = { before: path, key };
  let read: unknown;
  try {
    read = attribute.read(value);
  } catch (error) {
    writer.unreadable(attribute);
    return writer.fail(error, nodes, here, type);
  }
  const { item } = attribute;
  if (item)
    return (read as readonly unknown[]).map((entry, index) =>
      entry === null || entry === undefined ? null : writeValue(writer, item, entry, nested, nodes, here, index, type),
    );
  if (typeof read === 'string') writer.text(read.length);
  return !nested || read === null ? read : writeStruct(writer, nested, read as Readonly<Record<string, unknown>>, here);
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
