import {
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { type Dashboard, DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { datasourceUid } from '../grafana/provisioning';
import { promqlProblem } from '../promql';

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

export interface DashboardInput {
  /** Identifier, part of its address: it never changes. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelInput[];
  /** @default - none */
  readonly tags?: readonly string[];
}

const datasource = { type: 'prometheus', uid: datasourceUid };
const columns = 24;
const height = 8;

/**
 * A Grafana dashboard from a list of panels: placed in rows from left to right, with ids, data source and query letters set.
 *
 * @throws if an expression is not PromQL, or the uid is impossible
 */
export function dashboard(input: DashboardInput): Dashboard {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(input.uid)) {
    throw new Error(`dashboard uid '${input.uid}' is not possible, use at most 40 letters, digits, '-' and '_'`);
  }
  const builder = new DashboardBuilder(input.title)
    .uid(input.uid)
    .tags([...(input.tags ?? [])])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('browser')
    .readonly();
  let x = 0;
  let y = 0;
  for (const [index, panel] of input.panels.entries()) {
    const w = panel.width ?? columns / 2;
    if (x + w > columns) {
      x = 0;
      y += height;
    }
    builder.withPanel(toPanel(panel, index + 1, { x, y, w, h: height }));
    x += w;
  }
  return builder.build();
}

function toPanel(panel: PanelInput, id: number, gridPos: { x: number; y: number; w: number; h: number }) {
  const builder = panel.kind === 'stat' ? new StatBuilder() : lines();
  builder
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .datasource(datasource)
    .unit(panel.unit ?? 'short')
    .min(0)
    .gridPos(gridPos);
  for (const [index, { expression, legend }] of panel.queries.entries()) {
    const problem = promqlProblem(expression);
    if (problem) throw new Error(`panel '${panel.title}': ${problem}`);
    builder.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode('A'.charCodeAt(0) + index))
        .datasource(datasource)
        .expr(expression)
        .legendFormat(legend),
    );
  }
  return builder;
}

function lines() {
  return new TimeseriesBuilder()
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
}
