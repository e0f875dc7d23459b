import { readSettings, runChecks } from '../../../src/checks';
import { compareManifests } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { ownRules } from './a-rule-of-your-own';

const topic = (spec: object): KubernetesObject => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaTopic',
  metadata: { name: 'orders', namespace: 'shop' },
  spec,
});
const deployment = (labels: Record<string, string>): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels },
  spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
});
const told = (...objects: KubernetesObject[]) =>
  runChecks(ManifestSet.of(objects), readSettings(ownRules)).findings.filter(({ rule }) =>
    /^(owner|topic)-/.test(rule),
  );

test('rules of your own find what the library does not know', () => {
  expect(told(topic({ replicas: 3 }), deployment({ owner: 'shop' }))).toEqual([]);
  expect(
    told(topic({ replicas: 1 }), deployment({})).map(({ severity, message }) => `${severity}: ${message}`),
  ).toEqual([
    'error: apps/Deployment shop/web metadata.labels: nobody owns this workload; nobody is called when it fails; write the label owner',
    'warning: kafka.strimzi.io/KafkaTopic shop/orders spec.replicas: a topic has fewer than three copies (1); the loss of one broker stops its publishers; write spec.replicas: 3',
  ]);
});

test('rows of your own judge a change', () => {
  const [before, after] = [3, 6].map((partitions) => ManifestSet.of([topic({ partitions })]));
  const { findings } = compareManifests(before!, after!, undefined, ownRules.changeRules);
  expect(findings.map(({ verdict, consequence }) => `${verdict}: ${consequence}`)).toEqual([
    'BLOCK: keys move to other partitions: their order is lost',
  ]);
});
