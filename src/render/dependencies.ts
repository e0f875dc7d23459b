import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Problem, ProblemCollector, ProblemsError } from '../problem';
import { ComponentConstruct, type EnvironmentRoot, HelmOperator, isApplication, System } from '../system';
import type { Component } from '../topology';

/** What `node.addDependency` was called with. */
interface Dependency {
  readonly from: IConstruct;
  readonly to: IConstruct;
}

/**
 * Reads what constructs say by `node.addDependency` into the graph, where it is order like any other. Time grows with the
 * constructs and what was said, unlike cdk8s's own way, which is exponential.
 *
 * @returns dependencies that mean nothing here
 */
export function readDependencies(root: EnvironmentRoot): readonly Problem[] {
  const dependencies: Dependency[] = root.node
    .findAll()
    .flatMap((from) => from.node.dependencies.map((to): Dependency => ({ from, to })));
  const found = new ProblemCollector();
  const sound = dependencies.filter((dependency) => found.attempt(() => check(root, dependency), false));
  // Deepest first: an object that waits for another is a node of its own, whatever waits for the construct around both.
  const ends = [...new Set(sound.flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => b.node.scopes.length - a.node.scopes.length,
  );
  for (const end of ends) giveNode(root, end);
  for (const dependency of sound) found.attempt(() => order(root, dependency), undefined);
  return found.problems;
}

function check(root: EnvironmentRoot, { from, to }: Dependency): true {
  const problem = (message: string) => ProblemsError.at(from.node.path, `waits for '${to.node.path}', ${message}`);
  if (!to.node.scopes.includes(root)) {
    throw problem(`which is not part of environment '${root.name}': let it wait for something of its own environment`);
  }
  if (from.node.scopes.includes(to)) throw problem('which it is part of: remove the dependency');
  if (to.node.scopes.includes(from)) throw problem('which is part of it: remove the dependency');
  for (const end of [from, to]) {
    if (applicationsOf(end).length > 0) continue;
    throw problem(
      `but nothing is rolled out at or below '${end.node.path}': tiers, guests, objects, Applications and Systems can wait for each other, and what a tier talks to it waits for by connectTo`,
    );
  }
  return true;
}

/** Names of the Applications that a construct is part of, or that are part of it. */
function applicationsOf(construct: IConstruct): string[] {
  const isOne = (one: IConstruct) => isApplication(one) || one instanceof HelmOperator;
  const above = construct.node.scopes.findLast(isOne);
  if (above) return [above.node.id];
  return construct.node
    .findAll()
    .filter(isOne)
    .map(({ node }) => node.id);
}

/** Makes objects that no tier or guest has taken a node of the graph, so that they have a wave to be put into. */
function giveNode(root: EnvironmentRoot, construct: IConstruct): void {
  const application = construct.node.scopes.findLast(isApplication);
  if (!application || construct === application || nodeAbove(root, construct)) return;
  const isBare = (one: IConstruct) => ApiObject.isApiObject(one) && !nodeAbove(root, one);
  if (!construct.node.findAll().some(isBare)) return;
  const { path, id } = construct.node;
  const component: Component = {
    path,
    name: id,
    application: application.name,
    system: System.of(application).name,
  };
  root.topology.addComponent(component);
  root.topology.adopt(path, component);
}

/** The node that a construct's objects are rolled out with. */
function nodeAbove(root: EnvironmentRoot, construct: IConstruct): Component | undefined {
  for (const one of construct.node.scopes.toReversed()) {
    const component = nodeAt(root, one);
    if (component) return component;
    if (isApplication(one)) return undefined;
  }
  return undefined;
}

function nodeAt(root: EnvironmentRoot, construct: IConstruct): Component | undefined {
  return construct instanceof ComponentConstruct ? construct.component : root.topology.adopterOf(construct.node.path);
}

function order(root: EnvironmentRoot, { from, to }: Dependency): void {
  const { topology } = root;
  for (const waiting of applicationsOf(from)) {
    for (const first of applicationsOf(to)) if (waiting !== first) topology.orderApplications(waiting, first);
  }
  const nodes = (construct: IConstruct) => {
    const above = nodeAbove(root, construct);
    return above ? [above] : construct.node.findAll().flatMap((one) => nodeAt(root, one) ?? []);
  };
  for (const waiting of nodes(from)) {
    for (const first of nodes(to)) {
      if (waiting.application !== first.application) continue;
      // Libraries of others order the objects of one workload; they are one node here, and kinds have an order of their own.
      if (waiting.path === first.path && topology.adopterOf(waiting.path) !== waiting) {
        throw ProblemsError.at(
          from.node.path,
          `waits for '${to.node.path}', but both are part of '${first.path}', whose objects are rolled out together: remove the dependency`,
        );
      }
      topology.order(waiting, first);
    }
  }
}
