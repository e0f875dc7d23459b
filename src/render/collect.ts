import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { HelmOperator } from '../gitops';
import {
  definitionsAmong,
  groupOf,
  isClusterScopedByName,
  type KindRegistry,
  type KubernetesObject,
  manifestOf,
} from '../kubernetes';
import { type Problem, ProblemsError } from '../problem';
import { Credential, ExistingSecret, type SecretRequirement } from '../secrets';
import { type Application, ComponentConstruct, type EnvironmentRoot, isApplication, System } from '../system';
import type { Component } from '../topology';

/** An object as the tree has it, with where it stands. */
export interface CollectedObject {
  readonly object: KubernetesObject;
  readonly application: Application;
  readonly system: System;
  readonly component?: Component;
  readonly constructPath: string;
}

/** Everything that one environment's part of the tree holds. */
export interface Collected {
  readonly root: EnvironmentRoot;
  readonly applications: readonly { readonly application: Application; readonly system: System }[];
  readonly operators: readonly { readonly operator: HelmOperator; readonly system: System }[];
  readonly objects: readonly CollectedObject[];
  readonly secrets: readonly SecretRequirement[];
  readonly problems: readonly Problem[];
}

/** Walks the tree once and renders each object once. */
export function collect(root: EnvironmentRoot): Collected {
  const applications: { application: Application; system: System }[] = [];
  const operators: { operator: HelmOperator; system: System }[] = [];
  const found: CollectedObject[] = [];
  const secrets: SecretRequirement[] = [];
  const problems: Problem[] = [];

  // `node.path` walks to the root, so the path is carried along.
  const visit = (
    construct: IConstruct,
    path: string,
    context: { system?: System; application?: Application; component?: Component },
  ): void => {
    for (const message of construct.node.validate()) problems.push({ where: path, message });
    if (construct instanceof System) context = { system: construct };
    if (isApplication(construct) && context.system) {
      applications.push({ application: construct, system: context.system });
      context = { system: context.system, application: construct };
    }
    const component = construct instanceof ComponentConstruct ? construct.component : root.topology.adopterOf(path);
    if (component) context = { ...context, component };
    if (construct instanceof Credential || construct instanceof ExistingSecret) secrets.push(construct.requirement);
    if (construct instanceof HelmOperator && construct.isEmitted && context.system)
      operators.push({ operator: construct, system: context.system });
    if (ApiObject.isApiObject(construct)) {
      const { system, application, component } = context;
      if (!system || !application) {
        problems.push({ where: path, message: 'stands outside every Application, create it below one' });
      } else {
        try {
          found.push({
            object: manifestOf(construct),
            application,
            system,
            component,
            constructPath: path,
          });
        } catch (error) {
          if (error instanceof ProblemsError) problems.push(...error.problems);
          else problems.push({ where: path, message: (error as Error).message });
        }
      }
    }
    for (const child of construct.node.children) visit(child, `${path}/${child.node.id}`, context);
  };
  visit(root, root.node.path, {});
  // Definitions may stand anywhere in the tree, so scopes are known when all of it has been seen.
  const kinds = root.kinds.with(definitionsAmong(found.map(({ object }) => object)));
  const objects = found.flatMap((each) => {
    const { object, application, constructPath } = each;
    const problem = misplaced(object, application.destination, kinds);
    if (problem !== undefined) problems.push({ where: constructPath, message: problem });
    return problem === undefined ? [{ ...each, object: inNamespace(object, application.destination, kinds) }] : [];
  });
  problems.push(...root.topology.problems);
  return { root, applications, operators, objects, secrets, problems };
}

/** Whether objects of a kind live outside namespaces; of a kind that nobody knows the name decides. */
function isOutside({ apiVersion, kind }: KubernetesObject, kinds: KindRegistry): boolean {
  const scope = kinds.scopeOf(groupOf(apiVersion), kind);
  return scope === undefined ? isClusterScopedByName(kind) : scope === 'Cluster';
}

/** Charts of others may leave the namespace out, but not choose another than the Application's. */
function misplaced(object: KubernetesObject, destination: string, kinds: KindRegistry): string | undefined {
  const { name, namespace = destination } = object.metadata;
  if (namespace === destination || isOutside(object, kinds)) return undefined;
  return `${object.kind} '${name}' is in namespace '${namespace}', but its Application is rolled out to '${destination}': put it into an Application of that namespace`;
}

/** The object with the Application's namespace, or without any if it lives outside: cdk8s charts stamp theirs on everything. */
function inNamespace(object: KubernetesObject, destination: string, kinds: KindRegistry): KubernetesObject {
  const { namespace, ...metadata } = object.metadata;
  if (isOutside(object, kinds)) return { ...object, metadata };
  return namespace === destination ? object : { ...object, metadata: { ...object.metadata, namespace: destination } };
}
