import type { ScrapeConfig } from '../../../../src/observability';
import type { Rendered } from '../manifests';

/** A pod as discovery sees it. */
export interface DiscoveredPod {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
  readonly phase: 'Running' | 'Succeeded';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly { readonly name: string; readonly ports?: readonly Port[] }[];
}

interface Port {
  readonly name: string;
  readonly containerPort: number;
}

interface Template {
  readonly metadata: { labels?: Record<string, string>; annotations?: Record<string, string> };
  readonly spec: { readonly containers: DiscoveredPod['containers'] };
}

interface Service {
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number | string }[];
  };
}

export interface Node {
  readonly name: string;
  readonly ip: string;
}

/** A cluster in which the rendered objects run: every pod, node and server has a loopback address of its own. */
export class Cluster {
  readonly pods: readonly DiscoveredPod[];
  readonly apiServer: string;
  readonly nodes: readonly Node[];
  private addresses = 1;

  /** @param network two bytes of the addresses, so that clusters of several tests stay apart */
  constructor(
    private readonly rendered: Rendered,
    private readonly network: string,
  ) {
    this.apiServer = this.address();
    this.nodes = ['node-1', 'node-2'].map((name) => ({ name, ip: this.address() }));
    const template = (object: { spec: unknown }): Template => {
      const spec = object.spec as { template?: Template; jobTargetRef?: { template: Template } };
      return (spec.template ?? spec.jobTargetRef?.template)!;
    };
    const pods = ['Deployment', 'StatefulSet', 'Job', 'ScaledJob'].flatMap((kind) =>
      rendered.all<{ spec: unknown }>(kind).flatMap((object) => {
        const phases = kind.endsWith('Job') ? (['Succeeded', 'Running'] as const) : (['Running'] as const);
        return phases.map((phase) => this.pod(object.metadata, template(object), phase));
      }),
    );
    const keda = {
      metadata: { labels: { app: 'keda-operator' } },
      spec: { containers: [{ name: 'keda-operator', ports: [{ name: 'metrics', containerPort: 8080 }] }] },
    };
    this.pods = [...pods, this.pod({ name: 'keda-operator', namespace: 'keda' }, keda, 'Running')];
  }

  podOf(name: string): DiscoveredPod {
    return this.pods.find((pod) => pod.name === `${name}-0`)!;
  }

  /** Static targets with the labels that discovery would give them (Prometheus docs, kubernetes_sd_config). */
  targets(job: ScrapeConfig): { targets: string[]; labels: Record<string, string> }[] {
    return (job.kubernetes_sd_configs ?? []).flatMap(({ role, namespaces, selectors = [] }) => {
      const here = ({ namespace }: { namespace: string }) => namespaces?.names.includes(namespace) ?? true;
      if (role === 'node') return this.nodes.map((node) => nodeTarget(node));
      if (role === 'pod') {
        return this.pods
          .filter(here)
          .filter(({ labels }) => selectors.every(({ label }) => matches(labels, label)))
          .flatMap((pod) => portsOf(pod).map((port) => target(`${pod.ip}:${port.containerPort}`, podLabels(pod))));
      }
      return [...this.serviceTargets().filter(here), ...(here({ namespace: 'default' }) ? [this.apiTarget()] : [])].map(
        ({ found }) => found,
      );
    });
  }

  private serviceTargets() {
    return this.rendered.all<Service>('Service').flatMap(({ metadata, spec }) =>
      this.pods
        .filter(({ namespace, labels }) => namespace === metadata.namespace && contains(labels, spec.selector))
        .flatMap((pod) =>
          spec.ports.map(({ name, targetPort }) => {
            const port = portsOf(pod).find((port) => port.name === targetPort || port.containerPort === targetPort)!;
            const labels = {
              __meta_kubernetes_service_name: metadata.name,
              __meta_kubernetes_endpointslice_port_name: name,
              ...prefixed('__meta_kubernetes_service_annotation_', metadata.annotations ?? {}),
            };
            const found = target(`${pod.ip}:${port.containerPort}`, { ...podLabels(pod), ...labels });
            return { namespace: pod.namespace, found };
          }),
        ),
    );
  }

  private apiTarget() {
    const labels = {
      __meta_kubernetes_namespace: 'default',
      __meta_kubernetes_service_name: 'kubernetes',
      __meta_kubernetes_endpointslice_port_name: 'https',
    };
    return { namespace: 'default', found: target(`${this.apiServer}:6443`, labels) };
  }

  private pod(owner: { name: string; namespace?: string }, template: Template, phase: 'Running' | 'Succeeded') {
    const { labels = {}, annotations = {} } = template.metadata;
    const name = phase === 'Running' ? `${owner.name}-0` : `${owner.name}-done`;
    const { containers } = template.spec;
    return { name, namespace: owner.namespace!, ip: this.address(), phase, labels, annotations, containers };
  }

  private address(): string {
    this.addresses += 1;
    return `127.${this.network}.${this.addresses}`;
  }
}

function target(address: string, labels: Readonly<Record<string, string>>) {
  return { targets: [address], labels: { ...labels } };
}

function nodeTarget({ name, ip }: Node) {
  return target(`${ip}:10250`, { instance: name, __meta_kubernetes_node_name: name });
}

function podLabels(pod: DiscoveredPod): Record<string, string> {
  return {
    __meta_kubernetes_namespace: pod.namespace,
    __meta_kubernetes_pod_name: pod.name,
    __meta_kubernetes_pod_ip: pod.ip,
    __meta_kubernetes_pod_phase: pod.phase,
    __meta_kubernetes_pod_node_name: 'node-1',
    ...prefixed('__meta_kubernetes_pod_label_', pod.labels),
    ...prefixed('__meta_kubernetes_pod_annotation_', pod.annotations),
  };
}

function portsOf(pod: DiscoveredPod): Port[] {
  return pod.containers.flatMap(({ ports = [] }) => ports);
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name.replace(/[^A-Za-z0-9_]/g, '_')}`, value]),
  );
}

function contains(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** A selector of equalities, `a=b,c=d`. */
function matches(labels: Readonly<Record<string, string>>, selector: string): boolean {
  return contains(labels, Object.fromEntries(selector.split(',').map((part) => part.split('=') as [string, string])));
}
