import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType, isObjectType, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { crmSdl } from '../examples/supergraph/crm.ts';
import { isLoadable } from '../src/loaders/requirements.ts';
import { subgraphSdl } from '../src/schema/federation.ts';
import { createSchema } from '../src/schema/index.ts';
import { resources } from '../src/schema/resource.ts';
import { composers, type Service } from './routers/compositions.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const schema = createSchema({ federation: true });
const sdl = subgraphSdl(schema);

const service = (name: string, text: string): Service => ({
  name,
  url: `http://${name}.example/graphql`,
  typeDefs: parse(text),
});

const kantata = service('kantata', sdl);
const crm = service('crm', await crmSdl());
const tickets = service('tickets', read('support/relay-subgraph.graphql'));

describe('schema.subgraph.graphql', () => {
  it('is what `npm run schema` writes', () => {
    expect(read('../schema.subgraph.graphql')).toBe(`${sdl.trim()}\n`);
  });

  it('is what _service answers', () => {
    expect(schema.getQueryType()?.getFields()._service).toBeDefined();
    expect(sdl).not.toMatch(/_entities|_service|_Entity/);
  });
});

describe('the subgraph', () => {
  const directivesOf = (type: string) =>
    kantata.typeDefs.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === type
        ? (definition.directives ?? []).map((directive) => {
            const args = directive.arguments?.map(({ value }) => ('value' in value ? value.value : null));
            return [directive.name.value, ...(args ?? [])].join(' ');
          })
        : [],
    );

  it.each([...resources.values()].map((resource) => [resource.type, resource] as const))(
    'has two keys for %s',
    (type, resource) => {
      const keys = directivesOf(type).filter((text) => text.startsWith('key'));
      const second = type === 'ExternalReference' ? 'key kantataId subjectType' : 'key kantataId';

      // Where no endpoint gives such a record by itself, other subgraphs may add to it and cannot ask for it.
      const resolvable = isLoadable(resource) ? '' : ' false';
      expect(keys).toEqual([`key id${resolvable}`, `${second}${resolvable}`]);
    },
  );

  it('lets only those records be asked for that some endpoint gives', () => {
    const entities = schema.getType('_Entity');

    expect(schema.getPossibleTypes(entities as never).map(({ name }) => name)).toEqual(
      [...resources.values()]
        .filter(isLoadable)
        .map(({ type }) => type)
        .toSorted(),
    );
  });

  it('shares the types of values with other subgraphs', () => {
    const shared = kantata.typeDefs.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && directivesOf(definition.name.value).includes('shareable')
        ? [definition.name.value]
        : [],
    );

    expect(shared).toContain('PageInfo');
    expect(shared).toContain('RecordRef');
    expect(shared).toContain('CustomFieldMoney');
    // Every type that is no record, no list or summary of records and no root has a value of its own.
    const values = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !resources.has(type.name))
      .map(({ name }) => name)
      .filter((name) => !/^(_.*|Query|.*(Connection|Edge|Summary|SummaryRow))$/.test(name));
    expect(shared.toSorted()).toEqual(values.toSorted());
  });

  it('has no node and nodes, which could not know what other subgraphs have', () => {
    const fields = schema.getQueryType()?.getFields() ?? {};

    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['node']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['nodes']));
    expect(schema.getType('Node')).toBeUndefined();
  });

  it('is tagged, and says whom to ask', () => {
    expect(directivesOf('Workspace')).toContain('tag kantata');
    expect(sdl).toMatch(/^extend schema[^]*?@contact\(name: "kantata-graphql-gateway"/);
  });

  it('leaves @oneOf out of its file, because a composition that does not know it would fail', () => {
    const filter = schema.getType('CustomFieldFilter');

    expect(isInputObjectType(filter) && filter.isOneOf).toBe(true);
    expect(sdl).not.toContain('@oneOf');
  });
});

/** The schemas that docs/federation.md tells how to write: one that points at Kantata, and what may stand there in its place. */
const [pointing = '', adding = ''] = [
  ...read('../docs/federation.md').matchAll(/```text\n((?:extend schema|type )[^]*?)```/g),
].map(([, text]) => text ?? '');

describe.each(composers)('%s', (_, compose) => {
  it.each([
    ['alone', [kantata]],
    ['with a CRM that knows Kantata ids', [kantata, crm]],
    ['with a subgraph in the style of Relay', [kantata, tickets]],
    ['with both', [kantata, crm, tickets]],
    ['as the documentation says, pointed at', [kantata, service('crm', pointing)]],
    ['as the documentation says, added to', [kantata, service('crm', pointing.replace(/type Workspace[^]*/, adding))]],
  ])('composes it %s', (__, services) => {
    const { supergraphSdl, errors } = compose(services);

    expect((errors ?? []).map(({ message }) => message)).toEqual([]);
    expect(supergraphSdl).toContain('WorkspaceResource');
  });

  it('makes one type of what the subgraphs say of it', () => {
    const { supergraphSdl } = compose([kantata, crm, tickets]);
    const graph = buildSchema(supergraphSdl as string, { assumeValidSDL: true });

    expect(graph.getType('Workspace')).toMatchObject({ name: 'Workspace' });
    const workspace = graph.getType('Workspace');
    expect(isObjectType(workspace) && Object.keys(workspace.getFields())).toEqual(
      expect.arrayContaining(['id', 'kantataId', 'title', 'deal']),
    );
    expect(Object.keys(graph.getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['node', 'nodes', 'tickets', 'deals', 'workspaces', 'workspace']),
    );
  });
});
