import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Environment } from './environments';

interface Way {
  readonly peer: kplus.INetworkPolicyPeer;
  readonly port: number;
}

const deny = kplus.NetworkPolicyTrafficDefault.DENY;
const rulesOf = (ways: readonly Way[]) =>
  ways.map(({ peer, port }) => ({ peer, ports: [kplus.NetworkPolicyPort.tcp(port)] }));

/** Closes pods but for these ways. */
export function isolate(
  scope: Construct,
  name: string,
  selector: kplus.IPodSelector,
  ways: { readonly from?: readonly Way[]; readonly to?: readonly Way[] },
): void {
  new kplus.NetworkPolicy(scope, `${name}-policy`, {
    metadata: { name },
    selector,
    ingress: { default: deny, rules: rulesOf(ways.from ?? []) },
    egress: { default: deny, rules: rulesOf(ways.to ?? []) },
  });
}

/** Nothing but questions to the cluster's DNS, for pods that no other policy opens. */
export class NamespacePolicies extends Construct {
  constructor(scope: Construct) {
    super(scope, 'policies');
    const all = kplus.Pods.all(this, 'all');
    isolate(this, 'default-deny', all, {});
    const dns = kplus.Pods.select(this, 'dns', {
      labels: { 'k8s-app': 'kube-dns' },
      namespaces: kplus.Namespaces.select(this, 'kube-system', { names: ['kube-system'] }),
    });
    const ports = [kplus.NetworkPolicyPort.tcp(53), kplus.NetworkPolicyPort.udp(53)];
    new kplus.NetworkPolicy(this, 'allow-dns', {
      metadata: { name: 'allow-dns' },
      selector: all,
      egress: { default: deny, rules: [{ peer: dns, ports }] },
    });
  }
}

/** Who calls from outside: the Ingress controller, or the nodes themselves. */
export function outside(scope: Construct, { node }: Environment): kplus.INetworkPolicyPeer {
  if (node) return kplus.NetworkPolicyIpBlock.ipv4(scope, 'nodes', node.cidr);
  return kplus.Pods.select(scope, 'controller', {
    labels: { 'app.kubernetes.io/name': 'ingress-nginx' },
    namespaces: kplus.Namespaces.select(scope, 'ingress-nginx', { names: ['ingress-nginx'] }),
  });
}
