import type { Operator, OperatorForm } from '../environment';
import type { HelmChart } from '../images';
import type { Requirement } from '../requirements';

/** The kinds that a chart installs, `group/Kind`: what its AppProject lets it touch. */
export interface InstalledKinds {
  readonly cluster: readonly string[];
  readonly namespaced: readonly string[];
  /** Other namespaces that the chart writes to. @default - none */
  readonly namespaces?: readonly string[];
}

/**
 * A third party's operator as a project knows it: environment files set it below `operators`, and whoever installs operators
 * (the platform) installs it where something needs it.
 */
export interface OperatorDefinition extends OperatorForm {
  /** Name of its Argo CD Application and of the Helm release. */
  readonly application: string;
  readonly chart: HelmChart;
  /** API groups whose kinds it brings: what uses one of them needs it, and is rolled out after it. */
  readonly provides: readonly string[];
  readonly kinds: InstalledKinds;
  /** Number of its pods, for the capacity plan. */
  readonly pods: number;
  /**
   * Whether Argo CD removes what leaves the chart; false for a chart whose definitions can't be guarded against that.
   * @default true
   */
  readonly prune?: boolean;
  /** Values of the chart: plain data. They give each pod what the settings say. */
  values(settings: Operator): Readonly<Record<string, unknown>>;
  /** What it needs of the cluster and around it, which nobody here makes. @default - nothing */
  requirementsOf?(settings: Operator): readonly Requirement[];
}
