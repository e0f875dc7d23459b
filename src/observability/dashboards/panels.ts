import type { Dashboard, GridPos, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { datasourceUid } from '../grafana/provisioning';
import { promqlProblem } from '../promql';
import type { Json } from './json';
import { panelKinds } from './panel-kinds';

/** One line or number of a panel. */
export interface Query {
  /** PromQL. */
  readonly expression: string;
  /** Text beside it; labels as `{{name}}`. */
  readonly legend: string;
}

/** A panel of a {@link DashboardInput}. */
export interface PanelInput {
  readonly title: string;
  /** What it shows, and when to worry. */
  readonly description: string;
  readonly queries: readonly Query[];
  /** Lines over time, or one number. @default timeseries */
  readonly kind?: 'timeseries' | 'stat';
  /** Unit as Grafana names it: `short`, `bytes`, `s`. @default short */
  readonly unit?: string;
  /** Width in columns, of 24. @default 12 */
  readonly width?: number;
}

/** What a {@link dashboard} shows. */
export interface DashboardInput {
  /** Identifier, part of its address: it never changes. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelInput[];
  /** @default - none */
  readonly tags?: readonly string[];
}

/** A dashboard as Grafana reads it: from {@link dashboard}, from Grafana's SDK, or exported from a Grafana. */
export interface GrafanaDashboard {
  /** Identifier, part of its address. Without one, {@link Dashboards} refuses it. @default - none */
  readonly uid?: string;
  /** @default - none */
  readonly title?: string;
}

const datasource = { type: 'prometheus', uid: datasourceUid };
const columns = 24;
const height = 8;

/**
 * A Grafana dashboard from a list of panels: placed in rows from left to right, with ids, data source and query letters set.
 *
 * @example
 * const orders = dashboard({
 *   uid: 'orders',
 *   title: 'Orders',
 *   panels: [
 *     { title: 'Orders a minute', description: 'What the shop takes.', queries: [{ expression: 'sum(rate(orders_total[5m])) * 60', legend: 'orders' }] },
 *   ],
 * });
 *
 * @throws if an expression is not PromQL, or the uid is impossible
 */
export function dashboard(input: DashboardInput): GrafanaDashboard {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(input.uid)) {
    throw new Error(`dashboard uid '${input.uid}' is not possible, use at most 40 letters, digits, '-' and '_'`);
  }
  const places = placesOf(input.panels);
  return {
    timezone: 'browser',
    editable: false,
    graphTooltip: 0,
    fiscalYearStartMonth: 0,
    schemaVersion: 42,
    templating: {},
    annotations: {},
    title: input.title,
    uid: input.uid,
    tags: [...(input.tags ?? [])],
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    panels: input.panels.map((panel, index) => toPanel(panel, index + 1, places[index]!)),
  } satisfies Json<Dashboard> as GrafanaDashboard;
}

/** Rows from left to right; what does not fit begins the next. */
function placesOf(panels: readonly PanelInput[]): Json<GridPos>[] {
  let x = 0;
  let y = 0;
  return panels.map(({ width: w = columns / 2 }) => {
    if (x + w > columns) {
      x = 0;
      y += height;
    }
    const place = { x, y, w, h: height };
    x += w;
    return place;
  });
}

function toPanel(panel: PanelInput, id: number, gridPos: Json<GridPos>) {
  const kind = panelKinds[panel.kind ?? 'timeseries'];
  return {
    ...kind,
    id,
    title: panel.title,
    description: panel.description,
    datasource,
    fieldConfig: {
      defaults: { ...kind.fieldConfig?.defaults, unit: panel.unit ?? 'short', min: 0 },
      overrides: [],
    },
    gridPos,
    targets: panel.queries.map((query, index) => toTarget(query, index, panel.title)),
  } satisfies Json<Panel>;
}

function toTarget({ expression, legend }: Query, index: number, title: string) {
  const problem = promqlProblem(expression);
  if (problem) throw new Error(`panel '${title}': ${problem}`);
  return {
    expr: expression,
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    datasource,
    legendFormat: legend,
  } satisfies Json<Dataquery>;
}
