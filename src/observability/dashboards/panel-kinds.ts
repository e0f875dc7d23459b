import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Options as StatOptions } from '@grafana/grafana-foundation-sdk/stat';
import type { Options as TimeseriesOptions } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Json } from './json';

const timeseriesOptions: Json<TimeseriesOptions> = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'asc' },
};

const statOptions: Json<StatOptions> = {
  graphMode: 'area',
  colorMode: 'value',
  justifyMode: 'auto',
  textMode: 'auto',
  wideLayout: true,
  showPercentChange: false,
  reduceOptions: { calcs: [] },
  percentChangeColorMode: 'standard',
  orientation: 'auto',
};

/** What panels of a kind begin with: Grafana's defaults, as its SDK writes them. */
export const panelKinds: Readonly<Record<'timeseries' | 'stat', Json<Panel>>> = {
  timeseries: {
    type: 'timeseries',
    transparent: false,
    repeatDirection: 'h',
    options: timeseriesOptions,
    fieldConfig: { defaults: { custom: {} }, overrides: [] },
  },
  stat: { type: 'stat', transparent: false, repeatDirection: 'h', options: statOptions },
};
