/** A chart of lines over time, as SVG. */
import type { Range, Series } from './prometheus.ts';
import { axisFor } from './unit.ts';

export interface ChartOptions {
  /** One for each series. */
  readonly colours: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  /** Each series on top of those before it. */
  readonly stacked: boolean;
  /** Of the area below a line, in percent. */
  readonly fillOpacity: number;
  readonly range: Range;
}

const LEFT = 58;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 22;

/** Time marks, about so far apart, in pixels. */
const MARK_EVERY = 75;
const ROUND_SECONDS = [5, 10, 15, 30, 60, 120, 300, 600];

/** A point of a line, with the value that it stands on. */
interface Point {
  readonly time: number;
  readonly base: number;
  readonly top: number;
}

/** The lines as they are drawn: broken where a series has nothing to tell, unless they are stacked. */
function linesOf(series: readonly Series[], stacked: boolean, { from, to, step }: Range): Point[][][] {
  if (!stacked) return series.map(({ points }) => runsOf(points, step));
  const steps = Math.floor((to - from) / step) + 1;
  const heights = Array.from({ length: steps }, () => 0);
  return series.map(({ points }) => {
    const values = new Map(points.map(([time, value]) => [Math.round((time - from) / step), value]));
    const line = heights.map((base, index) => ({
      time: from + index * step,
      base,
      top: base + (values.get(index) ?? 0),
    }));
    for (const [index, { top }] of line.entries()) heights[index] = top;
    return [line];
  });
}

function runsOf(points: Series['points'], step: number): Point[][] {
  const runs: Point[][] = [];
  for (const [time, value] of points) {
    const run = runs.at(-1);
    const point = { time, base: 0, top: value };
    if (run && time - (run.at(-1) as Point).time < step * 1.5) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);

/** The chart. Its text is our own: units and times. */
export function chart(series: readonly Series[], options: ChartOptions): string {
  const { colours, width, height, unit, stacked, fillOpacity, range } = options;
  const lines = linesOf(series, stacked, range);
  const { ticks, write } = axisFor(Math.max(0, ...lines.flat(2).map(({ top }) => top)), unit);
  const right = width - RIGHT;
  const bottom = height - BOTTOM;
  const x = (time: number) => LEFT + ((time - range.from) / (range.to - range.from)) * (right - LEFT);
  const y = (value: number) => bottom - (value / (ticks.at(-1) as number)) * (bottom - TOP);
  const at = (time: number, value: number) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`;

  const seconds = ((range.to - range.from) * MARK_EVERY) / (right - LEFT);
  const every = ROUND_SECONDS.find((round) => round >= seconds) ?? 3600;
  const first = Math.ceil(range.from / every) * every;
  const marks = Array.from({ length: Math.floor((range.to - first) / every) + 1 }, (_, index) => first + index * every);

  const grid = [
    ...ticks.map(
      (tick) =>
        `<path class="grid" d="M${LEFT} ${y(tick)}H${right}"/><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${write(tick)}</text>`,
    ),
    ...marks.map(
      (mark) =>
        `<path class="grid" d="M${x(mark)} ${TOP}V${bottom}"/><text x="${x(mark)}" y="${height - 6}" text-anchor="middle">${clock(mark)}</text>`,
    ),
  ];
  const drawn = lines.flatMap((runs, index) =>
    runs.flatMap((run) => {
      const tops = run.map(({ time, top }) => at(time, top));
      const bases = run.map(({ time, base }) => at(time, base)).toReversed();
      return [
        `<path fill="${colours[index]}" fill-opacity="${fillOpacity / 100}" d="M${[...tops, ...bases].join('L')}Z"/>`,
        // A point without a neighbour is a line of no length, which its round ends make a dot.
        `<path class="line" stroke="${colours[index]}" d="M${[...tops, tops.at(-1)].join('L')}"/>`,
      ];
    }),
  );
  return `<svg width="${width}" height="${height}">${grid.join('')}${drawn.join('')}</svg>`;
}
