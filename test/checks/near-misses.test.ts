import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';

const make = (apiVersion: string, kind: string, rest: object = {}, metadata: object = {}): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'a', namespace: 'shop', ...metadata }, ...rest }) as KubernetesObject;
const found = (rule: string, objects: readonly KubernetesObject[]) =>
  runChecks(ManifestSet.of(objects)).findings.some((finding) => finding.rule === rule);

const script = (...lines: string[]) =>
  make('v1', 'ConfigMap', { data: { 'run.sh': `#!/bin/sh\n${lines.join('\n')}\n` } });
const annotated = (key: string) => make('v1', 'ConfigMap', { data: {} }, { annotations: { [key]: 'Zx8Kq2LmP9' } });
const pod = make('v1', 'Pod', { spec: { containers: [{ name: 'a', image: 'a:1' }] } });
const priority = (globalDefault: boolean) =>
  make('scheduling.k8s.io/v1', 'PriorityClass', { value: 10, globalDefault }, { namespace: undefined });
const nowhere = make('v1', 'ConfigMap', { data: {} }, { namespace: undefined });

describe('a fault is told, and what only looks like one is not', () => {
  test.each<[rule: string, what: string, right: KubernetesObject[], wrong: KubernetesObject[]]>([
    [
      'shell-goes-on',
      'a script that sets, says and becomes another program',
      [script('export A=1', 'echo begun', 'exec /usr/bin/server')],
      [script('mkdir /data/a', 'cp /b /data/a')],
    ],
    [
      'secret-in-annotation',
      'the checksum of a password',
      [annotated('checksum/db-password')],
      [annotated('example.com/db-password')],
    ],
    [
      'secret-in-annotation',
      "an annotation of kubectl's own",
      [annotated('kubectl.kubernetes.io/db-password')],
      [annotated('example.com/db-password')],
    ],
    ['priority-missing', 'a class for all that name none', [pod, priority(true)], [pod, priority(false)]],
    ['namespace-missing', 'a set in which no object names one', [nowhere], [nowhere, make('v1', 'Secret')]],
  ])('%s: %s', (rule, _what, right, wrong) => {
    expect(found(rule, right)).toBe(false);
    expect(found(rule, wrong)).toBe(true);
  });
});
