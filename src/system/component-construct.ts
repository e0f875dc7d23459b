import { Construct } from 'constructs';
import { ProblemsError } from '../problem';
import type { Component, PodPeer, Topology } from '../topology';
import { Application } from './application';
import { EnvironmentRoot } from './environment-root';
import { System } from './system';

/** A construct whose objects are rolled out together, in the wave that the graph gives it. */
export abstract class ComponentConstruct extends Construct {
  readonly component: Component;
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
