/** `{ key, id }` of the wire, as the API points at a record of any type. */
import { type Attribute, id, text } from './attribute.ts';

/** The fields of the type `RecordRef`. */
export const RECORD_REF = {
  key: text('Collection of the record, for example `stories`.'),
  kantataId: { ...id('Kantata id of the record.'), wire: 'id' },
  id: id('The same as `kantataId`. Records of two collections can share it.'),
} satisfies Readonly<Record<string, Attribute>>;
