import { diffManifests, judgeChanges } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { clusterObject, deployment, object, template } from './table/objects';

const policy = (spec: Record<string, unknown>, name = 'p'): KubernetesObject =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec });
const web = { matchLabels: { app: 'web' } };
const scraper: KubernetesObject = {
  ...deployment('prometheus'),
  metadata: { name: 'prometheus', namespace: 'monitoring' },
};
const pods = [
  deployment(
    'web',
    {},
    template('web', 'web:1', { ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }] }),
  ),
  deployment('client'),
  scraper,
  clusterObject('v1', 'Namespace', 'monitoring', {}, { labels: { team: 'platform' } }),
];
const scrapers = { matchExpressions: [{ key: 'app', operator: 'In', values: ['prometheus'] }] };
const isolated = { podSelector: web, policyTypes: ['Ingress'], ingress: [] as unknown[] };
const from = (peer: Record<string, unknown>, ports?: unknown[]) => ({
  ...isolated,
  ingress: [{ from: [peer], ...(ports && { ports }) }],
});

function told(old: readonly KubernetesObject[], now: readonly KubernetesObject[]): string[] {
  const [before, after] = [ManifestSet.of([...pods, ...old]), ManifestSet.of([...pods, ...now])];
  return judgeChanges(diffManifests(before, after), before, after)
    .filter((finding) => finding.rule === 'connections-changed')
    .map(({ verdict, consequence }) => `${verdict} ${consequence}`);
}

test.each<[string, KubernetesObject[], KubernetesObject[], string]>([
  [
    'a peer of the namespace, by a named port',
    [policy(isolated)],
    [policy(from({ podSelector: { matchLabels: { app: 'client' } } }, [{ port: 'http' }]))],
    'WARN newly possible (1): Deployment z/client → Deployment z/web:8080',
  ],
  [
    'a peer of another namespace, by the labels of the namespace and a range of ports',
    [policy(isolated)],
    [policy(from({ namespaceSelector: { matchLabels: { team: 'platform' } } }, [{ port: 9000, endPort: 9100 }]))],
    'WARN newly possible (1): Deployment monitoring/prometheus → Deployment z/web:9090',
  ],
  [
    'a peer of another namespace, by its name and an expression',
    [policy(isolated)],
    [
      policy(
        from(
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['prometheus'] }] },
          },
          [{ port: 9090 }],
        ),
      ),
    ],
    'WARN newly possible (1): Deployment monitoring/prometheus → Deployment z/web:9090',
  ],
  [
    'pods of all namespaces, by an expression',
    [policy(isolated)],
    [policy(from({ namespaceSelector: {}, podSelector: scrapers }, [{ port: 9090 }]))],
    'WARN newly possible (1): Deployment monitoring/prometheus → Deployment z/web:9090',
  ],
  [
    'pods of all namespaces, which are no names',
    [policy(isolated)],
    [policy(from({ namespaceSelector: {} }, [{ port: 9090 }]))],
    'WARN newly possible (2): Deployment z/client → Deployment z/web:9090, other namespaces → Deployment z/web:9090',
  ],
  [
    'the world outside',
    [policy(from({ ipBlock: { cidr: '0.0.0.0/0' } }, [{ port: 8080 }]))],
    [policy(isolated)],
    'WARN no longer possible (1): outside → Deployment z/web:8080',
  ],
  [
    'a second policy that allows the same',
    [policy(from({ podSelector: {} }))],
    [policy(from({ podSelector: {} })), policy(from({ podSelector: { matchLabels: { app: 'client' } } }), 'q')],
    '',
  ],
  [
    'a rule that says the same in other words',
    [policy(from({ podSelector: { matchLabels: { app: 'client' } } }))],
    [policy(from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }))],
    'OK no connection between the pods of these manifests changes',
  ],
  [
    'the last policy of a pod: open to all',
    [policy({ ...isolated, ingress: [{ ports: [{ port: 8080 }] }] })],
    [],
    'WARN removed: newly possible (3): Deployment z/client → Deployment z/web:9090, other namespaces → Deployment z/web:9090, outside → Deployment z/web:9090',
  ],
])('%s', (_name, old, now, text) => {
  expect(told(old, now)).toEqual(text === '' ? [] : [text]);
});
