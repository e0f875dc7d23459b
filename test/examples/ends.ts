import type { Edge, End } from './wrong-edges';

/** Nodes, from where people come in by a port of each node, or by a balancer. */
export const minikube: End = { address: '192.168.49.2' };
export const worker: End = { address: '10.1.0.7' };
export const ingress: End = { namespace: 'ingress-nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } };
export const keda: End = { namespace: 'keda', labels: { app: 'keda-operator' } };
const dns: End = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Edges from several ends to one. */
export const toOne = (from: readonly End[], to: End, port: Edge[2]): Edge[] => from.map((one) => [one, to, port]);

/** Edges from one end to several. */
export const fromOne = (from: End, to: readonly End[], port: Edge[2]): Edge[] => to.map((one) => [from, one, port]);

/** Every pod may ask for names. */
export const namesFor = (workloads: readonly string[]): Edge[] => [
  ...toOne(workloads, dns, 53),
  ...toOne(workloads, dns, '53/UDP'),
];
