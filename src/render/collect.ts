import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { HelmOperator } from '../gitops';
import { groupOf, isClusterScopedByName, type KindRegistry, type KubernetesObject, manifestOf } from '../kubernetes';
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
  const objects: CollectedObject[] = [];
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
          objects.push({
            object: placed(manifestOf(construct), application.destination, root.kinds),
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
  problems.push(...root.topology.problems);
  return { root, applications, operators, objects, secrets, problems };
}

/**
 * The object in the Application's namespace: charts of others may leave it out, but not choose another. What lives outside
 * namespaces names none (cdk8s charts stamp theirs on everything); of a kind that nobody knows the name decides.
 */
function placed(object: KubernetesObject, destination: string, kinds: KindRegistry): KubernetesObject {
  const { namespace, ...metadata } = object.metadata;
  const scope = kinds.scopeOf(groupOf(object.apiVersion), object.kind);
  const isClusterScoped = scope === undefined ? isClusterScopedByName(object.kind) : scope === 'Cluster';
  if (isClusterScoped) return { ...object, metadata };
  if (namespace === destination) return object;
  if (namespace !== undefined) {
    throw new Error(
      `${object.kind} '${object.metadata.name}' is in namespace '${namespace}', but its Application is rolled out to '${destination}': put it into an Application of that namespace`,
    );
  }
  return { ...object, metadata: { ...object.metadata, namespace: destination } };
}
