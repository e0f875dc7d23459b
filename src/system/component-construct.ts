import { Construct } from 'constructs';
import { KubeObject } from '../kubernetes';
import { ProblemsError } from '../problem';
import {
  type Component,
  nameRulesOf,
  type PodPeer,
  type Topology,
  toNetworkPolicySpec,
  withoutNames,
} from '../topology';
import { Application } from './application';
import { EnvironmentRoot } from './environment-root';
import { System } from './system';

/** A construct whose objects are rolled out together, in the wave that the graph gives it. */
export abstract class ComponentConstruct extends Construct {
  readonly component: Component;
  /** The policy of its pods: what its connections say. Not written if nothing talks to them. @default - it has no pods */
  readonly networkPolicy?: KubeObject;
  /** What lets its pods out to names, in the network plugin's words. @default - it has no pods, or the plugin knows no names */
  readonly namePolicy?: KubeObject;
  protected readonly root: EnvironmentRoot;
  protected readonly application: Application;
  protected readonly system: System;

  constructor(
    scope: Construct,
    id: string,
    options: { name?: string; podLabels?: (system: System) => Record<string, string>; last?: boolean } = {},
  ) {
    super(scope, id);
    this.root = EnvironmentRoot.of(this);
    this.system = System.of(this);
    this.application = Application.containing(this);
    const pods: PodPeer | undefined = options.podLabels && {
      kind: 'pods',
      namespace: this.application.destination,
      podLabels: options.podLabels(this.system),
    };
    this.component = {
      path: this.node.path,
      name: options.name ?? id,
      application: this.application.name,
      system: this.system.name,
      ...(pods && { pods }),
      ...(options.last && { last: true }),
    };
    this.topology.addComponent(this.component);
    if (!pods) return;
    this.networkPolicy = this.createNetworkPolicy(pods);
    this.namePolicy = this.createNamePolicy(pods);
  }

  private createNetworkPolicy(pods: PodPeer): KubeObject {
    const tier = pods.podLabels.tier ?? this.component.name;
    const { namespaceObjects } = this.application;
    return new KubeObject(
      this,
      'network-policy',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        name: tier,
        labels: { tier },
        absent: () => {
          const rules = this.topology.rulesOf(pods);
          const { ingress, egress } = rules ? withoutNames(rules) : { ingress: [], egress: [] };
          return (
            namespaceObjects.whyWithoutPolicies ??
            (ingress.length + egress.length > 0 ? undefined : 'nothing is connected to its pods, nor they to anything')
          );
        },
      },
      () => ({ spec: toNetworkPolicySpec(this.topology.rulesOf(pods)!) }),
    );
  }

  private createNamePolicy(pods: PodPeer): KubeObject | undefined {
    const plugin = this.root.edges.networkPlugin;
    if (!plugin) return undefined;
    const { apiVersion, kind } = plugin;
    const tier = pods.podLabels.tier ?? this.component.name;
    const rules = () => nameRulesOf(this.topology.rulesOf(pods) ?? { pods, ingress: [], egress: [] });
    const absent = () =>
      this.application.namespaceObjects.whyWithoutPolicies ??
      (rules().length > 0 ? undefined : 'its pods connect to nothing by name');
    return new KubeObject(this, 'name-policy', { apiVersion, kind, name: tier, labels: { tier }, absent }, () => ({
      spec: plugin.specOf({ pods, rules: rules(), dns: this.root.dns }),
    }));
  }

  protected get topology(): Topology {
    return this.root.topology;
  }

  /** Namespace of its objects. */
  get namespace(): string {
    return this.application.destination;
  }

  /** An error at this construct. */
  protected problem(message: string): ProblemsError {
    return ProblemsError.at(this.node.path, message);
  }
}
