import { describe, expect, it } from 'vitest';
import { chart } from '../../tools/dashboard/chart.ts';
import { legendOf, withVariables } from '../../tools/dashboard/dashboard.ts';
import { coloursOf } from '../../tools/dashboard/palette.ts';
import { axisFor } from '../../tools/dashboard/unit.ts';

describe('the axis of a chart', () => {
  it.each([
    [0, 'short', ['0', '0.25', '0.5', '0.75', '1']],
    [6, 'short', ['0', '2', '4', '6']],
    [47, 'reqps', ['0', '20/s', '40/s', '60/s']],
    [1_500, 'reqps', ['0', '0.5 k/s', '1 k/s', '1.5 k/s']],
    [0.3, 's', ['0', '100 ms', '200 ms', '300 ms']],
    [150, 's', ['0', '1 min', '2 min', '3 min']],
    [1, 'percentunit', ['0', '25 %', '50 %', '75 %', '100 %']],
    [0, 'percentunit', ['0', '0.25 %', '0.5 %', '0.75 %', '1 %']],
    [300 * 2 ** 20, 'bytes', ['0', '100 MiB', '200 MiB', '300 MiB']],
    [420_000, 'Bps', ['0', '200 kB/s', '400 kB/s', '600 kB/s']],
  ])('up to %d in %s', (largest, unit, expected) => {
    const { ticks, write } = axisFor(largest, unit);
    expect(ticks.map(write)).toEqual(expected);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
  });

  it('is refused for a unit that nobody can write', () => {
    expect(() => axisFor(1, 'furlong')).toThrow('furlong');
  });
});

describe('a chart', () => {
  const options = {
    colours: ['#111111', '#222222'],
    width: 200,
    height: 100,
    unit: 'short',
    fillOpacity: 10,
    range: { from: 0, to: 4, step: 1 },
  };
  const pathsOf = (svg: string) => [...svg.matchAll(/class="line"[^>]* d="M([^"]*)"/g)].map(([, path]) => path);

  it('breaks a line where there is nothing to tell', () => {
    const series = [
      {
        labels: {},
        points: [
          [0, 1],
          [1, 1],
          [3, 1],
          [4, 1],
        ] as const,
      },
    ];
    expect(pathsOf(chart(series, { ...options, stacked: false }))).toHaveLength(2);
  });

  it('stands one series on the other where they are stacked', () => {
    const flat = (value: number) => ({ labels: {}, points: [0, 1, 2, 3, 4].map((time) => [time, value] as const) });
    const [low = '', high = ''] = pathsOf(chart([flat(1), flat(2)], { ...options, stacked: true }));
    const heightOf = (path: string) => Number(path.split(/[L,]/)[1]);
    const bottom = options.height - 22;

    expect((bottom - heightOf(high)) / (bottom - heightOf(low))).toBeCloseTo(3);
  });
});

describe('a panel', () => {
  it('has the variables of Grafana filled in', () => {
    expect(withVariables('rate(x{instance=~"$instance"}[$__rate_interval])', 8)).toBe('rate(x{instance=~".*"}[8s])');
  });

  it('names its series by their labels', () => {
    expect(legendOf('{{endpoint}}: {{outcome}}', { endpoint: 'users', outcome: 'timedOut' })).toBe('users: timedOut');
  });

  it('gives a series the colour that was chosen for it', () => {
    const override = {
      matcher: { id: 'byName', options: 'failed' },
      properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: '#f00' } }],
    } as const;
    expect(coloursOf(['ok', 'failed'], [override])).toEqual([expect.stringMatching(/^#/), '#f00']);
  });
});
