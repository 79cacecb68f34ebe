/** Numbers with the units that the dashboard's panels name, as Grafana writes them. */

interface Scale {
  /** The value of 1 of it. */
  readonly at: number;
  readonly name: string;
}

const SI: readonly Scale[] = [
  { at: 1e9, name: ' G' },
  { at: 1e6, name: ' M' },
  { at: 1e3, name: ' k' },
  { at: 1, name: ' ' },
];

const scales: Readonly<Record<string, readonly Scale[]>> = {
  short: SI.map(({ at, name }) => ({ at, name: name.trimEnd() })),
  reqps: SI.map(({ at, name }) => ({ at, name: `${name.trimEnd()}/s` })),
  Bps: SI.map(({ at, name }) => ({ at, name: `${name}B/s` })),
  percentunit: [{ at: 0.01, name: ' %' }],
  bytes: [
    { at: 2 ** 30, name: ' GiB' },
    { at: 2 ** 20, name: ' MiB' },
    { at: 2 ** 10, name: ' KiB' },
    { at: 1, name: ' B' },
  ],
  s: [
    { at: 3600, name: ' h' },
    { at: 60, name: ' min' },
    { at: 1, name: ' s' },
    { at: 1e-3, name: ' ms' },
    { at: 1e-6, name: ' µs' },
  ],
};

/** The scale that the largest value of an axis is best read in. Throws on a unit that no panel had so far. */
function scaleFor(largest: number, unit: string): Scale {
  const all = scales[unit];
  if (!all) throw new Error(`The unit ${unit} cannot be written yet.`);
  return (all.find(({ at }) => largest >= at) ?? all.at(-1)) as Scale;
}

/** At most three digits behind the point, and none that say nothing. */
const short = (value: number) => String(Number(value.toPrecision(4)));

/**
 * Values from 0 up to one that is at least `largest`, in steps that read well in its unit, and how to write them.
 * A value of 0 everywhere makes an axis up to 1 of the unit.
 */
export function axisFor(
  largest: number,
  unit: string,
): { readonly ticks: readonly number[]; readonly write: (value: number) => string } {
  const top = largest > 0 ? largest : (scales[unit]?.at(-1)?.at ?? 1);
  const { at, name } = scaleFor(top, unit);
  const rough = top / at / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power * at;
  const count = Math.ceil((top / step) * (1 - 1e-9));
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    write: (value) => (value === 0 ? '0' : `${short(value / at)}${name}`),
  };
}
