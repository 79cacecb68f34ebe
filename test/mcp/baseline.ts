/**
 * What there is otherwise: a server whose every tool is one REST call, as `list_users` and `get_user`. Whoever asks it for
 * associated records gets their ids and asks for each of them once. Lists come with 200 rows a page, the most there are.
 */
import { type FieldNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { fieldPlanOf } from '../../src/schema/field-plan.ts';
import { createSchema } from '../../src/schema/index.ts';
import { linkName, type Resource, resources } from '../../src/schema/resource.ts';
import type { TestGateway } from '../support/gateway.ts';

type Row = Readonly<Record<string, unknown>>;

const roots = createSchema().getQueryType()?.getFields() ?? {};

/** Answers an operation by such tools; resolves with how many calls that took. */
export async function askBaseline(gateway: TestGateway, operation: string, token: string) {
  let calls = 0;
  const call = async (path: string, params: Readonly<Record<string, string>>, { key }: Resource) => {
    calls += 1;
    const url = `${gateway.sandbox.url}${path}?${new URLSearchParams(params).toString()}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as Record<string, Record<string, Row>>;
    return Object.values(body[key] ?? {});
  };
  const got = new Map<string, Promise<readonly Row[]>>();
  const get = (target: Resource, id: string) => {
    const { path = '', reveal = {} } = target.endpoint ?? {};
    const params = { ...reveal, apply_default_filters: 'false', only: id };
    if (!got.has(target.type + id)) got.set(target.type + id, call(path, params, target));
    return got.get(target.type + id);
  };
  const [{ selectionSet }] = parse(operation).definitions as [OperationDefinitionNode];
  for (const root of selectionSet.selections as readonly FieldNode[]) {
    const plan = fieldPlanOf(roots[root.name.value] as never);
    const resource = plan?.kind === 'list' ? plan.resource : (resources.get('User') as Resource);
    const [first] = (await gateway.explain(operation)).waves[0].calls;
    const { include: _, per_page: __, ...filters } = first.query;
    const associations = fieldsOf(root).flatMap((name) => {
      const association = resource.fields.get(name);
      return association
        ? [{ name: linkName(name, association), link: resource.links.get(linkName(name, association)) }]
        : [];
    });
    const bare = associations.filter(({ link }) => !link?.own).map(({ name }) => name);
    const include = bare.length > 0 && { include: bare.join(',') };
    const rows = await call(first.path, { ...filters, ...include, per_page: '200' }, resource);
    for (const row of rows)
      for (const { link } of associations)
        for (const id of [row[link?.field ?? '']].flat() as readonly (string | number | null | undefined)[])
          if (link && id !== null && id !== undefined) await get(link.targets[0] as Resource, String(id));
  }
  return calls;
}

/** The fields with a selection of their own, below `nodes`. */
const fieldsOf = ({ selectionSet }: FieldNode): readonly string[] =>
  (selectionSet?.selections ?? []).flatMap((node) => {
    if (node.kind !== Kind.FIELD || !node.selectionSet) return [];
    return node.name.value === 'nodes' ? fieldsOf(node) : [node.name.value];
  });
