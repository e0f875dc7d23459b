import { clusterObject, deployment, object, type Row, service, statefulSet, template } from './objects';

const policy = (name: string, spec: Record<string, unknown>) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec });
const ingress = (fields: Record<string, unknown>) =>
  object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ingressClassName: 'nginx', ...fields } });
const rule = (host: string) => ({
  host,
  http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
});
const serving = template('web', 'web:1.0', { ports: [{ containerPort: 8080 }] });
const calling = template('client', 'client:1.0', { env: [{ name: 'WEB_URL', value: 'http://web.z.svc:80/' }] });
const namespace = (level: string) =>
  clusterObject('v1', 'Namespace', 'z', {}, { labels: { 'pod-security.kubernetes.io/enforce': level } });
const pods = [deployment('web', {}, serving), deployment('client')];

export const NETWORK_ROWS: readonly Row[] = [
  {
    row: 'Service clusterIP set -> other or None; primary ipFamily',
    from: [service('web', { clusterIP: '10.0.7.1' }), service('api', { ipFamilies: ['IPv4'] })],
    to: [service('web', { clusterIP: '10.0.7.2' }), service('api', { ipFamilies: ['IPv6'] })],
    told: 'RECREATE service-ip-family Service z/api: the API server refuses to change the primary address family; made anew, DNS clients break meanwhile',
    also: [
      'RECREATE service-cluster-ip Service z/web: the API server refuses to change the cluster address; made anew, clients that cached the name break',
    ],
  },
  {
    row: 'Service type change',
    from: [service('web', { type: 'NodePort', ports: [{ name: 'http', port: 80, nodePort: 30080 }] })],
    to: [service('web', { type: 'ClusterIP', ports: [{ name: 'http', port: 80, nodePort: 30080 }] })],
    told: 'WARN service-type Service z/web: NodePort 30080 is released; clients outside the cluster lose it',
  },
  {
    row: 'Service selector, port, name; removal with referencing NetworkPolicy or env',
    from: [service('web'), service('api'), deployment('client', {}, calling)],
    to: [service('api', { ports: [{ name: 'http', port: 8080 }] }), deployment('client', {}, calling)],
    told: 'BLOCK service-removed-in-use Service z/web: removed: still called by Deployment z/client: their connections fail as soon as the name is gone',
    also: ['WARN service-clients-cut Service z/api: open and new connections of clients are cut or go elsewhere'],
  },
  {
    row: 'Headless <-> ClusterIP of a StatefulSet',
    from: [statefulSet('db'), service('db')],
    to: [statefulSet('db'), service('db', { clusterIP: 'None' })],
    told: 'BLOCK service-headless-switched Service z/db: refused by the API server; made anew, the stable names of the StatefulSet pods vanish',
  },
  {
    row: 'Service clusterIP left out',
    from: [statefulSet('db'), service('db', { clusterIP: 'None' })],
    to: [statefulSet('db'), service('db')],
    told: 'WARN service-address-kept Service z/db: the API server keeps what it has: the address stays, and a headless Service stays headless',
  },
  {
    row: 'Ingress host, TLS secret, class removed',
    from: [
      ingress({ rules: [rule('a.example'), rule('b.example')], tls: [{ secretName: 'tls', hosts: ['a.example'] }] }),
    ],
    to: [ingress({ rules: [rule('a.example')] })],
    told: 'WARN ingress-narrowed Ingress z/web: requests to the old host, path or class are no longer answered, or without their certificate',
  },
  {
    row: 'NetworkPolicy removed or default-deny added',
    from: [...pods],
    to: [...pods, policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })],
    told: 'WARN connections-changed NetworkPolicy z/deny: no longer possible (11): Deployment z/client → Deployment z/web:8080, Deployment z/client → cluster DNS:53/UDP, Deployment z/client → other namespaces, Deployment z/client → outside:443, Deployment z/web → cluster DNS:53/UDP and 6 more',
    also: ['OK object-added NetworkPolicy z/deny: a new object'],
  },
  {
    row: 'Namespace PSA labels tightened',
    from: [namespace('baseline')],
    to: [namespace('restricted')],
    told: 'WARN pod-security-tightened Namespace z: pods that do not fit are rejected, but only when they restart: nothing is seen until then',
  },
];
