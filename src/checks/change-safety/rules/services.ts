import { fields, mapsIn, textIn, textsIn } from '../../../manifests/fields';
import type { Circumstances, FieldCircumstances, FieldRule, RemovalRule } from '../rule';
import { valueAt } from '../semantic';
import { namesOf, namespaceOf, usersOf } from './users';
import { listed } from './words';

const SERVICE = ['/Service'];

function clientsOf({ old, after }: Circumstances): string[] {
  return namesOf(usersOf(after, 'Service', namespaceOf(old), old.metadata.name));
}

/** Whether a StatefulSet's pods get their names from this Service, before or after. */
function governs({ old, before, after }: Circumstances): boolean {
  return [before, after].some((model) =>
    model
      .ofKind('apps/StatefulSet')
      .some(({ namespace, spec }) => namespace === namespaceOf(old) && spec.serviceName === old.metadata.name),
  );
}

function isHeadless(object: Circumstances['old']): boolean {
  return valueAt(object, 'spec.clusterIP') === 'None';
}

/** Whether the API server is asked for another address; one that is only left out stays as it is (source, Service storage). */
function asksForAddress({ field }: FieldCircumstances): boolean {
  return field.to !== undefined;
}

function takesNames(given: Circumstances): boolean {
  return isHeadless(given.old) !== isHeadless(given.now) && governs(given);
}

/** Addresses that a Service gives to the world outside. */
function outsideOf(object: Circumstances['old']): string {
  const spec = fields(object.spec);
  const ports = mapsIn(spec.ports).flatMap((port) =>
    port.nodePort === undefined ? [] : [`NodePort ${textIn(port.nodePort)}`],
  );
  const address = textIn(spec.loadBalancerIP);
  return (
    listed([...ports, ...(address === '' ? [] : [`address ${address}`]), ...textsIn(spec.externalIPs)]) ||
    'its allocated address or NodePort'
  );
}

export const serviceRemovals: readonly RemovalRule[] = [
  {
    id: 'service-removed-in-use',
    kinds: SERVICE,
    when: (given) => clientsOf(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) =>
      `still called by ${listed(clientsOf(given))}: their connections fail as soon as the name is gone`,
    procedure: 'move the clients to the new name first, in a commit of its own, then remove the Service',
  },
  {
    id: 'service-removed',
    kinds: SERVICE,
    verdict: 'WARN',
    consequence: 'clients outside these manifests that use the name are cut off',
    procedure: 'make sure that nobody uses the name any more',
  },
];

export const serviceRules: readonly FieldRule[] = [
  {
    id: 'service-headless-switched',
    kinds: SERVICE,
    fields: ['spec.clusterIP'],
    when: (given) => asksForAddress(given) && takesNames(given),
    verdict: 'BLOCK',
    consequence: 'refused by the API server; made anew, the stable names of the StatefulSet pods vanish',
    procedure: 'keep the headless Service of a StatefulSet; add a second Service for clients',
  },
  {
    id: 'service-cluster-ip',
    kinds: SERVICE,
    fields: ['spec.clusterIP', 'spec.clusterIPs'],
    when: (given) => asksForAddress(given) && !takesNames(given),
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change the cluster address; made anew, clients that cached the name break',
    procedure: 'make a Service under a new name, move the clients, then remove the old one',
  },
  {
    id: 'service-address-kept',
    kinds: SERVICE,
    fields: ['spec.clusterIP', 'spec.clusterIPs'],
    when: (given) => !asksForAddress(given),
    verdict: 'WARN',
    consequence: 'the API server keeps what it has: the address stays, and a headless Service stays headless',
    procedure: 'say the address again; for another one make a Service under a new name, and move the clients',
  },
  {
    id: 'service-ip-family',
    kinds: SERVICE,
    fields: ['spec.ipFamilies'],
    when: ({ old, now }) => textsIn(fields(old.spec).ipFamilies)[0] !== textsIn(fields(now.spec).ipFamilies)[0],
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change the primary address family; made anew, DNS clients break meanwhile',
    procedure: 'make a Service under a new name, move the clients, then remove the old one',
  },
  {
    id: 'service-type',
    kinds: SERVICE,
    fields: ['spec.type'],
    verdict: 'WARN',
    consequence: ({ old }) => `${outsideOf(old)} is released; clients outside the cluster lose it`,
    procedure: 'tell those who use the address, and change their configuration together with this',
  },
  {
    id: 'service-clients-cut',
    kinds: SERVICE,
    fields: ['spec.selector', 'spec.ports', 'spec.loadBalancerIP', 'spec.externalName', 'spec.externalIPs'],
    verdict: 'WARN',
    consequence: (given) => {
      const clients = clientsOf(given);
      return `open and new connections of clients are cut or go elsewhere${clients.length > 0 ? `: ${listed(clients)}` : ''}`;
    },
    procedure: 'add the new port beside the old one, move the clients, then remove the old one',
  },
];

export const ingressRules: readonly FieldRule[] = [
  {
    id: 'ingress-narrowed',
    kinds: ['networking.k8s.io/Ingress'],
    fields: ['spec.rules', 'spec.tls', 'spec.ingressClassName', 'spec.defaultBackend'],
    when: ({ field }) => field.from !== undefined,
    verdict: 'WARN',
    consequence: 'requests to the old host, path or class are no longer answered, or without their certificate',
    procedure: 'keep the old host beside the new one until its clients have moved',
  },
];

export const ingressRemovals: readonly RemovalRule[] = [
  {
    id: 'ingress-removed',
    kinds: ['networking.k8s.io/Ingress'],
    verdict: 'WARN',
    consequence: 'its hosts are no longer reachable from outside',
    procedure: 'make sure that nobody uses the hosts any more',
  },
];
