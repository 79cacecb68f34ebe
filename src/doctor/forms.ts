/** In which forms a field's values come: ids as text or numbers, empty dates as `""` or null, times for one zone or several. */
import { type Attribute, wireName } from '../schema/attribute.ts';
import type { Resource } from '../schema/resource.ts';
import type { Row } from '../upstream/envelope.ts';

export type FormKind = 'id' | 'empty date' | 'offset';

const ID_FIELD = /_id$/;
const OFFSET = /T.*([+-])(\d\d):(\d\d)$/;

/** Hours of summer time: offsets of one zone differ by no more. */
const SUMMER_MINUTES = 60;

const isTime = ({ type }: Attribute) => type.kind === 'scalar' && (type.name === 'Date' || type.name === 'DateTime');

export class Forms {
  readonly #forms = new Map<string, Set<string>>();
  readonly #several: Record<FormKind, Set<string>> = { id: new Set(), 'empty date': new Set(), offset: new Set() };
  readonly #seen: Record<FormKind, number> = { id: 0, 'empty date': 0, offset: 0 };
  #offsets = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };

  /** @param include associations whose ids this row writes because it was asked to, in a form of their own. */
  see(resource: Resource, row: Row, include: ReadonlySet<string>): void {
    const written = new Set([...include].map((name) => resource.links.get(name)?.field));
    for (const [name, value] of Object.entries(row)) {
      if (!ID_FIELD.test(name) || written.has(name)) continue;
      if (typeof value === 'string' && value !== '') this.#note('id', resource, name, 'text');
      if (typeof value === 'number') this.#note('id', resource, name, 'number');
    }
    for (const [field, attribute] of resource.attributes) {
      if (!isTime(attribute)) continue;
      const name = wireName(field, attribute);
      const value = row[name];
      if (value === '') this.#note('empty date', resource, name, 'empty text');
      if (value === null) this.#note('empty date', resource, name, 'null');
      if (typeof value === 'string') this.#offset(resource, name, value);
    }
  }

  /** How many fields have values in several forms, of how many values; for offsets, whether one zone explains them all. */
  several(kind: FormKind): { readonly fields: readonly string[]; readonly values: number } {
    return { fields: [...this.#several[kind]].toSorted(), values: this.#seen[kind] };
  }

  #note(kind: FormKind, { key }: Resource, name: string, form: string): void {
    this.#seen[kind]++;
    const field = `${key}.${name}`;
    let forms = this.#forms.get(`${kind} ${field}`);
    if (!forms) this.#forms.set(`${kind} ${field}`, (forms = new Set()));
    forms.add(form);
    if (forms.size > 1) this.#several[kind].add(field);
  }

  #offset({ key }: Resource, name: string, text: string): void {
    const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
    if (sign === undefined) return;
    this.#seen.offset++;
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    const { least, most } = this.#offsets;
    this.#offsets = { least: Math.min(least, offset), most: Math.max(most, offset) };
    if (this.#offsets.most - this.#offsets.least > SUMMER_MINUTES) this.#several.offset.add(`${key}.${name}`);
  }
}
