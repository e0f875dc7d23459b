// Writes the kinds of operators that charts often use, from the Go modules that the operators publish, beside those that
// imports/crds describes: `node scripts/imports/published-kinds.mjs`. Needs a build, Go and its module proxy; the result is committed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { definitionFrom } from '../../src/lib/kubernetes/kind-registry/index.js';
import { readCrds } from './custom-kinds.mjs';
import { list, map } from './print.mjs';

const assets = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'assets', 'kinds');

const MODULES = [
  { module: 'github.com/cert-manager/cert-manager@v1.21.2', folder: 'deploy/crds', groups: ['cert-manager.io'] },
  {
    module: 'github.com/external-secrets/external-secrets@v1.3.2',
    folder: 'config/crds/bases',
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
  },
  {
    module: 'github.com/kedacore/keda/v2@v2.21.0',
    folder: 'config/crd/bases',
    groups: ['keda.sh', 'eventing.keda.sh'],
  },
  { module: 'sigs.k8s.io/gateway-api@v1.4.1', folder: 'config/crd/standard', groups: ['gateway.networking.k8s.io'] },
  ...['v2', 'v2alpha1'].map((version) => ({
    module: 'github.com/cilium/cilium@v1.20.2',
    folder: `pkg/k8s/apis/cilium.io/client/crds/${version}`,
    groups: ['cilium'],
    // The others are what Cilium keeps for itself, or large and rare.
    schemaOf: ['CiliumNetworkPolicy'],
  })),
];

/** Other kinds of groups that are known: with their scope, but without a schema. Source: their operators' documentation. */
const NAMED = [
  ...[
    'AnalysisRun',
    'AnalysisTemplate',
    'ApplicationSet',
    'CronWorkflow',
    'EventBus',
    'EventSource',
    'Experiment',
    'Rollout',
    'Sensor',
    'Workflow',
    'WorkflowTemplate',
  ].map((kind) => ({ group: 'argoproj.io', kind, version: 'v1alpha1' })),
  ...['ClusterAnalysisTemplate', 'ClusterWorkflowTemplate'].map((kind) => ({
    group: 'argoproj.io',
    kind,
    version: 'v1alpha1',
    scope: 'Cluster',
  })),
  ...['Alertmanager', 'Probe', 'Prometheus', 'ThanosRuler'].map((kind) => ({
    group: 'monitoring.coreos.com',
    kind,
    version: 'v1',
  })),
  ...['AlertmanagerConfig', 'PrometheusAgent', 'ScrapeConfig'].map((kind) => ({
    group: 'monitoring.coreos.com',
    kind,
    version: 'v1alpha1',
  })),
];

/** Conditions that are true when an object is ready, where the conventions can't tell before the first one is there. */
const READY = {
  'cert-manager.io/Certificate': 'Ready',
  'cert-manager.io/ClusterIssuer': 'Ready',
  'cert-manager.io/Issuer': 'Ready',
  'external-secrets.io/ClusterSecretStore': 'Ready',
  'gateway.networking.k8s.io/Gateway': 'Programmed',
  'gateway.networking.k8s.io/GatewayClass': 'Accepted',
  'keda.sh/ScaledObject': 'Ready',
};

const own = new Set(readCrds().map(({ spec }) => `${spec.group}/${spec.names.kind}`));
const kinds = NAMED.map(({ group, kind, version, scope = 'Namespaced' }) => ({
  group,
  kind,
  scope,
  versions: [{ name: version }],
}));
const schemas = {};
for (const { crd, schemaOf } of MODULES.flatMap(published)) {
  const definition = definitionFrom(crd);
  const { group, kind } = definition;
  if (own.has(`${group}/${kind}`)) continue;
  const versions = definition.versions.map(({ name, schema }) => {
    if (schemaOf !== undefined && !schemaOf.includes(kind)) return { name };
    schemas[group] = { ...schemas[group], [`${name}.${kind}`]: schema };
    return { name, schema: `published/${group}/${name}.${kind}` };
  });
  const readyCondition = READY[`${group}/${kind}`];
  kinds.push({ ...definition, versions, ...(readyCondition && { readyCondition }) });
}
kinds.sort((a, b) => (`${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1));
writeFileSync(join(assets, 'published.json'), list(kinds));
const folder = join(assets, 'schemas', 'published');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));
for (const [group, models] of Object.entries(schemas)) writeFileSync(join(folder, `${group}.json`), map(models));

function published({ module, folder, groups, schemaOf }) {
  const answer = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8', cwd: '/' });
  const crds = join(JSON.parse(answer).Dir, folder);
  return readdirSync(crds)
    .filter((file) => /\.yaml$/.test(file) && groups.some((group) => file.startsWith(group)))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(crds, file), 'utf8')).map((document) => document.toJS()))
    .filter((crd) => crd?.kind === 'CustomResourceDefinition')
    .map((crd) => ({ crd, schemaOf }));
}
