/** The made-up account: whatever its size and seed, everything that can be asked for is in it. */
import { describe, expect, it } from 'vitest';
import { subjectTypes } from '../src/sandbox/account/references.ts';
import { generateAccount } from '../src/sandbox/account.ts';
import { homesOf, shelfOf, shelfOfTypeName, shelves } from '../src/sandbox/catalogue.ts';
import { asText, idsIn, type Tables } from '../src/sandbox/row.ts';

const content = (tables: Tables) => JSON.stringify(Array.from(tables, ([key, table]) => [key, [...table.values()]]));

const sizeOf = (tables: Tables) => [...tables.values()].reduce((sum, table) => sum + table.size, 0);

const rowsOf = (tables: Tables, key: string) => [...(tables.get(key)?.values() ?? [])];

const { tables, users } = generateAccount();

/** A submission has no rows of its own, only those of its two kinds. */
const stored = shelves.filter(({ resource }) => resource.members.length === 0);

describe('the made-up account', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(content(generateAccount({ seed: 7 }).tables)).toBe(content(generateAccount({ seed: 7 }).tables));
    expect(content(generateAccount({ seed: 8 }).tables)).not.toBe(content(generateAccount({ seed: 7 }).tables));
  });

  it.each([2_000, 10_000, 100_000])('has about %i rows when asked for as many', (size) => {
    const made = sizeOf(generateAccount({ size }).tables);
    expect(made / size).toBeGreaterThan(0.9);
    expect(made / size).toBeLessThan(1.15);
  });

  it.each([1, 2, 3])('has a value for every attribute and every association of every type (seed %i)', (seed) => {
    const account = generateAccount({ seed });
    const empty = (value: unknown) =>
      value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    const lacking = stored.flatMap((shelf) => {
      const rows = rowsOf(account.tables, shelf.key);
      const fields = [...shelf.attributes, ...[...shelf.links.values()].map((link) => link.typeField ?? link.field)];
      return fields.filter((field) => rows.every((row) => empty(row[field]))).map((field) => `${shelf.key}.${field}`);
    });
    expect(lacking).toEqual([]);
  });

  it('leaves no attribute and no association unwritten', () => {
    const lacking = stored.flatMap((shelf) =>
      [...shelf.attributes, ...[...shelf.links.values()].map((link) => link.typeField ?? link.field)]
        .filter((field) => rowsOf(tables, shelf.key).some((row) => row[field] === undefined))
        .map((field) => `${shelf.key}.${field}`),
    );
    expect(lacking).toEqual([]);
  });

  it('has a reference in every state to every one of the 33 kinds of subject, and several systems', () => {
    const references = rowsOf(tables, 'external_references');
    expect(subjectTypes).toHaveLength(33);
    const states = Map.groupBy(references, (row) => row.subject_type);
    for (const type of subjectTypes)
      expect([type, new Set(states.get(type)?.map((row) => row.status)).size]).toEqual([type, 3]);
    expect(new Set(references.map((row) => row.service_name)).size).toBeGreaterThanOrEqual(6);
  });

  it('names existing records only, in every association', () => {
    const dangling: string[] = [];
    for (const shelf of stored)
      for (const link of shelf.links.values()) {
        if (link.targets.length === 0 || link.kind === 'polymorphic') continue;
        const [target] = link.targets;
        const homes = target ? homesOf(shelfOf(target)) : [];
        for (const row of rowsOf(tables, shelf.key)) {
          const value = row[link.field];
          const ids = link.kind === 'many' ? idsIn(value) : value === null ? [] : [asText(value)];
          for (const id of ids)
            if (!homes.some((home) => tables.get(home.key)?.has(id)))
              dangling.push(`${shelf.key}/${row.id}.${link.field}`);
        }
      }
    expect(dangling).toEqual([]);
  });

  it('tells of every reference on both sides', () => {
    const wrong = rowsOf(tables, 'external_references').filter((reference) => {
      const subject = shelfOfTypeName(reference.subject_type);
      const home = subject && homesOf(subject).find(({ key }) => tables.get(key)?.has(String(reference.subject_id)));
      return !idsIn(home && tables.get(home.key)?.get(String(reference.subject_id))?.external_reference_ids).includes(
        reference.id,
      );
    });
    expect(wrong).toEqual([]);
  });

  it('tells of every custom field value, time entry and resource on both sides', () => {
    for (const value of rowsOf(tables, 'custom_field_values')) {
      const subject = shelfOfTypeName(value.subject_type);
      expect(idsIn(tables.get(subject?.key ?? '')?.get(String(value.subject_id))?.custom_field_value_ids)).toContain(
        value.id,
      );
    }
    for (const invoice of rowsOf(tables, 'invoices'))
      for (const id of idsIn(invoice.time_entry_ids))
        expect(tables.get('time_entries')?.get(id)?.invoice_id).toBe(invoice.id);
    for (const resource of rowsOf(tables, 'workspace_resources').filter((row) => row.participation_id !== null))
      expect(
        idsIn(tables.get('participations')?.get(String(resource.participation_id))?.workspace_resource_ids),
      ).toContain(resource.id);
  });

  it('has custom field values of all six types, on every kind of subject', () => {
    const values = rowsOf(tables, 'custom_field_values');
    expect(new Set(values.map((row) => row.type))).toEqual(
      new Set(['string', 'date', 'number', 'currency', 'single', 'multi']),
    );
    expect(new Set(values.map((row) => shelfOfTypeName(row.subject_type)?.key)).size).toBe(6);
  });

  it('has what lists hide: archived, deleted, disabled and unnamed records', () => {
    const has = (key: string, test: (row: Record<string, unknown>) => boolean) => rowsOf(tables, key).some(test);
    expect(has('workspaces', (row) => row.archived === true)).toBe(true);
    expect(has('stories', (row) => row.archived === true)).toBe(true);
    expect(has('stories', (row) => row.deleted_at !== null)).toBe(true);
    expect(has('roles', (row) => row.deleted_at !== null)).toBe(true);
    expect(has('users', (row) => row.disabled === true)).toBe(true);
    expect(has('workspace_resources', (row) => row.user_id === null)).toBe(true);
    expect(has('workspaces', (row) => row.start_date === '')).toBe(true);
  });

  it('has three users who see different parts of it', () => {
    expect(users.map(({ token }) => token)).toEqual(['demo', 'demo-lead', 'demo-client']);
    const projects = rowsOf(tables, 'workspaces');
    const seen = users.map(({ sees }) => projects.filter((row) => sees?.('workspaces', row) ?? true).length);
    expect(seen[0]).toBe(projects.length);
    expect(seen[1]).toBeGreaterThan(1);
    expect(seen[1]).toBeLessThan(projects.length);
    expect(seen[2]).toBe(1);
    expect(users.map(({ hides }) => hides?.('workspaces', 'price_in_cents') ?? false)).toEqual([false, true, true]);
  });
});
