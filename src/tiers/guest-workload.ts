import type { Container, ISecret, Workload } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type IHttpEndpoint, serviceHost, serviceUrl } from '../endpoints';
import { EnvironmentVariables, type EnvValue, labelNameProblem } from '../kubernetes';
import { Application } from '../system';
import { ConnectedComponent } from './connected';

/** Loaded with the first guest, who has loaded it already: to everybody else it would only cost time. */
const cdk8sPlus = (): typeof import('cdk8s-plus-28') => require('cdk8s-plus-28');

/** What a {@link GuestWorkload} wraps. */
export interface GuestWorkloadProps {
  /**
   * A workload of cdk8s-plus in the same Application: Deployment, StatefulSet, DaemonSet, Job or CronJob, its containers
   * added. With `select: false` it selects its pods by `app` and `tier` alone, for ever; otherwise by a hash of its place in
   * the tree as well.
   */
  readonly workload: Workload;
  /** Value of the label `tier` of the pods. @default - the id */
  readonly tier?: string;
}

/** How tiers reach a guest. */
export interface GuestEndpointProps {
  /** Name of its Service. */
  readonly serviceName: string;
  /** Port of the pods. */
  readonly port: number;
  /** Port of the Service. @default - the pods' */
  readonly servicePort?: number;
}

/**
 * A workload of cdk8s-plus as a node of the graph: its pods get the labels `app` and `tier`, its connections give every container
 * variables and credentials, open the network both ways, and set its wave.
 *
 * ```ts
 * const deployment = new Deployment(app, 'reports', { select: false, containers: [{ image: 'reports:1.0', portNumber: 80, ... }] });
 * const reports = new GuestWorkload(app, 'reports-tier', { workload: deployment, tier: 'reports' });
 * reports.connectTo(database);
 * ```
 *
 * The pod stays as cdk8s-plus makes it. The restricted profile wants its containers to have a `securityContext` with a numeric
 * user, without capabilities and with the runtime's seccomp profile.
 */
export class GuestWorkload extends ConnectedComponent {
  private readonly workload: Workload;
  private readonly variables = new EnvironmentVariables();
  private readonly secrets = new Map<string, ISecret>();

  constructor(scope: Construct, id: string, props: GuestWorkloadProps) {
    const tier = props.tier ?? id;
    super(scope, id, { name: tier, podLabels: (system) => ({ app: system.app, tier }) });
    const wrong = labelNameProblem(tier);
    if (wrong) throw this.problem(wrong);
    this.workload = props.workload;
    const { path } = props.workload.node;
    if (Application.containing(props.workload) !== this.application) {
      throw this.problem(`wraps '${path}', which is part of another Application: create both in one`);
    }
    if (props.workload.containers.length === 0) {
      throw this.problem(`wraps '${path}', which has no container yet: add its containers first`);
    }
    const labels = this.pods.podLabels;
    for (const [key, value] of Object.entries(labels)) props.workload.podMetadata.addLabel(key, value);
    // The selector of a Job is made by the cluster.
    if ('select' in props.workload && !/Job$/.test(props.workload.kind)) {
      props.workload.select(cdk8sPlus().LabelSelector.of({ labels: { ...labels } }));
    }
    this.topology.adopt(path, this.component);
  }

  /** What tiers connect to, once the workload has a Service. */
  endpoint(props: GuestEndpointProps): IHttpEndpoint {
    const { serviceName, port, servicePort = port } = props;
    const url = serviceUrl(serviceHost(this.root.environment, serviceName, this.namespace), servicePort);
    return {
      name: this.name,
      component: this.component,
      target: this.target,
      ports: [{ port }],
      url,
      clientEnv: (prefix) => ({ [`${prefix}_URL`]: url }),
    };
  }

  protected override addVariable(name: string, value: EnvValue): void {
    const known = this.variables.has(name);
    this.variables.add(name, value);
    if (known) return;
    for (const container of this.workload.containers) {
      if (name in container.env.variables) {
        throw new Error(
          `environment variable '${name}' of container '${container.name}' is set already, give the connection another \`env\` prefix`,
        );
      }
      this.give(container, name, value);
    }
  }

  private give(container: Container, name: string, value: EnvValue): void {
    const { EnvValue: GuestValue } = cdk8sPlus();
    if (typeof value === 'string') container.env.addVariable(name, GuestValue.fromValue(value));
    else if ('secretName' in value) {
      const secret = this.secretOf(value.secretName);
      container.env.addVariable(name, GuestValue.fromSecretValue({ secret, key: value.key }));
    } else throw new Error(`environment variable '${name}' is a field of the pod, set it at the container`);
  }

  private secretOf(name: string) {
    const secret = this.secrets.get(name) ?? cdk8sPlus().Secret.fromSecretName(this, `secret-${name}`, name);
    this.secrets.set(name, secret);
    return secret;
  }
}
