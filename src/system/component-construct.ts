import { Construct } from 'constructs';
import { KubeObject } from '../kubernetes';
import { ProblemsError } from '../problem';
import { type Component, type PodPeer, type Topology, toNetworkPolicySpec } from '../topology';
import { Application } from './application';
import { EnvironmentRoot } from './environment-root';
import { System } from './system';

/** A construct whose objects are rolled out together, in the wave that the graph gives it. */
export abstract class ComponentConstruct extends Construct {
  readonly component: Component;
  /** The policy of its pods: what its connections say. Not written if nothing talks to them. @default - it has no pods */
  readonly networkPolicy?: KubeObject;
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
    if (pods) this.networkPolicy = this.createNetworkPolicy(pods);
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
          const connected = this.topology.rulesOf(pods) !== undefined;
          return (
            namespaceObjects.whyWithoutPolicies ??
            (connected ? undefined : 'nothing is connected to its pods, nor they to anything')
          );
        },
      },
      () => ({ spec: toNetworkPolicySpec(this.topology.rulesOf(pods)!) }),
    );
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
