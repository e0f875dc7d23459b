import type { KubernetesObject } from '../../src/kubernetes/object';

/** An object whose fields are read and written freely. */
interface Fields {
  // biome-ignore lint/suspicious/noExplicitAny: fields of any kind; what is not there differs
  [field: string]: any;
}

/**
 * What objects mean, by kind and name: labels left out but those of pod security, annotations but those for others than Argo CD and the checks, selectors
 * told as the workloads that they select, ports of Services and Ingresses as numbers, policies as single ways, and what the API server
 * writes by itself left out.
 */
export function meaningOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  const workloads = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet') as Fields[];
  const meant = objects.map((object) => {
    const { metadata, ...rest } = structuredClone(object) as Fields;
    const labels = Object.entries(metadata.labels ?? {}).filter(([name]) => name.startsWith('pod-security'));
    const annotations = Object.entries(metadata.annotations ?? {}).filter(
      ([name]) => !/^(?:argocd\.|tiers\.cdk8s\.io\/)/.test(name),
    );
    const told = { ...rest, metadata: Object.fromEntries([...labels, ...annotations]) } as Fields;
    const spec = told.spec ?? {};
    if (told.kind === 'NetworkPolicy') told.spec = waysOf(spec, workloads);
    if (told.kind === 'Service') told.spec = serviceOf(spec, workloads);
    if (told.kind === 'Ingress') numberPorts(spec, [...objects]);
    if (told.kind === 'PodDisruptionBudget') told.spec = { ...spec, selector: selectedBy(spec.selector, workloads) };
    if (told.kind === 'ConfigMap' && told.immutable === false) delete told.immutable;
    if (told.kind === 'StatefulSet')
      spec.updateStrategy = withoutDefaults(spec.updateStrategy, { rollingUpdate: { partition: 0 } });
    if (told.kind === 'ExternalSecret') delete spec.target.template.metadata;
    if (spec.template?.spec?.containers) podOf(spec, workloads);
    if (Object.keys(spec).length === 0) delete told.spec;
    return [`${told.kind} ${metadata.name}`, told as unknown as KubernetesObject] as const;
  });
  return new Map(meant);
}

/** Names of the workloads that a selector means; labels of pods that are not here stay. */
function selectedBy(selector: Fields, workloads: readonly Fields[]): unknown {
  const labels = Object.entries(selector?.matchLabels ?? {});
  if (labels.length === 0) return 'all pods';
  const selected = workloads.filter(({ spec }) =>
    labels.every(([name, value]) => spec.template.metadata.labels[name] === value),
  );
  return selected.length === 0 ? selector : selected.map(({ metadata }) => metadata.name).sort();
}

function waysOf({ podSelector, policyTypes, ingress = [], egress = [] }: Fields, workloads: readonly Fields[]) {
  const own = 'voting';
  const single = (rules: Fields[], side: 'from' | 'to') =>
    rules
      .flatMap((rule) =>
        rule[side].flatMap(({ podSelector: pods, namespaceSelector, ...peer }: Fields) => {
          const namespace = namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? own;
          const whom =
            pods === undefined ? peer : { namespace, pods: namespace === own ? selectedBy(pods, workloads) : pods };
          return rule.ports.map(({ port, protocol = 'TCP' }: Fields) => JSON.stringify({ ...whom, port, protocol }));
        }),
      )
      .sort();
  return {
    pods: selectedBy(podSelector, workloads),
    policyTypes: [...policyTypes].sort(),
    ingress: single(ingress, 'from'),
    egress: single(egress, 'to'),
  };
}

function serviceOf(spec: Fields, workloads: readonly Fields[]) {
  const selector = selectedBy({ matchLabels: spec.selector }, workloads);
  const [name] = selector as string[];
  const pod = workloads.find(({ metadata }) => metadata.name === name)!.spec.template.spec;
  const numbers = new Map(pod.containers[0].ports.map((port: Fields) => [port.name, port.containerPort]));
  const ports = spec.ports.map((port: Fields) => ({
    ...port,
    targetPort: numbers.get(port.targetPort) ?? port.targetPort ?? port.port,
  }));
  return { ...withoutDefaults(spec, { externalIPs: [] }), selector, ports };
}

function numberPorts(spec: Fields, objects: readonly Fields[]): void {
  for (const { backend } of spec.rules.flatMap(({ http }: Fields) => http.paths)) {
    const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === backend.service.name)!;
    const { name } = backend.service.port;
    if (name) backend.service.port = { number: service.spec.ports.find((port: Fields) => port.name === name).port };
  }
}

/** What the server writes into pods where nothing is said. Source: Kubernetes API reference. */
const podDefaults = {
  dnsPolicy: 'ClusterFirst',
  hostNetwork: false,
  restartPolicy: 'Always',
  setHostnameAsFQDN: false,
  shareProcessNamespace: false,
  terminationGracePeriodSeconds: 30,
};

function podOf(spec: Fields, workloads: readonly Fields[]): void {
  const { template } = spec;
  const pod = template.spec;
  for (const constraint of pod.topologySpreadConstraints ?? []) {
    constraint.labelSelector = selectedBy(constraint.labelSelector, workloads);
  }
  for (const container of pod.containers) {
    // The pod says it for all of its containers.
    if (container.securityContext.runAsNonRoot === pod.securityContext.runAsNonRoot) {
      delete container.securityContext.runAsNonRoot;
    }
    container.securityContext = withoutDefaults(container.securityContext, { privileged: false });
    for (const mount of container.volumeMounts) if (mount.readOnly === false) delete mount.readOnly;
  }
  for (const { emptyDir, persistentVolumeClaim } of pod.volumes) {
    if (emptyDir?.medium === '') delete emptyDir.medium;
    if (persistentVolumeClaim?.readOnly === false) delete persistentVolumeClaim.readOnly;
  }
  spec.selector = selectedBy(spec.selector, workloads);
  spec.template = { spec: withoutDefaults(pod, podDefaults) };
}

function withoutDefaults(value: Fields, defaults: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, said]) => !(name in defaults) || JSON.stringify(said) !== JSON.stringify(defaults[name]),
    ),
  );
}
