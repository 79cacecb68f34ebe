import type { Override } from './dashboard.ts';

/** Colours of series that have none of their own, in their order; then from the start again. */
const PALETTE = [
  '#73bf69',
  '#f2cc0c',
  '#8ab8ff',
  '#ff780a',
  '#f2495c',
  '#5794f2',
  '#b877d9',
  '#fade2a',
  '#37872d',
  '#fa6400',
  '#3274d9',
  '#c4162a',
  '#a352cc',
  '#96d98d',
  '#ffb357',
  '#c0d8ff',
] as const;

/** The colours of a panel's series, by their names in the legend. */
export const coloursOf = (names: readonly string[], overrides: readonly Override[]): readonly string[] => {
  const fixed = new Map(
    overrides.flatMap(({ matcher, properties }) =>
      properties.flatMap(({ id, value }) => (id === 'color' ? [[matcher.options, value.fixedColor] as const] : [])),
    ),
  );
  return names.map((name, index) => fixed.get(name) ?? (PALETTE[index % PALETTE.length] as string));
};
