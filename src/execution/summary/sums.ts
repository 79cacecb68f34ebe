/** The sums of one group: exact, and unknown as soon as one of its values is. */
import type { Sum } from '../../schema/summary.ts';
import type { Row } from '../../upstream/envelope.ts';
import { UNKNOWN } from './group-value.ts';

/** What has been added up so far. */
export interface Running {
  /** Adds what a row holds. False where the row does not tell: from then on the sum is unknown. */
  add(row: Row): boolean;
  /** As the row that the gateway writes holds it; null when unknown. */
  column(): unknown;
}

export const runningSum = (sum: Sum): Running =>
  sum.declared.kind === 'total' ? new RunningTotal(sum) : new RunningMoney(sum);

type Read = number | string | null | typeof UNKNOWN;

/** A column of a row, read; null for no value. */
function read({ wires, attributes }: Sum, at: number, row: Row): Read {
  const value = row[wires[at] as string];
  if (value === undefined) return UNKNOWN;
  if (value === null) return null;
  try {
    return attributes[at]?.read(value) as Read;
  } catch {
    return UNKNOWN;
  }
}

class RunningTotal implements Running {
  readonly #sum: Sum;
  #total: number | null = 0;

  constructor(sum: Sum) {
    this.#sum = sum;
  }

  add(row: Row): boolean {
    const value = read(this.#sum, 0, row);
    const isKnown = value !== UNKNOWN && Number.isSafeInteger((this.#total ?? 0) + Number(value));
    this.#total = isKnown && this.#total !== null ? this.#total + Number(value) : null;
    return isKnown;
  }

  column(): unknown {
    return this.#total;
  }
}

interface Amount {
  amountInCents: number;
  records: number;
  readonly baseUnit: unknown;
}

/** Currencies are never added up. A record without an amount is in no sum. */
class RunningMoney implements Running {
  readonly #sum: Sum;
  #amounts: Map<string | null, Amount> | null = new Map();

  constructor(sum: Sum) {
    this.#sum = sum;
  }

  add(row: Row): boolean {
    const amount = this.#amountOf(row);
    if (amount === null) return true;
    const currency = read(this.#sum, this.#sum.wires.length - 1, row);
    const known = currency === UNKNOWN ? undefined : this.#amounts?.get(currency as string | null);
    const total = amount === UNKNOWN ? Number.NaN : (known?.amountInCents ?? 0) + amount;
    if (currency === UNKNOWN || !Number.isSafeInteger(total)) {
      this.#amounts = null;
      return false;
    }
    if (known) Object.assign(known, { amountInCents: total, records: known.records + 1 });
    else
      this.#amounts?.set(currency as string | null, {
        amountInCents: total,
        records: 1,
        baseUnit: row.currency_base_unit ?? null,
      });
    return true;
  }

  /** The amount of one record; null for one that has none. */
  #amountOf(row: Row): number | null | typeof UNKNOWN {
    const { declared, wires } = this.#sum;
    if (declared.kind !== 'money') return UNKNOWN;
    const values = wires.slice(0, -1).map((_, at) => read(this.#sum, at, row));
    if (values.includes(UNKNOWN)) return UNKNOWN;
    return values.includes(null) ? null : declared.amount(values[0] as number, values[1] as number);
  }

  column(): unknown {
    return (
      this.#amounts &&
      [...this.#amounts]
        .toSorted(([one], [other]) => (one === null ? 1 : other === null ? -1 : one < other ? -1 : 1))
        .map(([currency, { amountInCents, records, baseUnit }]) => ({
          amount_in_cents: amountInCents,
          currency,
          currency_base_unit: baseUnit,
          records,
        }))
    );
  }
}
