import { App } from 'cdk8s';
import type { CheckSettings } from './checks';
import type { ChangeRules } from './checks/change-safety';
import type { Environment, EnvironmentForms } from './environment';
import { loadEnvironments } from './environment/reading';
import { builtInControllers, type ExposureKind, exposuresFor, type IngressController } from './exposure';
import { addFoundation } from './foundation';
import type { Priority } from './kubernetes';
import { KindRegistry } from './kubernetes/kind-registry';
import { readKinds } from './manifests';
import type { NetworkPlugin } from './network-plugins';
import type { OperatorDefinition } from './operators';
import { type Problem, ProblemCollector, ProblemsError } from './problem';
import type { SecretProviderKind } from './secret-providers';
import {
  builtInKinds,
  type EdgeKinds,
  EnvironmentRoot,
  edgesOf,
  formsOf,
  type SystemDefinition,
  uninstalledOperators,
} from './system';

/**
 * What a project's own entry tells the commands.
 *
 * @example
 * const project: Project = { systems: [shop] };
 * void main(project);
 */
export interface Project extends CheckSettings {
  /** The systems that environments may name. */
  readonly systems: readonly SystemDefinition[];
  /** Ways for web tiers to be reached, beside the library's: values of `exposure.type`. @default - none */
  readonly exposures?: readonly ExposureKind[];
  /** Products that serve Ingresses, beside the library's: values of `exposure.controller`. @default - none */
  readonly ingressControllers?: readonly IngressController[];
  /** Network plugins that let pods out to names, beside the library's: values of `cluster.networkPlugin`. @default - none */
  readonly networkPlugins?: readonly NetworkPlugin[];
  /** Operators of third parties, beside the library's: keys below `operators`. @default - none */
  readonly operators?: readonly OperatorDefinition[];
  /** Ways for Secrets to get into the cluster, beside the library's: values of `secrets.provider`. @default - none */
  readonly secretProviders?: readonly SecretProviderKind[];
  /** Class of the pods of tiers that name none, databases and brokers among them. @default - none */
  readonly defaultPriority?: Priority;
  /** Rows of the project's own for `diff` and `publish:gitops`. @default - none */
  readonly changeRules?: ChangeRules;
  /** Folder of the environment files, relative to the working folder. @default environments */
  readonly environments?: string;
  /** Folder of the output, relative to the working folder. @default dist */
  readonly output?: string;
}

/**
 * All that a project's environment files may choose from.
 * @throws ProblemsError if two choices have one name
 */
export function environmentForms(project: Project): EnvironmentForms {
  const systems = project.systems.map(({ name, settings }) => ({ name, schema: settings }));
  return formsOf(systems, edgeKinds(project));
}

function edgeKinds(project: Project): EdgeKinds {
  const {
    exposures = [],
    ingressControllers = [],
    networkPlugins = [],
    operators = [],
    secretProviders = [],
  } = project;
  const controllers = withOwn('ingressControllers', builtInControllers, ingressControllers);
  return {
    exposures: withOwn('exposures', exposuresFor(controllers), exposures),
    networkPlugins: withOwn('networkPlugins', builtInKinds.networkPlugins, networkPlugins),
    operators: withOwn('operators', builtInKinds.operators, operators),
    secretProviders: withOwn('secretProviders', builtInKinds.secretProviders, secretProviders),
  };
}

/** The library's and the project's own, each under a name of its own. */
function withOwn<Kind extends { readonly name: string }>(
  key: keyof Project,
  builtIn: readonly Kind[],
  own: readonly Kind[],
): Kind[] {
  const all = [...builtIn, ...own];
  const double = all.filter(({ name }, index) => all.findIndex((other) => other.name === name) !== index);
  if (double.length === 0) return all;
  throw new ProblemsError(
    double.map(({ name }) => ({
      where: `project.${key}`,
      message: `two have the name '${name}', give your own another; the library has ${builtIn.map((kind) => kind.name).join(', ')}`,
    })),
  );
}

/** Reads a project's environments. @throws ProblemsError with everything wrong in all files */
export function readEnvironments(project: Project, only?: readonly string[]): Environment[] {
  return loadEnvironments(project.environments ?? 'environments', environmentForms(project), { only });
}

/** Builds the systems of each environment into one tree. @throws ProblemsError with the problems of every system */
export function buildTree(project: Project, environments: readonly Environment[]): EnvironmentRoot[] {
  const app = new App();
  const found = new ProblemCollector();
  const kinds = found.attempt(() => readKinds(project.crds), KindRegistry.forVersion());
  const roots = environments.flatMap((environment) =>
    found.attempt(() => [buildEnvironment(project, environment, app, kinds)], []),
  );
  found.throwIfAny();
  return roots;
}

/**
 * Builds the systems of one environment below an app.
 *
 * @param kinds those that objects may have, if they have been read already
 * @throws ProblemsError with the problems of every system
 */
export function buildEnvironment(
  project: Project,
  environment: Environment,
  app = new App(),
  kinds = readKinds(project.crds),
): EnvironmentRoot {
  const root = new EnvironmentRoot(
    app,
    environment,
    edgesOf(environment, edgeKinds(project)),
    kinds,
    project.defaultPriority,
  );
  const found = new ProblemCollector();
  for (const definition of project.systems) {
    const settings = environment.systems[definition.name];
    if (settings === undefined) continue;
    try {
      root.buildAs(definition.name, () => definition.build(root, settings));
    } catch (error) {
      found.add(problemsOf(error, `${environment.name}/${definition.name}`));
    }
  }
  found.throwIfAny();
  addFoundation(root, project.external);
  const uninstalled = uninstalledOperators(root);
  if (uninstalled.length > 0) throw new ProblemsError(uninstalled);
  return root;
}

/** The problems behind an error: its own, or its message at a place. A mistake in a program is passed on. */
export function problemsOf(error: unknown, where: string): readonly Problem[] {
  if (error instanceof ProblemsError) return error.problems;
  if (error instanceof Error && error.name === 'Error') return [{ where, message: error.message }];
  throw error;
}
