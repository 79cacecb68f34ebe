/** Money as the API writes it. */

const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

export const symbolOf = (currency: string) => SYMBOLS[currency] ?? currency;

/** `$12,500` or `-$80.50`: symbol, thousands mark, cents only where there are some. */
export function formatted(cents: number, currency: string): string {
  const units = Math.abs(cents) / 100;
  const text = units.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(units) ? 0 : 2 });
  return `${cents < 0 ? '-' : ''}${symbolOf(currency)}${text}`;
}

/** The three fields that every record with money repeats. */
export const currencyFields = (currency: string) => ({
  currency,
  currency_symbol: symbolOf(currency),
  currency_base_unit: 100,
});
