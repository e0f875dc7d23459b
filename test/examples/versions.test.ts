import { runDiff } from '../../src/checks/change-safety';
import { Folder } from '../manifests/folder-fixture';
import { renderChanged, renderExample } from './example';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** What `diff` prints of an example in production before and after other settings, without the first line. */
function diff(example: string, changes: Readonly<Record<string, string>>): string {
  const versions = { old: renderExample(example), new: renderChanged(example, changes) };
  for (const [name, output] of Object.entries(versions)) {
    for (const [path, text] of output.part({ environment: 'production' }).files) folder.write(`${name}/${path}`, text);
  }
  const { output } = runDiff({ directory: folder.path, from: 'old', to: 'new' });
  return folder.relative(output).replace('changes from old to new\n\n', '');
}

test('voting: new images of all programs are one line, with their number', () => {
  expect(diff('voting', { 'version: 1.0.0': 'version: 1.1.0' })).toMatchInlineSnapshot(`
"WARN: restart or interruption

  3 objects: Deployment voting/result, Deployment voting/vote, Deployment voting/worker (other-field)
    spec.template.spec.containers[*].image: ":1.0.0" → ":1.1.0"
    each pod stops once its successor is ready: none is away
    safe: old and new pods run side by side meanwhile: make sure that they get along

objects: 3 changed; findings: 3 WARN
"
`);
});

test('market: new images of eight long-running programs, a sidecar among them, are one line; what runs later is harmless', () => {
  expect(diff('market', { 'version: 1.0.0': 'version: 1.1.0' })).toMatchInlineSnapshot(`
"WARN: restart or interruption

  8 objects: Deployment market/cart, Deployment market/catalogue, Deployment market/checkout, Deployment market/invoices, Deployment market/parcels and 3 more (other-field)
    spec.template.spec.containers[*].image: ":1.0.0" → ":1.1.0"
    each pod stops once its successor is ready: none is away
    safe: old and new pods run side by side meanwhile: make sure that they get along

OK: harmless

  CronJob market/prices: takes effect from now on; nothing restarts
    spec.jobTemplate.spec.template.spec.containers[prices].image: "registry.example.com/market/prices:1.0.0" → "registry.example.com/market/prices:1.1.0"
  ScaledJob market/thumbnails: running Jobs end as they are; new Jobs use it
    spec.jobTargetRef.template.spec.containers[thumbnails].image: "registry.example.com/market/thumbnails:1.0.0" → "registry.example.com/market/thumbnails:1.1.0"

objects: 10 changed; findings: 8 WARN, 2 OK
"
`);
});

test('voting: who scales down is told what is lost, each thing once', () => {
  expect(diff('voting', { 'replicas: 2': 'replicas: 1' })).toMatchInlineSnapshot(`
"WARN: restart or interruption

  2 objects: Deployment voting/result, Deployment voting/vote (other-field)
    spec.template.spec.topologySpreadConstraints[kubernetes.io/hostname/ScheduleAnyway]: {maxSkew, topologyKey, whenUnsatisfiable, labelSelector, matchLabelKeys} → (none)
    each pod stops once its successor is ready: none is away
    safe: old and new pods run side by side meanwhile: make sure that they get along

  2 objects: Deployment voting/result, Deployment voting/vote (replicas-lowered)
    spec.replicas: 2 → 1
    one pod of 2 is left: when its node fails or is drained, nobody serves
    safe: make sure that one carries the load, and that it may be away

OK: harmless

  2 objects: PodDisruptionBudget voting/result, PodDisruptionBudget voting/vote: removed: a single pod needs no budget

objects: 2 changed, 2 removed; findings: 4 WARN, 2 OK
"
`);
});

test('market: who lowers the bounds of scaling is told what is lost, each thing once', () => {
  expect(diff('market', { 'min: 2, max: 10': 'min: 1, max: 4' })).toMatchInlineSnapshot(`
"WARN: restart or interruption

  HorizontalPodAutoscaler market/web (autoscaler-maximum-lowered, new/production/market-app/horizontalpodautoscaler.web.yaml:1)
    spec.maxReplicas: 10 → 4
    pods beyond 4 stop at once; at peaks up to 10 did the work
    safe: compare with the pods of the last peaks

  HorizontalPodAutoscaler market/web (autoscaler-minimum-lowered, new/production/market-app/horizontalpodautoscaler.web.yaml:1)
    spec.minReplicas: 2 → 1
    in quiet times one pod of 2 is left: when its node fails or is drained, nobody serves
    safe: make sure that one carries the load, and that it may be away

objects: 1 changed; findings: 2 WARN
"
`);
});

test('market: another host of others is told by the ways out that close and open', () => {
  expect(diff('market', { 'api.payments': 'eu.payments' })).toMatchInlineSnapshot(`
"WARN: restart or interruption

  Deployment market/payments (other-field, new/production/market-app/deployment.payments.yaml:1)
    spec.template.spec.containers[payments].env[PROVIDER_URL].value: "https://api.payments.example.com/v1" → "https://eu.payments.example.com/v1"
    each pod stops once its successor is ready: none is away
    safe: old and new pods run side by side meanwhile: make sure that they get along

  CiliumNetworkPolicy market/payments (connections-changed, new/production/market-app/ciliumnetworkpolicy.payments.yaml:1)
    spec.egress[1].toFQDNs[0].matchName: "api.payments.example.com" → "eu.payments.example.com"
    no longer possible (1): Deployment market/payments → api.payments.example.com:443; newly possible (1): Deployment market/payments → eu.payments.example.com:443
    safe: compare the edges with the connections that are meant; add the policies that allow before the one that denies

objects: 2 changed; findings: 2 WARN
"
`);
});
