/** What a field means to the planner, written down by names and found again in the declarations. */
import { type Attribute, snakeCase, type ValueType } from './attribute.ts';
import type { FieldPlan } from './field-plan.ts';
import { Integration } from './integration.ts';
import { nestedList } from './nested-lists.ts';
import { RECORD_REF } from './record-ref.ts';
import { type Association, linkName, type Resource, resources } from './resource.ts';
import { summaryName } from './root-names.ts';
import { summaryOf } from './summary.ts';

/** Stands where the gateway itself writes what a field has. */
const KNOWN = 'known';

/** Stands where a field takes several ids. */
const SEVERAL = 'several';

/** The kind, and the names that are not those of the field and its type. */
export type PreparedPlan = readonly [kind: FieldPlan['kind'], ...names: (string | null)[]];

/** What is written down of a plan of a field of `type`. */
export function preparedPlan(plan: FieldPlan, type: string): PreparedPlan {
  switch (plan.kind) {
    case 'attribute':
      return plan.isKnown ? [plan.kind, KNOWN] : [plan.kind];
    case 'association':
      return [plan.kind, associationName(plan.association, type), ...(plan.isKnown ? [KNOWN] : [])];
    case 'keys':
    case 'customField':
      return [plan.kind, associationName(plan.association, type)];
    case 'list':
    case 'whole':
    case 'one':
    case 'several':
      return [plan.kind, plan.resource?.type ?? null];
    case 'self':
      return [plan.kind, plan.resource.type, plan.word];
    case 'nested':
      return [plan.kind, plan.resource.type, plan.list.argument];
    case 'summary':
      return [plan.kind, plan.summary.resource.type];
    case 'external':
      return [plan.kind, plan.resource.type, plan.several ? SEVERAL : null];
    case 'integrations':
      return [plan.kind, plan.resource.type];
    default:
      return [plan.kind];
  }
}

const associationName = (association: Association, type: string): string => {
  const found = [...resourceOf(type).fields].find(([, one]) => one === association);
  if (!found) throw new Error(`An association of ${type} is not declared there.`);
  return found[0];
};

const resourceOf = (type: string) => (resources.get(type) ?? ofSummaries().get(type)) as Resource;

let summarized: ReadonlyMap<string, Resource> | undefined;

/** What stands for the rows of summaries, and for summaries as a whole, by the names of their types. */
function ofSummaries(): ReadonlyMap<string, Resource> {
  summarized ??= new Map(
    [...resources.values()].flatMap((resource) => {
      const summary = summaryOf(resource, summaryName(resource));
      return summary ? [summary.row, summary.whole].map((one): [string, Resource] => [one.type, one]) : [];
    }),
  );
  return summarized;
}

/** Finds plans by what {@link preparedPlan} has written down. */
export class Plans {
  #structs: ReadonlyMap<string, Readonly<Record<string, Attribute>>> | undefined;

  /** The plan of the field `name` of `type`. */
  of([kind, ...names]: PreparedPlan, type: string, name: string): FieldPlan {
    const [first = null, second = null] = names;
    switch (kind) {
      case 'attribute': {
        const attribute = this.#attributeOf(type, name);
        return { kind, wire: attribute.wire ?? snakeCase(name), attribute, isKnown: first === KNOWN };
      }
      case 'derived':
        return { kind, derived: resourceOf(type).declaration.derived?.[name] as never };
      case 'association':
      case 'keys':
      case 'customField': {
        const association = resourceOf(type).fields.get(first as string) as Association;
        const link = linkName(first as string, association);
        return kind === 'association'
          ? { kind, association, link, isKnown: second === KNOWN }
          : { kind, association, link };
      }
      case 'list':
      case 'whole':
        return { kind, resource: resourceOf(first as string) };
      case 'one':
      case 'several':
        return { kind, resource: first === null ? null : resourceOf(first) };
      case 'self':
        return { kind, resource: resourceOf(first as string), word: second as string };
      case 'nested': {
        const resource = resourceOf(first as string);
        return { kind, resource, list: nestedList(resourceOf(type), resource, second as string, name) };
      }
      case 'summary': {
        const summary = summaryOf(resourceOf(first as string), name);
        if (!summary) throw new Error(`${first} has no summary.`);
        return { kind, summary, resource: summary.whole };
      }
      case 'external':
        return { kind, resource: resourceOf(first as string), several: second === SEVERAL };
      case 'integrations':
        return { kind, resource: resourceOf(first as string) };
      default:
        return { kind };
    }
  }

  #attributeOf(type: string, name: string): Attribute {
    const attribute = (resourceOf(type) as Resource | undefined)?.attributes.get(name) ?? this.#fieldsOf(type)[name];
    if (!attribute) throw new Error(`${type}.${name} is not declared.`);
    return attribute;
  }

  /** Of an object without an id. */
  #fieldsOf(type: string): Readonly<Record<string, Attribute>> {
    this.#structs ??= structs();
    return this.#structs.get(type) ?? {};
  }
}

/** The fields of all objects without an id, by the names of their types. */
function structs(): ReadonlyMap<string, Readonly<Record<string, Attribute>>> {
  const found = new Map<string, Readonly<Record<string, Attribute>>>([['RecordRef', RECORD_REF]]);
  const look = (type: ValueType): void => {
    if (type.kind === 'list') return look(type.of);
    if (type.kind !== 'struct' || found.has(type.name)) return;
    found.set(type.name, type.fields);
    for (const field of Object.values(type.fields)) look(field.type);
  };
  look(Integration);
  for (const { attributes, declaration } of [...resources.values(), ...ofSummaries().values()]) {
    for (const { type } of attributes.values()) look(type);
    for (const { attribute } of Object.values(declaration.derived ?? {})) look(attribute.type);
  }
  return found;
}
