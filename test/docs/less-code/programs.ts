import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Environment } from './environments';
import { containerDefaults, patch, patchWorkload, scratch, timing, workloadDefaults } from './pods';

interface ProgramProps {
  readonly env: Readonly<Record<string, kplus.EnvValue>>;
  readonly replicas?: number;
  readonly port?: number;
}

/** A program of the system: a Deployment with what its pods need. */
export class Program extends Construct {
  readonly deployment: kplus.Deployment;

  constructor(scope: Construct, name: string, { version }: Environment, { env, replicas = 1, port }: ProgramProps) {
    super(scope, name);
    this.deployment = new kplus.Deployment(this, 'deployment', {
      ...workloadDefaults(this, name, 10001, port === undefined ? 30 : 45),
      replicas,
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(1),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      }),
    });
    const container = this.deployment.addContainer({
      ...containerDefaults,
      name,
      image: `registry.example.com/voting/${name}:${version}`,
      envVariables: env,
      ...(port !== undefined && {
        ports: [{ name: 'http', number: port }],
        startup: kplus.Probe.fromTcpSocket({ port, ...timing(5, 24) }),
        readiness: kplus.Probe.fromTcpSocket({ port, ...timing(10, 3) }),
        liveness: kplus.Probe.fromTcpSocket({ port, ...timing(20, 6) }),
      }),
    });
    scratch(this, container, 'tmp', '/tmp');
    patchWorkload(this.deployment);
    if (port !== undefined) this.pauseBeforeStop();
    if (replicas > 1) this.spread(name);
  }

  /** The class of the object drops fields that Kubernetes 1.28 did not have, after patches too. */
  private pauseBeforeStop(): void {
    const object = ApiObject.of(this.deployment);
    const toJson = object.toJson.bind(object);
    object.toJson = () => {
      const manifest = toJson();
      manifest.spec.template.spec.containers[0].lifecycle = { preStop: { sleep: { seconds: 5 } } };
      return manifest;
    };
  }

  private spread(name: string): void {
    const selector = { matchLabels: this.deployment.matchLabels };
    patch(this.deployment, {
      '/spec/template/spec/topologySpreadConstraints': [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: selector,
          matchLabelKeys: ['pod-template-hash'],
        },
      ],
    });
    new kplus.k8s.KubePodDisruptionBudget(this, 'budget', {
      metadata: { name },
      spec: {
        maxUnavailable: kplus.k8s.IntOrString.fromNumber(1),
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector,
      },
    });
  }
}

/** A program that people reach. */
export class Site extends Program {
  constructor(
    scope: Construct,
    name: string,
    environment: Environment,
    props: ProgramProps & { readonly port: number; readonly nodePort: number },
  ) {
    super(scope, name, environment, { ...props, replicas: environment.replicas });
    const { cluster } = environment;
    const service = new kplus.Service(this, 'service', {
      metadata: { name },
      type: cluster ? kplus.ServiceType.CLUSTER_IP : kplus.ServiceType.NODE_PORT,
      selector: this.deployment,
      ports: [{ name: 'http', port: props.port, nodePort: cluster ? undefined : props.nodePort }],
    });
    if (!cluster) return;
    const host = `${name}.${cluster.domain}`;
    new kplus.Ingress(this, 'ingress', {
      metadata: { name, annotations: { 'cert-manager.io/cluster-issuer': cluster.issuer } },
      className: cluster.ingressClass,
      tls: [{ hosts: [host], secret: kplus.Secret.fromSecretName(this, 'tls', `${name}-tls`) }],
      rules: [{ host, backend: kplus.IngressBackend.fromService(service) }],
    });
  }
}
