/** The small functions of the sync health board that need no browser. */
import { describe, expect, it } from 'vitest';
import { choiceOf, filterOf, overviewSize } from '../../examples/web/src/board/choice.ts';
import { ALL_TYPES, FIRST_TYPES, GROUPS } from '../../examples/web/src/board/subject-types.ts';
import { tallyByProvider } from '../../examples/web/src/board/tally.ts';
import { days, excerpt, hours, money, words } from '../../examples/web/src/format.ts';
import { monthsOf, placeOf, spanOf } from '../../examples/web/src/staffing/span.ts';
import { ExternalReferenceSubjectType } from '../../src/schema/types/external-reference.ts';

describe('a value on a card', () => {
  it.each([
    [days('2026-03-01', '2026-04-15'), '1 Mar 2026 to 15 Apr 2026'],
    [days(null, '2026-04-15'), 'until 15 Apr 2026'],
    [days('2026-03-01', null), 'from 1 Mar 2026'],
    [days(null, undefined), null],
    [hours(90), '1.5 h'],
    [hours(0), '0 h'],
    [hours(null), null],
    [money(123_450, 'EUR'), '€1,234.50'],
    [money(500, 'JPY'), 'JP¥500'],
    [money(500, null), null],
    [words('TIME_OFF_ENTRY'), 'Time off entry'],
    [words(''), null],
    [excerpt('<p>One   **two**</p>'), 'One two'],
    [excerpt('abcdef', 4), 'abc…'],
    [excerpt('  '), null],
  ])('reads %s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe('a choice', () => {
  const from = (search: string) => choiceOf(new URLSearchParams(search));

  it('is what the address says, and what people begin with where it says nothing', () => {
    expect(from('')).toEqual({ types: FIRST_TYPES, status: null, provider: '', find: '' });
    expect(from('types=USER,STORY&status=FAILED&provider=Jira&find=OPS-1')).toEqual({
      types: ['STORY', 'USER'],
      status: 'FAILED',
      provider: 'Jira',
      find: 'OPS-1',
    });
  });

  it('passes over what is none', () => {
    expect(from('types=NOTHING&status=broken')).toEqual(from(''));
  });

  it('becomes the filter of one state', () => {
    expect(filterOf(from('provider=Jira&find=OPS-1'), 'PENDING')).toEqual({
      status: 'PENDING',
      serviceName: 'Jira',
      serviceModelRef: 'OPS-1',
    });
    expect(filterOf(from(''), 'FAILED')).toEqual({ status: 'FAILED' });
  });

  it('is among all types that a reference can be about, each in one group', () => {
    const names = ExternalReferenceSubjectType.values.map(({ name }) => name);
    expect(ALL_TYPES.toSorted()).toEqual(names.toSorted());
    expect(GROUPS.flatMap(({ types }) => types)).toEqual(ALL_TYPES);
  });
});

describe('the overview of a board', () => {
  it.each([
    [1, 2000],
    [5, 800],
    [20, 200],
    [21, 0],
    [33, 0],
  ])(
    'of %i types is made from %i references, for at most 20 calls and no longer a list than is answered',
    (types, size) => {
      expect(overviewSize(types)).toBe(size);
    },
  );

  it('counts the states of each provider, those with most failures first', () => {
    const one = (serviceName: string | null, status: 'FAILED' | 'PENDING' | 'SUCCESSFUL' | null) => ({
      serviceName,
      status,
    });

    expect(
      tallyByProvider([
        one('Jira', 'PENDING'),
        one('Jira', 'FAILED'),
        one('Jira', null),
        one('HubSpot', 'FAILED'),
        one('HubSpot', 'FAILED'),
        one(null, 'SUCCESSFUL'),
      ]),
    ).toEqual([
      { provider: 'HubSpot', counts: { FAILED: 2, PENDING: 0, SUCCESSFUL: 0 }, total: 2 },
      { provider: 'Jira', counts: { FAILED: 1, PENDING: 1, SUCCESSFUL: 0 }, total: 3 },
      { provider: 'Unnamed provider', counts: { FAILED: 0, PENDING: 0, SUCCESSFUL: 1 }, total: 1 },
    ]);
  });
});

describe('a time line', () => {
  const allocations = [
    { startDate: '2026-01-17', endDate: '2026-02-28' },
    { startDate: '2026-02-01', endDate: null },
  ];

  it('covers whole months, and places a range with both of its days', () => {
    const span = spanOf(allocations);

    expect(span).toEqual({ from: Date.parse('2026-01-01'), to: Date.parse('2026-03-01') });
    if (span === null) return;
    expect(monthsOf(span).map(({ name }) => name)).toEqual(['Jan 26', 'Feb 26']);
    const [whole, open] = allocations.map((range) => placeOf(range, span));
    expect(whole?.start).toBeCloseTo((100 * 16) / 59);
    expect((whole?.start ?? 0) + (whole?.width ?? 0)).toBeCloseTo(100);
    expect((open?.start ?? 0) + (open?.width ?? 0)).toBeCloseTo(100);
  });

  it('is none where no range says when it is', () => {
    expect(spanOf([{ startDate: null, endDate: null }])).toBeNull();
  });
});
