import {
  dnsLabel,
  duration,
  imageReference,
  images,
  nodePort,
  podSettings,
  routeSettings,
  size,
  sizing,
  z,
} from 'cdk8s-tiers';

function resources(cpu: string, memory: string) {
  return z.strictObject(sizing(cpu, memory)).prefault({}).describe('CPU and memory of the pod.');
}

function image(pinned: string) {
  return imageReference().default(pinned).describe('Image with a pinned tag.');
}

const prometheus = z
  .strictObject({
    image: image(images.prometheus),
    retention: duration().prefault('15d').describe('How long samples are kept, if the volume is large enough.'),
    storage: size().prefault('8Gi').describe('Size of the volume; its blocks fill at most four fifths.'),
    scrapeInterval: duration().prefault('30s').describe('Time between two looks at a target.'),
    kubeletCertificates: z
      .enum(['cluster', 'self-signed'])
      .default('cluster')
      .describe(
        "Who has signed the kubelets' certificates; self-signed ones (minikube, plain kubeadm) can't be verified.",
      ),
    // At rest, with some hundred pods and nobody asking, it uses about 230Mi.
    resources: resources('100m', '1Gi'),
    ...podSettings(),
  })
  .prefault({})
  .describe('Prometheus.');

const grafana = z
  .strictObject({
    image: image(images.grafana),
    storage: size().prefault('1Gi').describe('Size of the volume.'),
    exposure: z
      .strictObject({
        nodePort: nodePort().default(32000).describe('Port on every node, where web tiers are reached by NodePort.'),
        host: z
          .union([dnsLabel(), z.literal('')])
          .default('grafana')
          .describe("Host below the environment's domain, where web tiers are reached by Ingress; '' for the domain."),
        ...routeSettings(),
      })
      .prefault({})
      .describe('How people reach it.'),
    // The least that Grafana's documentation names.
    resources: resources('50m', '512Mi'),
    ...podSettings(),
  })
  .prefault({})
  .describe('Grafana.');

const kubeStateMetrics = z
  .strictObject({
    image: image(images.kubeStateMetrics),
    resources: resources('20m', '128Mi'),
    ...podSettings(),
  })
  .prefault({})
  .describe('kube-state-metrics.');

const monitoring = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether there is any monitoring.'),
    persistence: z
      .enum(['claims', 'none'])
      .default('claims')
      .describe('Whether data outlives the pods; none is for development only.'),
    prometheus,
    grafana,
    kubeStateMetrics,
  })
  .prefault({})
  .describe('Prometheus, kube-state-metrics and Grafana, once for all systems.');

/** Settings of the platform: the section `platform` of an environment file. */
export const platformSettings = z
  .strictObject({
    namespace: dnsLabel().default('monitoring').describe('Namespace of the monitoring.'),
    monitoring,
  })
  .describe('What every system needs: namespaces, priority classes, operators, monitoring.');

/** Settings with all defaults filled in. */
export type PlatformSettings = z.output<typeof platformSettings>;
