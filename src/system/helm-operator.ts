import { Construct } from 'constructs';
import type { HelmChart } from '../images';
import type { KubeObject, Priority } from '../kubernetes';
import type { InstalledKinds } from '../operators';
import type { Requirement } from '../requirements';
import { EnvironmentRoot } from './environment-root';
import { isGroupNeeded } from './needed-operators';
import { System } from './system';

/** Loaded when an operator is rendered: a chart without one needs no writer of YAML. */
const yaml = (): typeof import('../yaml') => require('../yaml');

/** What a {@link HelmOperator} installs, and where. */
export interface HelmOperatorProps {
  readonly chart: HelmChart;
  /** Namespace of the operator. */
  readonly namespace: string;
  /** Values of the chart: plain data. */
  readonly values: Readonly<Record<string, unknown>>;
  /** API groups whose kinds it brings: whatever uses them is rolled out after it. */
  readonly provides: readonly string[];
  readonly kinds: InstalledKinds;
  /** How many pods it has, and what each of them asks for: the capacity plan counts them, the values have to say the same. */
  readonly pods: { readonly pods: number; readonly cpu: string; readonly memory: string };
  /** What it needs of the cluster and around it, which nobody here makes. @default - nothing */
  readonly requirements?: readonly Requirement[];
  /** Class of its pods: the operator is rolled out after it. @default - none */
  readonly priority?: Priority;
  /** Whether Argo CD removes what leaves the chart. @default true */
  readonly prune?: boolean;
  /** Leaves it out where nothing in the environment is of the groups that it brings. @default false */
  readonly onlyIfNeeded?: boolean;
}

/** A third party's operator: an Argo CD Application that installs its Helm chart at a pinned version. The id is its name. */
export class HelmOperator extends Construct {
  /** The Application object, which the root Application rolls out. */
  readonly argoApplication: KubeObject;

  constructor(
    scope: Construct,
    id: string,
    readonly props: HelmOperatorProps,
  ) {
    super(scope, id);
    const root = EnvironmentRoot.of(this);
    const system = System.of(this);
    const { chart, namespace, values, kinds } = props;
    root.namespaces.use(namespace, {
      path: this.node.path,
      app: system.app,
      role: 'operator',
      isThere: () => this.isEmitted,
    });
    this.argoApplication = root.argoCd.addApplication(this, system, {
      namespace,
      source: () => ({
        repoUrl: chart.repository,
        chart: chart.chart,
        targetRevision: chart.version,
        helm: { releaseName: id, values: yaml().stringify(values) },
      }),
      installs: kinds,
      ...(props.prune !== undefined && { prune: props.prune }),
      absent: () => (this.isEmitted ? undefined : `nothing needs what it brings (${props.provides.join(', ')})`),
    });
    this.node.defaultChild = this.argoApplication;
  }

  /** Whether it is emitted. To be asked when every system is built. */
  get isEmitted(): boolean {
    const root = EnvironmentRoot.of(this);
    // Argo CD installs it, so somebody else has to where there is none.
    if (root.environment.gitops === undefined) return false;
    return !this.props.onlyIfNeeded || isGroupNeeded(root, this.props.provides);
  }

  /** Name of the Argo CD Application and of the Helm release. */
  get name(): string {
    return this.node.id;
  }
}
