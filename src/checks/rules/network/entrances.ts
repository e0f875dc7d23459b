import { type Fields, fields, list, text } from '../../../manifests/fields';
import {
  admitsPort,
  type Entry,
  ingressBackends,
  isOnNode,
  isolating,
  type PodTemplate,
  podsOf,
  receivingPort,
} from '../../../manifests/model';
import { type NetworkPort, type PolicyRule, selectsAll } from '../../../manifests/network';
import { each, objects } from '../../builders';
import type { CheckContext } from '../../context';
import type { Observation, Rule } from '../../rule';

/** Kinds of the Gateway API that lead to Services. */
const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`);

/** A port of a Service that something leads to from outside. */
interface Way {
  readonly service: Entry;
  readonly item: Fields;
  /** Path below the object that leads there. */
  readonly path: string;
}

export const entranceRules: readonly Rule[] = [
  {
    id: 'network-entrance-closed',
    title: 'something leads from outside to pods that the policies close',
    severity: 'warning',
    why: 'whoever comes that way waits until it gives up, or is answered with 502 or 504',
    mend: 'give the tier an `exposure` or lead a Route to it, or allow ingress from the pods of the controller (from the nodes, for a Service) on the port of the pod',
    source: 'Kubernetes docs, network policies',
    check: each(
      objects('networking.k8s.io/Ingress', ...routes, '/Service'),
      function* (entry, context): Iterable<Observation> {
        for (const { service, item, path } of waysOf(entry, context)) {
          const port = receivingPort(service, item);
          const closed = context
            .behind(service)
            .find((template) => !isOnNode(template) && !letsIn(context, template, port, entry.kind === 'Service'));
          if (closed === undefined) continue;
          yield {
            field: path,
            value: `${closed.entry.key} port ${port.port}`,
            what: 'no policy lets anybody from outside in to the pods that it leads to',
          };
        }
      },
    ),
  },
];

function waysOf(entry: Entry, context: CheckContext): Way[] {
  if (entry.kind === 'Service') {
    if (entry.spec.type !== 'NodePort' && entry.spec.type !== 'LoadBalancer') return [];
    return list(entry.spec.ports).map((item, index) => ({
      service: entry,
      item: fields(item),
      path: `spec.ports[${index}]`,
    }));
  }
  const references = entry.kind === 'Ingress' ? servicesOf(entry) : routeBackends(entry);
  return references.flatMap(({ namespace, name, wanted, path }) => {
    const service = context.find('/Service', namespace, name);
    const item = list(service?.spec.ports)
      .map(fields)
      .find((port) => port.name === wanted || port.port === wanted);
    return service === undefined || item === undefined ? [] : [{ service, item, path }];
  });
}

function servicesOf(entry: Entry) {
  return ingressBackends(entry).map(({ backend, path }) => {
    const { name, port } = fields(fields(backend).service);
    const { namespace } = entry;
    return { namespace, name: text(name) ?? '', wanted: fields(port).name ?? fields(port).number, path };
  });
}

function routeBackends(entry: Entry) {
  return list(entry.spec.rules).flatMap((rule, r) =>
    list(fields(rule).backendRefs).map((item, b) => {
      const { name, namespace = entry.namespace, port } = fields(item);
      const path = `spec.rules[${r}].backendRefs[${b}]`;
      return { namespace: text(namespace) ?? '', name: text(name) ?? '', wanted: port, path };
    }),
  );
}

/**
 * Whether somebody from outside may come in. Nobody can tell from manifests who hands requests on, so that everybody counts who may
 * be it: addresses, pods that are not in the set, and pods that are reached from outside themselves.
 *
 * @param byAddress whether packets come from nodes or clients, and never from pods
 */
function letsIn(context: CheckContext, template: PodTemplate, port: NetworkPort, byAddress: boolean): boolean {
  const isolation = isolating(context, template, 'Ingress');
  if (isolation.length === 0) return true;
  return isolation.flat().some((rule) => {
    if (!admitsPort(rule, template, port)) return false;
    return rule.peers.length === 0 || rule.peers.some((peer) => mayBeEntrance(context, rule, peer, byAddress));
  });
}

function mayBeEntrance(context: CheckContext, rule: PolicyRule, peer: Fields, byAddress: boolean): boolean {
  if ((peer.ipBlock ?? peer.unknown ?? undefined) !== undefined) return true;
  if (byAddress) return false;
  const { namespaceSelector = undefined, podSelector } = peer;
  if (namespaceSelector !== undefined && selectsAll(namespaceSelector) && selectsAll(podSelector)) return true;
  const pods = podsOf(context, rule, peer);
  return pods.length === 0 || pods.some((pod) => isReachedFromOutside(context, pod));
}

function isReachedFromOutside(context: CheckContext, template: PodTemplate): boolean {
  if (isOnNode(template)) return true;
  if (context.servicesOf(template).some(({ spec }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer'))
    return true;
  return template.containers.some((container) =>
    list(container.fields.ports).some((port) => fields(port).hostPort !== undefined),
  );
}
