import { assert, date, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate, instantOf, wholeHoursInUtc } from '../../src/schema/wire-time.ts';

const twoDigits = (number: number) => String(Math.abs(number)).padStart(2, '0');

/** A point in time as the API writes it: local time without fractions, and the offset in whole hours. */
const written = (time: Date, offset: number) => {
  const local = new Date(time.getTime() + offset * 3_600_000).toISOString();
  return `${local.slice(0, 19)}${offset < 0 ? '-' : '+'}${twoDigits(offset)}:00`;
};

describe('a time with an offset of whole hours', () => {
  it('reads as Date reads it, or is left to Date', () => {
    const times = date({ min: new Date('1970-01-02'), max: new Date('2099-12-30'), noInvalidDate: true });
    let byDigits = 0;
    assert(
      property(times, integer({ min: -12, max: 14 }), (time, offset) => {
        const text = written(time, offset);
        const read = wholeHoursInUtc(text);
        if (read === null) return true;
        byDigits++;
        if (instantOf(text) !== Date.parse(text)) return false;
        return read === new Date(text).toISOString();
      }),
      { numRuns: 3_000 },
    );
    // Only the first and last days of months may lead into another one.
    expect(byDigits).toBeGreaterThan(2_700);
  });

  it.each([
    ['2026-03-01T10:30:00-07:00', '2026-03-01T17:30:00.000Z'],
    ['2026-03-01T20:30:59-08:00', '2026-03-02T04:30:59.000Z'],
    ['2026-03-15T01:00:00+02:00', '2026-03-14T23:00:00.000Z'],
    ['2028-02-29T20:00:00+00:00', '2028-02-29T20:00:00.000Z'],
    ['2028-02-28T20:00:00-08:00', '2028-02-29T04:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(wholeHoursInUtc(text)).toBe(utc);
  });

  it.each([
    ['in another month', '2026-03-31T20:00:00-08:00'],
    ['in another month after a leap day', '2028-02-29T20:00:00-08:00'],
    ['on a leap day that there is not', '2100-02-29T10:00:00-08:00'],
    ['on a day that there is not', '2026-02-30T10:00:00-08:00'],
    ['at an hour that there is not', '2026-02-10T25:00:00-08:00'],
    ['with half an hour of offset', '2026-02-10T10:00:00+05:30'],
    ['in UTC by its letter', '2026-02-10T10:00:00Z'],
    ['with letters in it', '2026-02-1xT10:00:00-08:00'],
    ['with nothing', ''],
  ])('%s is left to Date', (_, text) => {
    expect(wholeHoursInUtc(text)).toBeNull();
  });

  it.each([
    ['in another month', '2026-03-31T20:00:00-08:00', '2026-04-01T04:00:00.000Z'],
    ['in another year', '2026-12-31T23:59:59-12:00', '2027-01-01T11:59:59.000Z'],
    ['in the first century', '0026-03-01T10:00:00-08:00', '0026-03-01T18:00:00.000Z'],
    ['in UTC by its letter', '2026-02-10T10:00:00Z', '2026-02-10T10:00:00.000Z'],
  ])('%s is the same point in time', (_, text, utc) => {
    expect(new Date(instantOf(text) as number).toISOString()).toBe(utc);
  });

  it.each(['2026-02-30T10:00:00-08:00', '2026-02-10T25:00:00-08:00', '2026-02-10T10:60:00-08:00', '2026-02-10', ''])(
    '%s is no point in time',
    (text) => {
      expect(instantOf(text)).toBeNull();
    },
  );
});

describe('a date', () => {
  it('is every day that there is and no other, alone or at the beginning of a time', () => {
    const two = (number: number) => String(number).padStart(2, '0');
    for (const year of [1900, 2000, 2026, 2028, 2100, 2400])
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${two(month)}-${two(day)}`;
          const time = new Date(Date.UTC(year, month - 1, day));
          const expected = time.toISOString().startsWith(text) ? text : null;

          expect([text, calendarDate(text)]).toEqual([text, expected]);
          expect([text, calendarDate(`${text}T10:30:00-07:00`)]).toEqual([text, expected]);
        }
  });

  it.each(['2026-3-01', '2026-03-1', '2026-03-011', '2026-03-01 10:30', '2026/03/01', 'x026-03-01', ''])(
    'is not %j',
    (text) => {
      expect(calendarDate(text)).toBeNull();
    },
  );
});
