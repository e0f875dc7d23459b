import { Application, Duration, parseSize, RabbitMq, System } from 'cdk8s-tiers';
import {
  clusterRules,
  dashboard,
  jobPipelineDashboard,
  jobPipelineRules,
  type RuleGroup,
  workloadsDashboard,
} from 'cdk8s-tiers/observability';
import { metricNames, ownMetrics, promqlProblem, ruleFile, servedMetrics } from '../../src/observability';
import { addPrometheus, fileIn, makeMonitoring, messageOf, rendered, resources } from './fixture';

const { root, application } = makeMonitoring();
addPrometheus(application);
const shop = new Application(new System(root, 'shop'), 'shop-data', { namespace: 'shop' });
const broker = new RabbitMq(shop, 'broker', { resources, storage: parseSize('1Gi') });
const stages = ['orders', 'bills'].map((name) => ({
  queue: broker.addQueue(name),
  worker: { workloadName: `${name}-worker`, namespace: 'shop' },
}));

interface Panel {
  id: number;
  title: string;
  description: string;
  datasource: unknown;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { refId: string; expr: string; datasource: unknown }[];
}
const panelsOf = (found: object) => JSON.parse(JSON.stringify(found)).panels as Panel[];

const dashboards = [
  ['workloads', workloadsDashboard()],
  ['job pipeline', jobPipelineDashboard({ uid: 'pipeline', title: 'Pipeline', stages })],
] as const;
const groups: readonly RuleGroup[] = [...clusterRules(['keda']), jobPipelineRules('pipeline', stages)];
const expressions = [
  ...groups.flatMap(({ rules }) => rules.map(({ expression }) => expression)),
  ...dashboards.flatMap(([, found]) => panelsOf(found).flatMap(({ targets }) => targets.map(({ expr }) => expr))),
];

describe('every expression of rules and dashboards', () => {
  test('is PromQL', () => {
    expect(expressions.length).toBeGreaterThan(50);
    expect(expressions.flatMap((expression) => promqlProblem(expression) ?? [])).toEqual([]);
  });

  test('uses metrics that somebody serves', () => {
    const served = new Set<string>([...Object.values(servedMetrics).flat(), ...ownMetrics]);
    const unknown = expressions.flatMap(metricNames).filter((name) => !served.has(name));
    expect(unknown).toEqual([]);
  });
});

test('each served metric belongs to a job that Prometheus has', () => {
  const { scrape_configs } = fileIn<{ scrape_configs: { job_name: string }[] }>(
    rendered(root),
    'prometheus-config',
    'prometheus.yaml',
  );
  // kube-state-metrics is not part of this fixture.
  const jobs = new Set(['kube-state-metrics', ...scrape_configs.map(({ job_name }) => job_name)]);
  expect(Object.keys(servedMetrics).filter((job) => !jobs.has(job))).toEqual([]);
});

describe.each(dashboards)('the dashboard %s', (_, found) => {
  const panels = panelsOf(found);

  test('has panels with ids of their own, a title and a description', () => {
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    expect(panels.filter(({ title, description }) => !title || !description)).toEqual([]);
  });

  test('asks the provisioned source, in queries with letters of their own', () => {
    const datasource = { type: 'prometheus', uid: 'prometheus' };
    for (const panel of panels) {
      expect(panel.datasource).toEqual(datasource);
      expect(panel.targets.map((target) => target.datasource)).toEqual(panel.targets.map(() => datasource));
      expect(panel.targets.map(({ refId }) => refId)).toEqual(panel.targets.map((_, i) => String.fromCharCode(65 + i)));
    }
  });

  test('has no panel over another', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
  });
});

test('the job pipeline shows depth, running and failed Jobs, dead letters and age of every stage', () => {
  const panels = panelsOf(dashboards[1][1]);
  const about = Object.fromEntries(panels.map(({ title, targets }) => [title, targets.map(({ expr }) => expr).join()]));
  for (const title of ['Messages ready', 'Messages in work']) {
    for (const queue of ['orders', 'bills']) expect(about[title]).toContain(`vhost="shop",queue="${queue}"`);
  }
  for (const title of ['Running Jobs', 'Failed Jobs', 'Oldest running Job']) {
    for (const worker of ['orders', 'bills']) expect(about[title]).toContain(`owner_name="${worker}-worker"`);
  }
  expect(about['Dead letters']).toContain('queue="orders.dead-letter"');
});

describe('a dashboard', () => {
  test.each([
    [
      { uid: 'no spaces', title: 'T', panels: [] },
      "dashboard uid 'no spaces' is not possible, use at most 40 letters, digits, '-' and '_'",
    ],
    [
      {
        uid: 'a',
        title: 'T',
        panels: [{ title: 'P', description: 'd', queries: [{ expression: 'a +', legend: '' }] }],
      },
      "panel 'P': PromQL is wrong at character 4, in 'a +': correct it",
    ],
  ])('refuses %j', (input, message) => {
    expect(messageOf(() => dashboard(input))).toBe(message);
  });
});

describe('rules', () => {
  test('have a severity, a summary, a description, and labels that tell alerts of one name apart', () => {
    for (const group of ruleFile(groups).groups) {
      const seen = group.rules.map((rule) => JSON.stringify(['alert' in rule && rule.alert, rule.labels]));
      expect([group.name, new Set(seen).size]).toEqual([group.name, seen.length]);
      for (const rule of group.rules) {
        expect(rule).toMatchObject({
          labels: { severity: expect.stringMatching(/^(page|ticket)$/) },
          annotations: { summary: expect.stringMatching(/./), description: expect.stringMatching(/\.$/) },
        });
      }
    }
  });

  test('are written as Prometheus reads them', () => {
    expect(
      ruleFile([
        {
          name: 'g',
          interval: Duration.minutes(2),
          rules: [{ record: 'a:b', expression: 'sum(c)', labels: { d: 'e' } }, groups[0]!.rules[0]!],
        },
      ]),
    ).toEqual({
      groups: [
        {
          name: 'g',
          interval: '2m',
          rules: [
            { record: 'a:b', expr: 'sum(c)', labels: { d: 'e' } },
            {
              alert: 'TargetDown',
              expr: 'up == 0',
              for: '5m',
              labels: { severity: 'page' },
              annotations: {
                summary: '{{ $labels.instance }} of job {{ $labels.job }} does not answer',
                description: 'It is down, too slow, or a network policy keeps Prometheus out.',
              },
            },
          ],
        },
      ],
    });
  });
});

test('queues have a job of their own beside the annotated page of the broker', () => {
  const { scrape_configs } = fileIn<{ scrape_configs: Record<string, unknown>[] }>(
    rendered(root),
    'prometheus-config',
    'prometheus.yaml',
  );
  expect(scrape_configs.find(({ job_name }) => job_name === 'rabbitmq-queues')).toMatchObject({
    metrics_path: '/metrics/detailed',
    params: { family: ['queue_coarse_metrics', 'queue_consumer_count'] },
  });
});
