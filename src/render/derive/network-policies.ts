import type { Environment } from '../../environment';
import type { KubernetesObject } from '../../kubernetes';
import { managedBy } from '../../kubernetes';
import { compare } from '../../problem';
import { foreignPods, type PolicyRules, type Port, peerKey, policiesFor, toNetworkPolicySpec } from '../../topology';
import type { Collected } from '../collect';

/** A policy and the Application that it is part of. */
export interface DerivedPolicy {
  readonly object: KubernetesObject;
  readonly application: string;
  readonly constructPath: string;
  /** Path of the tier whose wave it shares; `undefined` for the namespace's own. */
  readonly component?: string;
}

/** Where pods ask for names, by kind of cluster. Ports are the DNS pods' own. */
const dnsPeers = {
  'kube-dns': { peer: foreignPods('kube-system', { 'k8s-app': 'kube-dns' }), port: 53 },
  'node-local-dns': { peer: { kind: 'addresses' as const, cidrs: ['169.254.20.10/32'] }, port: 53 },
  openshift: { peer: foreignPods('openshift-dns'), port: 5353 },
  microshift: { peer: foreignPods('openshift-dns'), port: 5353 },
} as const;

/**
 * NetworkPolicies of all namespaces: everything is denied, names can be asked for over UDP and TCP, and each tier may do what
 * its connections say.
 *
 * @param firstApplications the Application that holds a namespace's own policies
 */
export function deriveNetworkPolicies(
  collected: Collected,
  firstApplications: ReadonlyMap<string, string>,
): DerivedPolicy[] {
  const { root } = collected;
  const byPods = new Map(root.topology.components.flatMap((c) => (c.pods ? [[peerKey(c.pods), c] as const] : [])));
  const derived: DerivedPolicy[] = [];
  const appLabels = new Map(collected.applications.map(({ application, system }) => [application.name, system.app]));
  const managed = new Set(firstApplications.keys());
  for (const [namespace, application] of [...firstApplications].sort(([a], [b]) => compare(a, b))) {
    const app = appLabels.get(application) ?? application;
    derived.push(
      { object: denyAll(namespace, app), application, constructPath: `${root.name}/${application}/default-deny` },
      {
        object: allowDns(namespace, app, root.environment),
        application,
        constructPath: `${root.name}/${application}/allow-dns`,
      },
    );
  }
  for (const rules of policiesFor(root.topology.flows)) {
    const component = byPods.get(peerKey(rules.pods));
    if (!component || !managed.has(rules.pods.namespace)) continue;
    const tier = component.pods?.podLabels.tier ?? component.name;
    derived.push({
      object: toPolicy(tier, rules, { app: appLabels.get(component.application) ?? component.system, tier }),
      application: component.application,
      constructPath: `${component.path}/network-policy`,
      component: component.path,
    });
  }
  return derived;
}

function toPolicy(name: string, rules: PolicyRules, labels: Record<string, string>): KubernetesObject {
  return policy(name, rules.pods.namespace, labels, toNetworkPolicySpec(rules));
}

function denyAll(namespace: string, app: string): KubernetesObject {
  return policy('default-deny', namespace, { app }, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
}

function allowDns(namespace: string, app: string, environment: Environment): KubernetesObject {
  const { peer, port } = dnsPeers[environment.cluster.dns];
  // Answers that don't fit a datagram are asked for again over TCP.
  const ports: Port[] = [
    { port, protocol: 'TCP' },
    { port, protocol: 'UDP' },
  ];
  const spec = toNetworkPolicySpec({
    pods: { kind: 'pods', namespace, podLabels: {} },
    ingress: [],
    egress: [{ peers: [peer], ports }],
  });
  return policy('allow-dns', namespace, { app }, { ...spec, podSelector: {}, policyTypes: ['Egress'] });
}

function policy(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  spec: Record<string, unknown>,
): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: { ...labels, ...managedBy } },
    spec,
  };
}
