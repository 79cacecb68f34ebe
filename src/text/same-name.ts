/** How names that people gave are compared: the name of an integration, of an object in another system. */

/** The form in which names are the same whatever their case and the blanks around them. */
export const foldedName = (name: string): string => name.normalize('NFC').trim().toLowerCase();

export const isSameName = (one: string, other: string): boolean =>
  one === other || foldedName(one) === foldedName(other);
