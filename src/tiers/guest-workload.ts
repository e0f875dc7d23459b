import type { Construct, IConstruct } from 'constructs';
import { type IHttpEndpoint, serviceHost, serviceUrl } from '../endpoints';
import {
  adapt,
  Container,
  type ContainerProps,
  EnvironmentVariables,
  type EnvValue,
  type KubernetesObject,
  labelNameProblem,
} from '../kubernetes';
import { ProblemsError } from '../problem';
import type { IImagePullSecret } from '../secrets';
import { Application, EnvironmentRoot } from '../system';
import { ConnectedComponent } from './connected';
import {
  annotatePods,
  giveInitContainers,
  givePullSecrets,
  giveVariables,
  labelPods,
  type PodMaker,
  podMakersOf,
  podTemplateOf,
} from './guest-pods';
import { type PortProtocol, partsOfPort } from './program';

/** What a {@link GuestWorkload} wraps. */
export interface GuestWorkloadProps {
  /**
   * What makes the pods, in the same Application, its containers added: a workload of cdk8s-plus, an `ApiObject`, an `Include`,
   * a `Helm` chart with one workload in it. Everything below it is rolled out in one wave.
   *
   * Pods that are selected by labels of their own keep them. Others are selected by `app` and `tier`, as those of tiers; a
   * workload of cdk8s-plus by these alone with `select: false`, otherwise by a hash of its place in the tree as well.
   */
  readonly workload: IConstruct;
  /** Its name in the graph, and value of the label `tier` of pods that have no labels of their own. @default - the id */
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
  /** What is spoken there, which says what clients are told. @default http */
  readonly protocol?: PortProtocol;
}

/**
 * A workload of others as a node of the graph: its connections give every container variables and credentials, open the
 * network both ways, and set its wave.
 *
 * ```ts
 * const deployment = new Deployment(app, 'reports', { select: false, containers: [{ image: 'reports:1.0', portNumber: 80, ... }] });
 * const reports = new GuestWorkload(app, 'reports-tier', { workload: deployment, tier: 'reports' });
 * reports.connectTo(database);
 * ```
 *
 * The pod stays as it is made. The restricted profile wants its containers to have a `securityContext` with a numeric user,
 * without capabilities and with the runtime's seccomp profile.
 */
export class GuestWorkload extends ConnectedComponent {
  private readonly variables = new EnvironmentVariables();
  private readonly first: Container[] = [];
  private readonly pullSecrets = new Set<string>();

  constructor(scope: Construct, id: string, props: GuestWorkloadProps) {
    const { workload, tier = id } = props;
    const { object, selected } = makerOf(scope, id, workload);
    const isLabelled = Object.keys(selected).length > 0;
    super(scope, id, { name: tier, podLabels: (system) => (isLabelled ? selected : { app: system.app, tier }) });
    const wrong = labelNameProblem(tier);
    if (wrong) throw this.problem(wrong);
    if (Application.containing(workload) !== this.application) {
      throw this.problem(`wraps '${workload.node.path}', which is part of another Application: create both in one`);
    }
    const other = this.topology.adopterOf(workload.node.path);
    if (other)
      throw this.problem(`wraps '${workload.node.path}', which '${other.path}' wraps already: remove one of them`);
    adapt(object, (manifest) => this.adaptPods(manifest, !isLabelled));
    this.topology.adopt(workload.node.path, this.component);
    this.node.defaultChild = object;
  }

  /** What tiers connect to, once the workload has a Service. */
  endpoint(props: GuestEndpointProps): IHttpEndpoint {
    const { serviceName, port, servicePort = port, protocol = 'http' } = props;
    const host = serviceHost(this.root.environment, serviceName, this.namespace);
    return {
      name: this.name,
      component: this.component,
      target: this.target,
      ports: [{ port, ...(protocol === 'udp' && { protocol: 'UDP' }) }],
      url: serviceUrl(host, servicePort, protocol === 'https'),
      ...partsOfPort(host, { servicePort, protocol }),
    };
  }

  protected override addWait(container: ContainerProps, imagePullSecrets: readonly IImagePullSecret[]): void {
    this.first.push(new Container(container));
    for (const { secretName } of imagePullSecrets) this.pullSecrets.add(secretName);
  }

  protected override addVariable(name: string, value: EnvValue): void {
    this.variables.add(name, value);
  }

  private adaptPods(manifest: KubernetesObject, isToBeLabelled: boolean): void {
    const template = podTemplateOf(manifest, this.root.kinds);
    if (!template) return;
    if (isToBeLabelled) labelPods(manifest, template, this.pods.podLabels);
    this.inContext(() => giveVariables(template, this.variables));
    this.inContext(() => giveInitContainers(template, this.first));
    givePullSecrets(template, this.pullSecrets);
    annotatePods(template, this.connectionAnnotations);
  }
}

/** What makes the pods of a guest. @throws if there is not exactly one, because one policy holds for them */
function makerOf(scope: Construct, id: string, workload: IConstruct): PodMaker {
  const { path } = workload.node;
  const problem = (message: string) => ProblemsError.at(`${scope.node.path}/${id}`, `wraps '${path}', ${message}`);
  if ('containers' in workload && Array.isArray(workload.containers) && workload.containers.length === 0) {
    throw problem('which has no container yet: add its containers first');
  }
  const makers = podMakersOf(workload, EnvironmentRoot.of(scope).kinds);
  const [maker] = makers;
  if (!maker) {
    throw problem('which makes no pods: give a Deployment, a StatefulSet, a Job or what has one below it');
  }
  if (makers.length > 1) {
    const paths = makers.map(({ object }) => object.node.path).join(', ');
    throw problem(`which makes pods by several objects: wrap each by itself, ${paths}`);
  }
  return maker;
}
