import { fields, list } from '../../../manifests/fields';
import { type Entry, endOf, isOnNode, type NamedService, namedServices, receivingPort } from '../../../manifests/model';
import type { CheckContext } from '../../context';
import type { Observation, Rule } from '../../rule';

export const unconnectedRules: readonly Rule[] = [
  {
    id: 'network-unconnected',
    title: 'a pod is told to call a Service that the policies keep it from',
    severity: 'warning',
    why: 'nothing refuses its connections, the packets are dropped: it hangs until it gives up',
    mend: 'connect it (connectTo), or allow egress at the pod and ingress at the receiver on the port of the receiving pod; remove the name if it is not called',
    source: 'Kubernetes docs, network policies',
    *check(context) {
      const told = new Set<string>();
      for (const named of namedServices(context)) {
        const service = context.find('/Service', named.namespace, named.service);
        if (service === undefined) continue;
        const key = `${named.template.entry.key}\n${service.key}`;
        if (told.has(key)) continue;
        const seen = unreached(context, named, service);
        if (seen === undefined) continue;
        told.add(key);
        yield seen;
      }
    },
  },
];

/** What is told of a pod that can't reach the Service it names; nothing where it can, or where that is not known. */
function unreached(context: CheckContext, named: NamedService, service: Entry): Observation | undefined {
  const { template, host, port } = named;
  const ports = list(service.spec.ports)
    .map(fields)
    .filter((item) => port === undefined || item.port === port);
  // What has no port of that number is no call of this Service, or one that is told elsewhere.
  if (ports.length === 0 || isOnNode(template)) return undefined;
  const from = endOf(template);
  for (const other of context.behind(service)) {
    // What a pod says to itself always passes.
    if (other === template || isOnNode(other)) continue;
    const open = ports.some((item) => context.network.canReach(from, endOf(other), receivingPort(service, item)));
    if (open) continue;
    const { entry, path } = named;
    return {
      entry,
      field: path,
      value: port === undefined ? host : `${host}:${port}`,
      what: `${template.entry.key} is told to call ${service.key}, and no policy lets it reach ${other.entry.key}`,
    };
  }
  return undefined;
}
