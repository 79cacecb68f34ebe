import { assert, date, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayByDigits, wholeHoursInUtc } from '../../src/schema/wire-time.ts';

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
  ])('%s is %s', (text, utc) => {
    expect(wholeHoursInUtc(text)).toBe(utc);
  });

  it.each([
    ['in another month', '2026-03-31T20:00:00-08:00'],
    ['on a leap day', '2028-02-29T20:00:00+00:00'],
    ['on a day that there is not', '2026-02-30T10:00:00-08:00'],
    ['at an hour that there is not', '2026-02-10T25:00:00-08:00'],
    ['with half an hour of offset', '2026-02-10T10:00:00+05:30'],
    ['in UTC by its letter', '2026-02-10T10:00:00Z'],
    ['with letters in it', '2026-02-1xT10:00:00-08:00'],
    ['with nothing', ''],
  ])('%s is left to Date', (_, text) => {
    expect(wholeHoursInUtc(text)).toBeNull();
  });
});

describe('a date', () => {
  it('is every day but a leap day, alone or at the beginning of a time', () => {
    const days = date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    assert(
      property(days, (time) => {
        const text = time.toISOString();
        const day = text.slice(0, 10);
        const expected = day.endsWith('-02-29') ? null : day;
        return dayByDigits(day) === expected && dayByDigits(text) === expected;
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '2028-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-01',
    '2026-13-01',
    '2026-03-00',
    '2026-3-01',
    '2026-03-1',
    '2026-03-011',
    '2026-03-01 10:30',
    '2026/03/01',
    'x026-03-01',
    '',
  ])('%j is left to Date', (text) => {
    expect(dayByDigits(text)).toBeNull();
  });
});
