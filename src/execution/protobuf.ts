/** The two kinds of field of a protobuf message that are needed here (Protocol Buffers, "Encoding"). */

/** One field, encoded; a message is its fields, one after the other. */
export type ProtobufField = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Seven bits a byte, the lowest first. By division, because bit operators end at 32 bits. */
function encoded(value: number): number[] {
  const groups: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    groups.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...groups, rest];
}

const tag = (field: number, wireType: number) => encoded(field * 8 + wireType);

/** A whole number from 0 to 2^53. */
export const varint = (field: number, value: number): ProtobufField =>
  Uint8Array.from([...tag(field, VARINT), ...encoded(value)]);

/** A nested message. */
export const bytes = (field: number, value: Uint8Array): ProtobufField =>
  Buffer.concat([Uint8Array.from([...tag(field, LENGTH_DELIMITED), ...encoded(value.length)]), value]);

export const text = (field: number, value: string): ProtobufField => bytes(field, Buffer.from(value));
