import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { definitionsAmong, KubeObject, type KubernetesObject, manifestOf } from '../kubernetes';
import { type Problem, ProblemsError } from '../problem';
import { Credential, ExistingSecret, type SecretRequirement } from '../secrets';
import {
  type Application,
  ComponentConstruct,
  type EnvironmentNamespace,
  type EnvironmentRoot,
  HelmOperator,
  isApplication,
  System,
} from '../system';
import type { Component } from '../topology';
import { inNamespace } from './in-namespace';

/** An object of the tree as it is written. */
export interface CollectedObject {
  readonly object: KubernetesObject;
  readonly constructPath: string;
}

/** An object of an Application, with where it stands. */
export interface ApplicationObject extends CollectedObject {
  readonly application: Application;
  readonly system: System;
  readonly component?: Component;
  /** Whether it comes one wave before the rest of its component. */
  readonly isEarly: boolean;
}

/** An object that belongs to a namespace as a whole. */
export interface NamespaceObject extends CollectedObject {
  readonly namespace: EnvironmentNamespace;
}

/** Everything that one environment's part of the tree holds, Argo CD's own objects aside: they tell of the rest. */
export interface Collected {
  readonly root: EnvironmentRoot;
  readonly applications: readonly { readonly application: Application; readonly system: System }[];
  readonly operators: readonly { readonly operator: HelmOperator; readonly system: System }[];
  readonly objects: readonly ApplicationObject[];
  readonly namespaceObjects: readonly NamespaceObject[];
  readonly secrets: readonly SecretRequirement[];
  readonly problems: readonly Problem[];
}

interface Context {
  readonly system?: System;
  readonly application?: Application;
  readonly component?: Component;
  readonly namespace?: EnvironmentNamespace;
}

/** Walks the tree once and writes each object once. */
export function collect(root: EnvironmentRoot): Collected {
  const applications: { application: Application; system: System }[] = [];
  const operators: { operator: HelmOperator; system: System }[] = [];
  const found: {
    readonly object: KubernetesObject;
    readonly constructPath: string;
    readonly context: Context;
    readonly isEarly: boolean;
  }[] = [];
  const secrets: SecretRequirement[] = [];
  const problems: Problem[] = [];
  const namespaces = new Map<IConstruct, EnvironmentNamespace>(root.namespaces.all.map((one) => [one, one]));

  const visit = (construct: IConstruct, context: Context): void => {
    if (construct === root.argoCd) return;
    const { path } = construct.node;
    for (const message of construct.node.validate()) problems.push({ where: path, message });
    if (construct instanceof System) context = { system: construct };
    if (isApplication(construct) && context.system) {
      applications.push({ application: construct, system: context.system });
      context = { system: context.system, application: construct };
    }
    const namespace = namespaces.get(construct);
    if (namespace) context = { namespace };
    const component = construct instanceof ComponentConstruct ? construct.component : root.topology.adopterOf(path);
    if (component) context = { ...context, component };
    if (construct instanceof Credential || construct instanceof ExistingSecret) secrets.push(construct.requirement);
    if (construct instanceof HelmOperator && construct.isEmitted && context.system)
      operators.push({ operator: construct, system: context.system });
    if (ApiObject.isApiObject(construct)) {
      const object = attempt(problems, path, () => manifestOf(construct));
      if (object)
        found.push({
          object,
          constructPath: path,
          context,
          isEarly: KubeObject.isKubeObject(construct) && construct.isEarly,
        });
    }
    for (const child of construct.node.children) visit(child, context);
  };
  visit(root, {});
  // Definitions may stand anywhere in the tree, so scopes are known when all of it has been seen.
  const kinds = root.kinds.with(definitionsAmong(found.map(({ object }) => object)));
  const objects: ApplicationObject[] = [];
  const namespaceObjects: NamespaceObject[] = [];
  for (const { object: manifest, constructPath, context, isEarly } of found) {
    const { system, application, component, namespace } = context;
    const destination = namespace?.name ?? application?.destination;
    if (destination === undefined) {
      problems.push({ where: constructPath, message: 'stands outside every Application, create it below one' });
      continue;
    }
    const object = attempt(problems, constructPath, () => inNamespace(manifest, destination, kinds));
    if (!object) continue;
    if (namespace) namespaceObjects.push({ object, constructPath, namespace });
    else if (system && application) objects.push({ object, constructPath, application, system, component, isEarly });
  }
  problems.push(...root.topology.problems);
  return { root, applications, operators, objects, namespaceObjects, secrets, problems };
}

/** The result of a step on an object; what is wrong with it is told with the others. */
export function attempt<T>(problems: Problem[], constructPath: string, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof ProblemsError) problems.push(...error.problems);
    else problems.push({ where: constructPath, message: (error as Error).message });
    return undefined;
  }
}
