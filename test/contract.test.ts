/** The declarations offer what Kantata documents, and each difference has a reason that still holds. */
import { describe, expect, it } from 'vitest';
import { snakeCase } from '../src/schema/attribute.ts';
import { type Resource, resources } from '../src/schema/resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { compare, filtersByParam, isListed, unread } from '../tools/contract/compare.ts';
import { readExceptions, readLists, readRecords, type Reasons } from '../tools/contract/contract.ts';
import { leftOutByDocument } from './support/left-out.ts';

const lists = [...readLists()];
const exceptions = readExceptions();
const listed = lists.filter(([, { listed: is }]) => is !== false);
const offered = listed.filter(([type]) => !exceptions.lists[type]);
const declared = (type: string) => resources.get(type) as Resource;
const reasonsFor = (reasons: Reasons, type: string) => Object.keys(reasons[type] ?? {}).toSorted();

describe('the documented list of', () => {
  it.each(offered)('%s is offered whole, but for what is left out with a reason', (type, list) => {
    expect(compare(list, declared(type)).missing.toSorted()).toEqual(reasonsFor(exceptions.leftOut, type));
  });

  it.each(offered)('%s is offered with nothing more, but for what was added with a reason', (type, list) => {
    expect(compare(list, declared(type)).extra.toSorted()).toEqual(reasonsFor(exceptions.added, type));
  });

  it.each(offered)('%s takes each parameter as the kind of value that is documented', (type, list) => {
    const everywhere = reasonsFor(exceptions.otherKind, '*').filter((name) => list.parameters[name]);
    const { otherKind } = compare(list, declared(type));
    expect([...otherKind.keys()].toSorted()).toEqual(
      [...everywhere, ...reasonsFor(exceptions.otherKind, type)].toSorted(),
    );
  });

  it.each(offered)('%s says in the description of each argument what bites', (type, list) => {
    expect([...compare(list, declared(type)).silent]).toEqual([]);
  });

  it.each(offered)('%s stands at its path, has its single record, its order and its defaults', (type, list) => {
    const { endpoint, declaration } = declared(type);
    const { defaults = {}, defaultOrder = null } = declaration.endpoint ?? {};
    const path = endpoint?.path ?? declaration.whole?.path ?? `/${declaration.collection}`;
    const documented = Object.entries(list.parameters).filter(([, { type: kind, default: value }]) => {
      return kind === 'boolean' && value !== undefined;
    });

    expect([path, endpoint?.single ?? false]).toEqual([list.path, list.single && !exceptions.singles[type]]);
    expect(defaultOrder).toBe(list.order?.default?.toLowerCase() ?? null);
    expect(defaults).toEqual(
      Object.fromEntries(documented.map(([name, parameter]) => [name, String(parameter.default)])),
    );
  });
});

describe('a documented collection without a list', () => {
  const unlisted = lists.filter(([, { listed: is }]) => is === false);

  it.each(unlisted)('%s is not listed here either, and has its single record', (type, list) => {
    const resource = resources.get(type);
    expect(resource && isListed(resource)).toBeFalsy();
    expect(resource?.endpoint?.single ?? false).toBe(list.single);
  });
});

describe('a documented record', () => {
  const records = [...readRecords()];

  it.each(records)('%s has each attribute, and the ids of each association, in its column', (type, record) => {
    const { attributes, associations } = unread(record, declared(type));
    const reasons = reasonsFor(exceptions.records, type);
    const left = leftOutByDocument().filter((one) => one.type === type);
    expect([...attributes, ...associations].toSorted()).toEqual(
      [...reasons, ...left.map(({ field }) => snakeCase(field))].toSorted(),
    );
  });

  it('is documented for every type but kinds of event, whose names and schemas are no rows', () => {
    const known = new Set(records.map(([type]) => type));
    const unknown = [...resources.values()].filter(({ type }) => !known.has(type));
    expect(unknown.map(({ type }) => type)).toEqual(['SubscribedEventType']);
  });

  it('is compared by names that none of the two makes from the other', () => {
    const { attributes, associations } = { attributes: ['nome'], associations: { user: 'usr_id' } };
    expect(unread({ attributes, associations }, declared('TimeEntry'))).toEqual({
      attributes: ['nome'],
      associations: ['user'],
    });
  });
});

describe('an exception', () => {
  it('names a documented list that is not offered', () => {
    const known = new Map(lists);
    const types = Object.keys(exceptions.lists);
    expect(types.filter((type) => !known.has(type))).toEqual([]);
    expect(types.filter((type) => resources.get(type)?.endpoint)).toEqual([]);
  });

  it('names a documented record by its id that is not offered', () => {
    const documented = new Map(lists);
    for (const type of Object.keys(exceptions.singles))
      expect([documented.get(type)?.single, resources.get(type)?.endpoint?.single ?? false]).toEqual([true, false]);
  });

  it('belongs to a list that is offered', () => {
    const types = [exceptions.leftOut, exceptions.added, exceptions.otherKind].flatMap((reasons) =>
      Object.keys(reasons),
    );
    const names = offered.map(([type]) => type);
    expect(types.filter((type) => type !== '*' && !names.includes(type))).toEqual([]);
  });

  it('that was added is an argument marked as deprecated, or one that the text calls mandatory', () => {
    for (const [type, names] of Object.entries(exceptions.added))
      for (const name of Object.keys(names)) {
        const argument = filtersByParam(declared(type)).get(name);
        expect(argument?.deprecated ?? argument?.required).toBeTruthy();
      }
  });
});

describe('the comparison', () => {
  const timeEntries = new Map(lists).get('TimeEntry');
  const resource = declared('TimeEntry');
  if (!timeEntries) throw new Error('TimeEntry is not documented.');
  const changed = (parameters: object) => ({
    ...timeEntries,
    parameters: { ...timeEntries.parameters, ...parameters },
  });

  it('finds a documented parameter that no argument sends', () => {
    expect(compare(changed({ story_id: { type: 'integer' } }), resource).missing).toEqual(['story_id']);
  });

  it('finds an argument that is not documented', () => {
    const { billable: _, ...parameters } = timeEntries.parameters;
    expect(compare({ ...timeEntries, parameters }, resource).extra).toEqual(['billable']);
  });

  it.each([
    ['a list', { workspace_id: { type: 'string', list: ',' } }],
    ['one value', { workspace_ids: { type: 'integer' } }],
    ['date', { created_after: { type: 'string', format: 'date' } }],
    ['required', { billable: { type: 'boolean', required: true } }],
    ['one of a,b', { billable: { type: 'string', values: ['a', 'b'] } }],
  ])('finds an argument that is not documented as such: %s', (difference, parameters) => {
    const [name] = Object.keys(parameters) as [string];
    expect(compare(changed(parameters), resource).otherKind.get(name)).toBe(difference);
  });

  it('finds a description that keeps silent about a trap', () => {
    const silent = compare(changed({ billable: { type: 'boolean', traps: ['any-value-is-true'] } }), resource).silent;
    expect([...silent]).toEqual([['billable', ['any-value-is-true']]]);
  });

  it('counts paging, order, include and optional fields as one parameter each', () => {
    const { documented, whole } = compare(timeEntries, resource);
    expect([whole, documented]).toEqual([34, 34]);
    const missing = { ...timeEntries, order: { default: null, values: ['story:asc', 'story:desc'] } };
    expect(compare(missing, resource)).toMatchObject({ documented: 34, whole: 33 });
  });
});
