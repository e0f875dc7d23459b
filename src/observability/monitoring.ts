import type { Construct, IConstruct } from 'constructs';
import type { ConfigFiles } from '../kubernetes';
import { ProblemsError } from '../problem';
import { Application, EnvironmentRoot, System } from '../system';
import type { Component } from '../topology';

/** Files that a system gives to Prometheus or Grafana. */
export interface Contribution {
  /** Name, and the name of the ConfigMap. */
  readonly name: string;
  readonly namespace: string;
  readonly component: Component;
  readonly files: ConfigFiles;
}

/** Dashboards and the folder that Grafana shows them in. */
export interface DashboardContribution extends Contribution {
  readonly folder: string;
}

const byRoot = new WeakMap<EnvironmentRoot, Monitoring>();

/** The monitoring of one environment: where Prometheus is, and what the systems give to it. */
export class Monitoring {
  /** The monitoring of the environment that a construct is part of. */
  static of(scope: IConstruct): Monitoring {
    const root = EnvironmentRoot.of(scope);
    let monitoring = byRoot.get(root);
    if (!monitoring) {
      monitoring = new Monitoring(root);
      byRoot.set(root, monitoring);
    }
    return monitoring;
  }

  private prometheus: (Component & { namespace: string }) | undefined;
  private askedInVain: string | undefined;
  private readonly ruleList: Contribution[] = [];
  private readonly dashboardList: DashboardContribution[] = [];
  private readonly dashboardReaders: ((dashboards: DashboardContribution) => void)[] = [];

  private constructor(private readonly root: EnvironmentRoot) {}

  /** Namespace of Prometheus and Grafana; `undefined` where there are none. */
  get namespace(): string | undefined {
    return this.prometheus?.namespace;
  }

  /** What Prometheus loads besides its own configuration. */
  get rules(): readonly Contribution[] {
    return [...this.ruleList];
  }

  /** What Grafana shows. */
  get dashboards(): readonly DashboardContribution[] {
    return [...this.dashboardList];
  }

  /** Makes a Prometheus the one of the environment. @throws if there is one, or if a system looked for it before */
  install(prometheus: Component, namespace: string): void {
    if (this.prometheus) {
      throw ProblemsError.at(
        prometheus.path,
        `is a second Prometheus beside '${this.prometheus.path}', one an environment is possible: remove one of them`,
      );
    }
    if (this.askedInVain) {
      throw ProblemsError.at(
        prometheus.path,
        `comes after '${this.askedInVain}', which has looked for it in vain: build the system with Prometheus first`,
      );
    }
    this.prometheus = { ...prometheus, namespace };
  }

  /** Namespace for the rules and dashboards of a system; `undefined` where nothing would read them. */
  namespaceFor(system: System): string | undefined {
    if (!this.prometheus) this.askedInVain ??= system.node.path;
    return this.namespace;
  }

  addRules(contribution: Contribution): void {
    this.check(contribution);
    this.ruleList.push(contribution);
  }

  addDashboards(contribution: DashboardContribution): void {
    this.check(contribution);
    this.dashboardList.push(contribution);
    for (const read of this.dashboardReaders) read(contribution);
  }

  /** Calls back for all dashboards, those that come later included. */
  eachDashboards(read: (dashboards: DashboardContribution) => void): void {
    this.dashboardReaders.push(read);
    for (const contribution of this.dashboardList) read(contribution);
  }

  private check(contribution: Contribution): void {
    const { component, namespace } = contribution;
    if (!this.prometheus || this.prometheus.namespace !== namespace) {
      throw ProblemsError.at(
        component.path,
        `stands in namespace '${namespace}', but pods read ConfigMaps of their own namespace only, and Prometheus is ${
          this.prometheus ? `in '${this.prometheus.namespace}'` : 'nowhere'
        }: put it into the Application that systemMonitoring() gives`,
      );
    }
    // The Application of Prometheus comes first: it holds the policies of the namespace.
    if (component.application !== this.prometheus.application) {
      this.root.topology.order(component, this.prometheus);
    }
  }
}

/**
 * The Application `<system>-monitoring`, for the rules and dashboards of a system. `undefined` in an environment without
 * Prometheus, so that nothing is emitted that nobody reads.
 *
 * @throws ProblemsError when Prometheus turns up later, in a system that is built after this one
 */
export function systemMonitoring(scope: Construct): Application | undefined {
  const system = System.of(scope);
  const namespace = Monitoring.of(system).namespaceFor(system);
  return namespace === undefined ? undefined : new Application(system, `${system.name}-monitoring`, { namespace });
}
