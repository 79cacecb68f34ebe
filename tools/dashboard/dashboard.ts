/** `deploy/grafana-dashboard.json`, as far as it is drawn and checked. */
import { readFileSync } from 'node:fs';

export interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

/** Something of one series that is otherwise than of the others: here, its colour. */
export interface Override {
  readonly matcher: { readonly id: 'byName'; readonly options: string };
  readonly properties: readonly {
    readonly id: 'color';
    readonly value: { readonly mode: 'fixed'; readonly fixedColor: string };
  }[];
}

export interface Panel {
  readonly id: number;
  /** `row` is a headline, `timeseries` a chart. */
  readonly type: string;
  readonly title: string;
  /** In columns, of which there are 24, and rows. */
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit: string;
      readonly custom: { readonly fillOpacity: number; readonly stacking?: { readonly mode: string } };
    };
    readonly overrides: readonly Override[];
  };
  readonly targets?: readonly Target[];
}

export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export const readDashboard = (): Dashboard =>
  JSON.parse(readFileSync(new URL('../../deploy/grafana-dashboard.json', import.meta.url), 'utf8')) as Dashboard;

/** An expression with Grafana's variables in place: all instances, and rates over so many seconds. */
export const withVariables = (expression: string, rateSeconds: number): string =>
  expression.replaceAll('$instance', '.*').replaceAll('$__rate_interval', `${rateSeconds}s`);

/** `{{endpoint}}: {{outcome}}` with the labels of a series. */
export const legendOf = (format: string, labels: Readonly<Record<string, string>>): string =>
  format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '');
