/** The dashboard as a page without scripts, as dark as Grafana's. */
import { chart } from './chart.ts';
import type { Dashboard, Panel } from './dashboard.ts';
import { coloursOf } from './palette.ts';
import type { Range, Series } from './prometheus.ts';

/** What a panel shows: its series, each with its name in the legend. */
export type Shown = readonly (Series & { readonly name: string })[];

export const PAGE_WIDTH = 1360;

const COLUMN = PAGE_WIDTH / 24;
const ROW = 30;
const HEAD = 52;
const GAP = 4;
/** What a title takes of a panel, and a line of its legend, of which there are four at most. */
const TITLE = 30;
const LEGEND_LINE = 17;
const LEGEND_LINES = 4;
/** What a letter of the legend takes, about, and what stands around a name. */
const LETTER = 6.6;
const AROUND_NAME = 31;

const STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { position: relative; width: ${PAGE_WIDTH}px; background: #111217; color: #ccccdc; font: 12px "DejaVu Sans", sans-serif }
  header { position: absolute; inset: 0 12px auto; height: ${HEAD}px; line-height: ${HEAD}px; display: flex; justify-content: space-between; color: #9fa7b3 }
  h1 { font-size: 19px; font-weight: normal; color: #e6e6f0 }
  h2 { position: absolute; padding: 5px 10px; font-size: 15px; font-weight: normal; color: #e6e6f0 }
  section { position: absolute; background: #181b1f; border: 1px solid #2a2d33; border-radius: 3px; overflow: hidden }
  h3 { height: ${TITLE}px; line-height: ${TITLE}px; padding: 0 10px; font-size: 13px; font-weight: bold }
  svg { display: block } text { fill: #9fa7b3; font-size: 10.5px }
  .grid { stroke: #ccccdc; stroke-opacity: .08; fill: none }
  .line { fill: none; stroke-width: 1.4; stroke-linejoin: round; stroke-linecap: round }
  ul { overflow: hidden; padding: 0 10px; list-style: none; line-height: ${LEGEND_LINE}px; font-size: 11px }
  li { display: inline-block; margin-right: 12px; white-space: nowrap }
  i { display: inline-block; width: 14px; height: 3px; border-radius: 1px; margin: 0 5px 3px 0; vertical-align: middle }
`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Where a panel stands, in pixels. */
const placeOf = ({ gridPos: { x, y, w, h } }: Panel) => ({
  left: x * COLUMN + GAP,
  top: HEAD + y * ROW,
  width: w * COLUMN - 2 * GAP,
  height: h * ROW - 2 * GAP,
});

/** How many lines the names take, in a legend that is so wide. */
function legendLines(names: readonly string[], width: number): number {
  let lines = 1;
  let taken = 0;
  for (const name of names) {
    const needed = name.length * LETTER + AROUND_NAME;
    if (taken > 0 && taken + needed > width) {
      lines++;
      taken = 0;
    }
    taken += needed;
  }
  return Math.min(lines, LEGEND_LINES);
}

function panelOf(panel: Panel, shown: Shown, range: Range): string {
  const { left, top, width, height } = placeOf(panel);
  const place = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
  const defaults = panel.fieldConfig?.defaults;
  if (!defaults) return `<h2 style="${place}">${escaped(panel.title)}</h2>`;
  const names = shown.map(({ name }) => name);
  const colours = coloursOf(names, panel.fieldConfig?.overrides ?? []);
  const legendHeight = legendLines(names, width - 20) * LEGEND_LINE;
  const drawing = chart(shown, {
    colours,
    width: width - 2,
    height: height - TITLE - legendHeight - 10,
    unit: defaults.unit,
    stacked: defaults.custom.stacking?.mode === 'normal',
    fillOpacity: defaults.custom.fillOpacity,
    range,
  });
  const legend = shown.map(
    ({ name }, index) => `<li><i style="background:${colours[index]}"></i>${escaped(name)}</li>`,
  );
  return `<section style="${place}"><h3>${escaped(panel.title)}</h3>${drawing}<ul style="height:${legendHeight}px">${legend.join('')}</ul></section>`;
}

/** The whole page. `shownIn` tells what a panel shows. */
export function pageOf({ title, panels }: Dashboard, range: Range, shownIn: (panel: Panel) => Shown): string {
  const rows = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const minutes = Math.round((range.to - range.from) / 6) / 10;
  return `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style>
    <body style="height:${HEAD + rows * ROW + GAP}px">
    <header><h1>${escaped(title)}</h1><span>Instance: All &nbsp;·&nbsp; Last ${minutes} minutes, UTC</span></header>
    ${panels.map((panel) => panelOf(panel, shownIn(panel), range)).join('\n')}`;
}
