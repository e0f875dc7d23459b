import { App } from 'cdk8s';
import { type Environment, loadEnvironments } from './environment';
import { type Problem, ProblemCollector, ProblemsError } from './problem';
import { readSealedSecrets, sealedFolder } from './secrets/sealing';
import { EnvironmentRoot, type SystemDefinition } from './system';

/** What a project's own entry tells the commands. */
export interface Project {
  /** The systems that environments may name. */
  readonly systems: readonly SystemDefinition[];
  /** Folder of the environment files, relative to the working folder. @default environments */
  readonly environments?: string;
  /** Folder of the output, relative to the working folder. @default dist */
  readonly output?: string;
}

/** The schemas of a project's systems, as environment files are read with. */
export function systemSchemas(project: Project) {
  return project.systems.map(({ name, settings }) => ({ name, schema: settings }));
}

/** Reads a project's environments. @throws ProblemsError with everything wrong in all files */
export function readEnvironments(project: Project, only?: readonly string[]): Environment[] {
  return loadEnvironments(project.environments ?? 'environments', systemSchemas(project), { only });
}

/** Builds the systems of each environment into one tree. @throws ProblemsError with the problems of every system */
export function buildTree(project: Project, environments: readonly Environment[]): EnvironmentRoot[] {
  const app = new App();
  const found = new ProblemCollector();
  const roots = environments.flatMap((environment) =>
    found.attempt(() => [buildEnvironment(project, environment, app)], []),
  );
  found.throwIfAny();
  return roots;
}

/** Builds the systems of one environment below an app. @throws ProblemsError with the problems of every system */
export function buildEnvironment(project: Project, environment: Environment, app = new App()): EnvironmentRoot {
  const root = new EnvironmentRoot(app, environment, sealedSecretsOf(project, environment));
  const found = new ProblemCollector();
  for (const definition of project.systems) {
    const settings = environment.systems[definition.name];
    if (settings === undefined) continue;
    try {
      definition.build(root, settings);
    } catch (error) {
      found.add(problemsOf(error, `${environment.name}/${definition.name}`));
    }
  }
  found.throwIfAny();
  return root;
}

function sealedSecretsOf(project: Project, environment: Environment) {
  if (environment.secrets.provider !== 'sealed-secrets') return [];
  return readSealedSecrets(sealedFolder(project.environments ?? 'environments', environment.name));
}

/** The problems behind an error: its own, or its message at a place. A mistake in a program is passed on. */
export function problemsOf(error: unknown, where: string): readonly Problem[] {
  if (error instanceof ProblemsError) return error.problems;
  if (error instanceof Error && error.name === 'Error') return [{ where, message: error.message }];
  throw error;
}
