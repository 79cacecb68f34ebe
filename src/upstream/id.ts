/** Ids of the REST API: whole numbers above 0 of at most 19 digits, as text. */

const ID = String.raw`[1-9]\d{0,18}`;

const ONE = new RegExp(`^${ID}$`);
const SEVERAL = new RegExp(`^${ID}(?:,${ID})*$`);

/** Whether a text is an id. */
export const isId = (text: string): boolean => ONE.test(text);

/** Whether a text is one id or more, with commas between them. */
export const areIds = (text: string): boolean => SEVERAL.test(text);
