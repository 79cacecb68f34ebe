/**
 * What a router of Apollo's kind takes for its own traces when it asks with
 * `apollo-federation-include-trace: ftv1`: a `Trace` message of Apollo's `reports.proto`, in base64.
 *
 * It tells how long the operation took, its root fields, and where errors stand. Nothing finer is
 * true: fields are not resolved one by one here, but read all at once when everything is loaded.
 */
import type { GraphQLError } from 'graphql';
import { bytes, type ProtobufField, text, varint } from './protobuf.ts';
import type { Prepared } from './prepare.ts';

export interface TracedOperation {
  readonly prepared: Pick<Prepared, 'plan'>;
  readonly errors: readonly GraphQLError[];
  /** In milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** A node of the trace: what it is called in the answer, and what stands below it. */
interface Node {
  readonly key: string | number | null;
  readonly fields: ProtobufField[];
  readonly children: Map<string | number, Node>;
}

const createNode = (key: Node['key']): Node => ({
  key,
  fields: key === null ? [] : [typeof key === 'number' ? varint(2, key) : text(1, key)],
  children: new Map(),
});

function childOf(parent: Node, key: string | number): Node {
  let child = parent.children.get(key);
  if (!child) parent.children.set(key, (child = createNode(key)));
  return child;
}

/** The value of `extensions.ftv1`. */
export function federatedTrace({ prepared: { plan }, errors, startedAtMs, durationMs }: TracedOperation): string {
  const durationNs = Math.max(0, Math.round(durationMs * 1e6));
  const root = createNode(null);
  for (const { key, nodes } of plan.roots) {
    const name = nodes[0]?.name.value ?? key;
    const type = plan.queryType.getFields()[name]?.type;
    const { fields } = childOf(root, key);
    if (name !== key) fields.push(text(14, name));
    fields.push(text(3, String(type ?? 'String!')), varint(8, 0), varint(9, durationNs), text(13, plan.queryType.name));
  }
  for (const error of errors) {
    const node = (error.path ?? []).reduce<Node>(childOf, root);
    node.fields.push(bytes(11, errorMessage(error)));
  }
  return Buffer.from(
    concat([
      bytes(4, timestamp(startedAtMs)),
      bytes(3, timestamp(startedAtMs + durationMs)),
      varint(11, durationNs),
      bytes(14, encode(root)),
    ]),
  ).toString('base64');
}

/** Traces are read by others than the answer, so what went wrong stands there by its code alone. */
function errorMessage({ extensions, locations }: GraphQLError): Uint8Array {
  const { code } = extensions;
  return concat([
    text(1, '<masked>'),
    ...(locations ?? []).map(({ line, column }) => bytes(2, concat([varint(1, line), varint(2, column)]))),
    text(4, JSON.stringify({ message: '<masked>', extensions: { code } })),
  ]);
}

const encode = ({ fields, children }: Node): Uint8Array =>
  concat([...fields, ...[...children.values()].map((child) => bytes(12, encode(child)))]);

const timestamp = (ms: number): Uint8Array =>
  concat([varint(1, Math.floor(ms / 1000)), varint(2, Math.floor((ms % 1000) * 1e6))]);

const concat = (fields: readonly ProtobufField[]): Uint8Array => Buffer.concat(fields);
