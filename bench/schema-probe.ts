/**
 * One schema in a process of its own: `node --expose-gc bench/schema-probe.ts <folder of a checkout> [files of operations]`
 * prints {@link Probed} as JSON. `schema.ts` starts it: a process that has done nothing else shows what is done once.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Graphql from 'graphql';
import { quantile } from './load.ts';

/** Milliseconds of processor time, which others on the machine disturb less than the clock, and sizes in bytes. */
export interface Probed {
  /** Reading and compiling the modules of the schema, and building it. */
  readonly loaded: number;
  /** Building it alone. */
  readonly built: number;
  /** The first answer to the usual introspection, with parsing, validating and writing it. */
  readonly introspectedFirst: number;
  /** The same once it is warm. */
  readonly introspected: number;
  /** The first operation that is validated, by which lazy fields are resolved. */
  readonly validatedFirst: number;
  /** All operations once they are warm. */
  readonly validated: number;
  /** What the heap has grown by, once the schema has answered all of these. */
  readonly heap: number;
  readonly introspectionBytes: number;
  readonly types: number;
  readonly fields: number;
  readonly inputs: number;
  /** Files whose operations this schema does not know. */
  readonly unknown: readonly string[];
}

const WARM_RUNS = 20;

const [, , folder = '.', ...files] = process.argv;
const root = resolve(folder);

/** The graphql that this checkout has: two copies refuse each other's schemas. */
const graphql = (await import(
  pathToFileURL(createRequire(join(root, 'package.json')).resolve('graphql')).href
)) as typeof Graphql;

const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const timed = <Value>(run: () => Value): { value: Value; ms: number } => {
  const start = processorMs();
  const value = run();
  return { value, ms: processorMs() - start };
};

/** What others do on the machine only ever adds to a run. */
const warm = (run: () => unknown) =>
  quantile(
    Array.from({ length: WARM_RUNS }, () => timed(run).ms),
    0.1,
  );

function heapUsed(): number {
  if (!globalThis.gc) throw new Error('Start it with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Object and interface types by their fields and arguments, input types by their fields. */
function sizesOf(schema: Graphql.GraphQLSchema) {
  const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const output = own.filter((type) => graphql.isObjectType(type) || graphql.isInterfaceType(type));
  const fields = output.flatMap((type) => Object.values(type.getFields()));
  const inputFields = own.filter(graphql.isInputObjectType).flatMap((type) => Object.values(type.getFields()));
  const args = fields.flatMap((field) => field.args);
  return { types: own.length, fields: fields.length, inputs: args.length + inputFields.length };
}

const before = heapUsed();
const start = processorMs();
const { createSchema } = (await import(pathToFileURL(join(root, 'src/schema/index.ts')).href)) as {
  createSchema: () => Graphql.GraphQLSchema;
};
const { value: schema, ms: built } = timed(() => createSchema());
const loaded = processorMs() - start;

const operations = files.map((file) => ({ file, document: graphql.parse(readFileSync(file, 'utf8')) }));
const introspect = () => {
  const document = graphql.parse(graphql.getIntrospectionQuery());
  if (graphql.validate(schema, document).length > 0) throw new Error('The introspection is not valid.');
  return JSON.stringify(graphql.executeSync({ schema, document }));
};
const validateAll = () => operations.map(({ document }) => graphql.validate(schema, document).length);

const validatedFirst = timed(() => operations.slice(0, 1).map(({ document }) => graphql.validate(schema, document)));
const faults = validateAll();
const validated = warm(validateAll);
const first = timed(introspect);
const introspected = warm(introspect);
const introspectionBytes = Buffer.byteLength(first.value);

const probed: Probed = {
  loaded,
  built,
  introspectedFirst: first.ms,
  introspected,
  validatedFirst: validatedFirst.ms,
  validated,
  heap: heapUsed() - before,
  introspectionBytes,
  ...sizesOf(schema),
  unknown: operations.filter((_, index) => (faults[index] as number) > 0).map(({ file }) => file),
};
console.log(JSON.stringify(probed));
