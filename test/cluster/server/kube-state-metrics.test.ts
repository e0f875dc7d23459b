import { resolve } from 'node:path';
import { readOutput } from '../../../src/cluster';
import { images } from '../../../src/images';
import { servedMetrics } from '../../../src/observability';
import { Daemon, freePorts, until } from '../../servers/support/server';
import { ControlPlane, program, ServerSideApply } from './support';
import { observed } from './support/observed';
import { namespacesOf } from './support/rows';

const names = servedMetrics['kube-state-metrics'];
const rendered = readOutput(resolve(__dirname, '../../../dist'), 'production').objects.map(({ object }) => object);
const ofExporter = rendered.filter(({ metadata }) => metadata.labels?.tier === 'kube-state-metrics');
const access = ofExporter.filter(({ kind }) => /^(ServiceAccount|ClusterRole|ClusterRoleBinding)$/.test(kind));
const { spec } = ofExporter.find(({ kind }) => kind === 'Deployment') as unknown as {
  spec: { template: { spec: { serviceAccountName: string; containers: { args: string[] }[] } } };
};
const { serviceAccountName, containers } = spec.template.spec;
const { args } = containers[0]!;
const watched = args
  .find((one) => one.startsWith('--resources='))!
  .slice('--resources='.length)
  .split(',');

let plane: ControlPlane;
beforeAll(async () => {
  plane = await ControlPlane.start();
  const server = new ServerSideApply(plane.api);
  const objects = observed.map(({ object }) => object);
  for (const object of [...namespacesOf([...access, ...objects]), ...access, ...objects]) {
    const { code, body } = await server.apply(object);
    if (code >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
  }
  for (const { object, status } of observed) await server.patchStatus(object, status);
});
afterAll(() => plane?.stop());

/** The real program with the rendered arguments, and the rights of an account. */
async function start(account: string, streamed = true) {
  const [port, telemetry] = (await freePorts(2)) as [number, number];
  const daemon = Daemon.ofMachine(`kube-state-metrics.${account}`, plane.folder, [
    ...['env', `KUBE_FEATURE_WatchListClient=${streamed}`, program('kube-state-metrics'), ...args],
    ...['--host=127.0.0.1', `--port=${port}`, '--telemetry-host=127.0.0.1', `--telemetry-port=${telemetry}`],
    `--kubeconfig=${await plane.kubeconfigOf('monitoring', account)}`,
  ]);
  const ask = async (on: number, path: string) => {
    const answer = await fetch(`http://127.0.0.1:${on}${path}`, { signal: AbortSignal.timeout(5000) });
    return { ok: answer.ok, page: await answer.text() };
  };
  return { daemon, metrics: (path: string) => ask(port, path), telemetry: (path: string) => ask(telemetry, path) };
}

/** The series of a page by the name of their metric; a name that is only announced has none. */
function seriesOf(page: string): Map<string, string[]> {
  const series = new Map<string, string[]>();
  for (const [line, name] of page.matchAll(/^(\w+)[ {].*$/gm)) series.set(name!, [...(series.get(name!) ?? []), line]);
  return series;
}

/** Which labels the rendered rules and dashboards select series by: `kube_job_failed condition`. */
function selectedLabels(): string[] {
  const selectors = JSON.stringify(rendered).matchAll(/(kube_\w+)\{([^}]*)\}/g);
  const labels = [...selectors].flatMap(([, name, matchers]) =>
    [...matchers!.matchAll(/(\w+)(?:=~|!~|!=|=)/g)].map(([, label]) => `${name} ${label}`),
  );
  return [...new Set(labels)].sort();
}

/** Of these labels, those that no series of their metric has. */
function unknownLabels(served: ReadonlyMap<string, readonly string[]>): string[] {
  return selectedLabels().filter((each) => {
    const [name, label] = each.split(' ') as [string, string];
    return served.get(name)?.some((line) => line.includes(`${label}="`)) !== true;
  });
}

/** How many kinds of objects it could ask the server for in this way (its own metrics, pkg/watch). */
const asked = (way: 'list' | 'watch', page: string) =>
  [...page.matchAll(new RegExp(`^kube_state_metrics_${way}_total\\{resource="[^"]+",result="success"\\}`, 'gm'))]
    .length;

describe.each([
  ['by a watch that begins with what is there, as it asks a new server', true, ['watch']],
  ['by a list and a watch, as it asks an older one', false, ['list', 'watch']],
] as const)('the real program, %s', (_way, streamed, ways) => {
  test('serves every metric of rules and panels, by the labels that they select, with the rendered arguments and rights', async () => {
    const { daemon, metrics, telemetry } = await start(serviceAccountName, streamed);
    try {
      await daemon.ready('it is ready and live', async () => {
        return (await telemetry('/readyz')).ok && (await metrics('/livez')).ok;
      });
      let served = new Map<string, string[]>();
      const missing = () => names.filter((name) => !served.has(name));
      const scrape = async () => {
        served = seriesOf((await metrics('/metrics')).page);
        const { page } = await telemetry('/metrics');
        return missing().length === 0 && ways.every((way) => asked(way, page) === watched.length);
      };
      // Its caches fill one by one. What does not come is told below, by name.
      await until('all is served', scrape, 15_000).catch(() => undefined);
      expect(missing()).toEqual([]);
      expect(unknownLabels(served)).toEqual([]);
      expect(daemon.log.split('\n').filter((line) => /forbidden|^E\d/.test(line))).toEqual([]);

      const { page } = await telemetry('/metrics');
      expect(ways.map((way) => asked(way, page))).toEqual(ways.map(() => watched.length));
      expect(page).toContain(`version="${images.kubeStateMetrics.split(':')[1]}"`);
    } finally {
      await daemon.stop();
    }
  });
});

test('without its rights it says so in its log, and serves nothing', async () => {
  const { daemon, metrics } = await start('default');
  try {
    const refused = () => new Set([...daemon.log.matchAll(/cannot list resource \\*"(\w+)/g)].map(([, name]) => name));
    await daemon.ready('every resource is refused', () => refused().size === watched.length, 20_000);
    expect([...refused()].sort()).toEqual(watched);
    const served = seriesOf((await metrics('/metrics')).page);
    expect(names.filter((name) => served.has(name))).toEqual([]);
  } finally {
    await daemon.stop();
  }
});

test('labels that rules and panels select are read from what is rendered, and one that is not served is found', () => {
  expect(selectedLabels()).toEqual(
    expect.arrayContaining(['kube_job_owner owner_kind', 'kube_pod_status_phase phase']),
  );
  const served = new Map(selectedLabels().map((each) => [each.split(' ')[0]!, ['kube_any{phase="Running"} 1']]));
  expect(unknownLabels(served)).toEqual(selectedLabels().filter((each) => !each.endsWith(' phase')));
});
