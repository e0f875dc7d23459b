import { Construct } from 'constructs';
import type { HelmChart } from '../images';
import type { Priority } from '../kubernetes';

/** The kinds that a chart installs, `group/Kind`: what its AppProject lets it touch. */
export interface InstalledKinds {
  readonly cluster: readonly string[];
  readonly namespaced: readonly string[];
  /** Other namespaces that the chart writes to. @default - none */
  readonly namespaces?: readonly string[];
}

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
  /** Class of its pods: the operator is rolled out after it. @default - none */
  readonly priority?: Priority;
}

/** A third party's operator: an Argo CD Application that installs its Helm chart at a pinned version. The id is its name. */
export class HelmOperator extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly props: HelmOperatorProps,
  ) {
    super(scope, id);
  }

  /** Name of the Argo CD Application and of the Helm release. */
  get name(): string {
    return this.node.id;
  }
}
