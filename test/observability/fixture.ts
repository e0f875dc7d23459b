import {
  Application,
  type Environment,
  EnvironmentRoot,
  type KubernetesObject,
  NamespacesApplication,
  parseCpu,
  parseSize,
  System,
} from 'cdk8s-tiers';
import { Prometheus, type PrometheusProps } from 'cdk8s-tiers/observability';
import { load } from 'js-yaml';
import { parseEnvironment } from '../../src/environment/reading';
import { renderEnvironment } from '../../src/render';
import { formsOf } from '../../src/system';

/** Requests that fit every test. */
export const resources = { cpu: parseCpu('100m'), memory: parseSize('256Mi') };

const base = `name: test
cluster:
  kubernetesVersion: '1.36'
  apiServerCidrs: [10.0.0.1/32]
  nodeCidrs: [10.1.0.0/16]
  nodes: [{ name: one, count: 1, cpu: 4, memory: 8Gi }]
gitops: { repository: https://git.example.com/a/b.git }
domain: example.com
`;

/** Sections of the environment file that tests change. */
export const sections = {
  onNodes: 'exposure: { type: NodePort }\n',
  byIngress: 'exposure: { type: Ingress, class: nginx, tlsIssuer: letsencrypt }\n',
  static: 'storage: { mode: static, node: one, root: /data }\n',
  dynamic: 'storage: { mode: dynamic, classes: { default: standard, monitoring: slow } }\n',
  manual: 'secrets: { provider: manual }\n',
  keda: 'operators: { keda: { install: true } }\n',
};

/** An environment with these sections. */
export function environment(...parts: string[]): Environment {
  const given = parts.length > 0 ? parts : [sections.onNodes, sections.static, sections.manual, sections.keda];
  return parseEnvironment('test.yaml', `${base}${given.join('')}systems: {}\n`, formsOf([]));
}

/** An Application `monitoring` of a system `platform`, with the namespaces that rendering needs. */
export function makeMonitoring(given = environment()) {
  const root = EnvironmentRoot.standalone(given);
  const platform = new System(root, 'platform');
  new NamespacesApplication(platform);
  return { root, platform, application: new Application(platform, 'monitoring', { namespace: 'monitoring' }) };
}

/** A Prometheus with what it needs. */
export function addPrometheus(application: Application, props: Partial<PrometheusProps> = {}): Prometheus {
  return new Prometheus(application, 'prometheus', { resources, storage: parseSize('10Gi'), ...props });
}

/** The rendered objects of an environment. */
export function rendered(root: EnvironmentRoot): KubernetesObject[] {
  return renderEnvironment(root).objects.map(({ object }) => object);
}

/** One object by kind and name. */
export function find<T = KubernetesObject>(objects: readonly KubernetesObject[], kind: string, name: string): T {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} '${name}' among ${objects.map((o) => `${o.kind} ${o.metadata.name}`)}`);
  return found as T;
}

/** What a file of a ConfigMap says. */
export function fileIn<T>(objects: readonly KubernetesObject[], configMap: string, file: string): T {
  const { data } = find<KubernetesObject & { data: Record<string, string> }>(objects, 'ConfigMap', configMap);
  return load(data[file]!) as T;
}

/** The text of an error. */
export function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

/** A pod template of a workload, as far as tests look. */
export interface Workload extends KubernetesObject {
  readonly spec: {
    replicas: number;
    strategy?: { type: string };
    serviceName?: string;
    volumeClaimTemplates?: { metadata: { name: string }; spec: Record<string, unknown> }[];
    template: {
      metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
      spec: {
        serviceAccountName: string;
        automountServiceAccountToken: boolean;
        priorityClassName: string;
        securityContext: Record<string, unknown>;
        containers: {
          image: string;
          args?: string[];
          env?: { name: string; value?: string }[];
          resources: unknown;
          volumeMounts: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
        }[];
        volumes: ({ name: string } & Record<string, unknown>)[];
      };
    };
  };
}
