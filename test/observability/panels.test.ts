import {
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { Dashboards, dashboard } from '../../src/observability';
import { addPrometheus, makeMonitoring, rendered } from './fixture';

const datasource = { type: 'prometheus', uid: 'prometheus' };
const query = { expression: 'sum(up)', legend: '{{job}}' };

/** The same dashboard by the builders of Grafana's SDK. */
function bySdk() {
  const target = new DataqueryBuilder().refId('A').datasource(datasource).expr('sum(up)').legendFormat('{{job}}');
  const lines = new TimeseriesBuilder()
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  return new DashboardBuilder('Up')
    .uid('up')
    .tags(['cluster'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('browser')
    .readonly()
    .withPanel(
      lines
        .id(1)
        .title('Targets')
        .description('What answers.')
        .datasource(datasource)
        .unit('short')
        .min(0)
        .gridPos({ x: 0, y: 0, w: 12, h: 8 })
        .withTarget(target),
    )
    .withPanel(
      new StatBuilder()
        .id(2)
        .title('Number')
        .description('How many.')
        .datasource(datasource)
        .unit('bytes')
        .min(0)
        .gridPos({ x: 0, y: 8, w: 18, h: 8 })
        .withTarget(target),
    )
    .build();
}

test('a dashboard is what the SDK of Grafana writes for the same panels', () => {
  const ours = dashboard({
    uid: 'up',
    title: 'Up',
    tags: ['cluster'],
    panels: [
      { title: 'Targets', description: 'What answers.', queries: [query] },
      { title: 'Number', description: 'How many.', kind: 'stat', unit: 'bytes', width: 18, queries: [query] },
    ],
  });
  expect(JSON.stringify(ours, undefined, 2)).toBe(JSON.stringify(bySdk(), undefined, 2));
});

test('a dashboard has no tags unless it is given some', () => {
  expect(dashboard({ uid: 'up', title: 'Up', panels: [] })).toMatchObject({ title: 'Up', tags: [] });
});

test('a dashboard of the SDK is taken as it is', () => {
  const { root, application } = makeMonitoring();
  addPrometheus(application);
  new Dashboards(application, 'given', { folder: 'Given', dashboards: [bySdk()] });
  const files = rendered(root).find(({ kind, metadata }) => kind === 'ConfigMap' && /given/.test(metadata.name));
  expect((files as { data?: object } | undefined)?.data).toEqual({
    'up.json': `${JSON.stringify(bySdk(), undefined, 2)}\n`,
  });
});
