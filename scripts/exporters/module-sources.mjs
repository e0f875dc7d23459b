// What exporters serve, from their published Go modules: metric names with their types, as each product writes them down.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** The folder of a module at a version, downloaded by the ordinary client where it is not there yet. */
function moduleFolder(path, version) {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], { cwd: '/', encoding: 'utf8' });
  return JSON.parse(answer).Dir;
}

const text = (folder, name) => readFileSync(join(folder, name), 'utf8');

const matches = (text, pattern, read) => [...text.matchAll(pattern)].map(read);

/** kube-state-metrics: the tables of its pages. */
function stateMetrics(folder) {
  const pages = readdirSync(join(folder, 'docs/metrics'), { recursive: true }).filter((name) => name.endsWith('.md'));
  return pages.flatMap((name) =>
    matches(text(folder, `docs/metrics/${name}`), /^\| *(kube_\w+) *\| *(\w+)/gm, ([, name, type]) => [
      name,
      type.toLowerCase(),
    ]),
  );
}

/** The options of Go's client for Prometheus, as `prometheus.GaugeOpts{ Namespace: ..., Subsystem: ..., Name: ... }`. */
function goOptions(source, namespaces) {
  return matches(source, /prometheus\.(\w+)Opts\{([^}]*)/g, ([, type, body]) => {
    const value = (key) => {
      const [, quoted, word] = new RegExp(`\\b${key}: *(?:"([^"]*)"|(\\w+))`).exec(body) ?? [];
      return quoted ?? namespaces[word];
    };
    return [['Namespace', 'Subsystem', 'Name'].map(value).filter(Boolean).join('_'), type.toLowerCase()];
  });
}

/** Kubernetes: the list of metrics that its documentation is made from. */
function documented(folder, component, endpoint) {
  const rows = load(text(folder, 'test/instrumentation/documentation/documentation-list.yaml'));
  return rows
    .filter(({ componentEndpoints = [] }) =>
      componentEndpoints.some((each) => each.component === component && each.endpoint === endpoint),
    )
    .map(({ namespace, subsystem, name, type }) => [
      [namespace, subsystem, name].filter(Boolean).join('_'),
      { timinghistogram: 'histogram', custom: 'gauge' }[type.toLowerCase()] ?? type.toLowerCase(),
    ]);
}

/** What Go's client itself serves of a process. */
function ofProcess() {
  const folder = moduleFolder('github.com/prometheus/client_golang', 'v1.23.2');
  return matches(text(folder, 'prometheus/process_collector.go'), /"(process_\w+)"/g, ([, name]) => [
    name,
    name.endsWith('_total') ? 'counter' : 'gauge',
  ]);
}

const typesOfValues = { CounterValue: 'counter', GaugeValue: 'gauge', UntypedValue: 'untyped' };

/** By the name of a list: the modules, what is read in them, and how. */
export const moduleSources = {
  'kube-state-metrics': {
    modules: ['k8s.io/kube-state-metrics/v2 v2.20.0'],
    read: 'docs/metrics',
    metrics: ([folder]) => stateMetrics(folder),
  },
  keda: {
    modules: ['github.com/kedacore/keda/v2 v2.20.2'],
    read: 'pkg/metricscollector/prommetrics.go',
    metrics: ([folder]) =>
      goOptions(text(folder, 'pkg/metricscollector/prommetrics.go'), { DefaultPromMetricsNamespace: 'keda' }),
  },
  'kube-apiserver': {
    modules: ['k8s.io/kubernetes v1.36.3'],
    read: 'test/instrumentation/documentation/documentation-list.yaml',
    metrics: ([folder]) => [...documented(folder, 'kube-apiserver', '/metrics'), ...ofProcess()],
  },
  kubelet: {
    modules: ['k8s.io/kubernetes v1.36.3'],
    read: 'test/instrumentation/documentation/documentation-list.yaml',
    metrics: ([folder]) => [...documented(folder, 'kubelet', '/metrics'), ...ofProcess()],
  },
  // The version that Kubernetes 1.36.3 requires.
  cadvisor: {
    modules: ['github.com/google/cadvisor v0.56.2'],
    read: 'metrics/prometheus*.go',
    metrics: ([folder]) =>
      ['metrics/prometheus.go', 'metrics/prometheus_machine.go'].flatMap((name) => [
        ...matches(text(folder, name), /name: +"(\w+)"[^}]*?valueType: +prometheus\.(\w+)/g, ([, metric, type]) => [
          metric,
          typesOfValues[type],
        ]),
        ...matches(text(folder, name), /NewDesc\(\s*"(\w+)"/g, ([, metric]) => [metric, 'gauge']),
      ]),
  },
};

/** The list of a source: versions, where they were read, and names with types. */
export function recordModule(name) {
  const { modules, read, metrics } = moduleSources[name];
  const folders = modules.map((each) => moduleFolder(...each.split(' ')));
  const version = modules[0].split(' ')[1].replace(/^v/, '');
  return { version, source: `${modules.join(', ')}: ${read}`, metrics: sorted(metrics(folders)) };
}

function sorted(entries) {
  const untyped = entries.filter(([, type]) => type === undefined).map(([name]) => name);
  if (untyped.length > 0) throw new Error(`no type is known of ${untyped.join(', ')}`);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
}
