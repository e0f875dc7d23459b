import { App } from 'cdk8s';
import { type CheckReport, readSettings, runChecks } from './checks';
import { KindRegistry } from './kubernetes/kind-registry';
import { ManifestSet, type OutputIndex } from './manifests';
import { compare, type Problem, ProblemCollector } from './problem';
import { buildEnvironment, type Project, readEnvironments } from './project';
import {
  belongsTo,
  filesOf,
  indexOf,
  mergeIndex,
  type ObjectFile,
  type OutputPlan,
  type Part,
  pathOf,
  planOutput,
  type RenderedEnvironment,
  readIndex,
  renderEnvironment,
} from './render';

/** A project, rendered and checked: what is written, if the checks find no error. */
export interface Synthesis {
  readonly environments: readonly RenderedEnvironment[];
  /** Every file of these environments, also where a part is written. */
  readonly files: readonly ObjectFile[];
  readonly index: OutputIndex;
  readonly report: CheckReport;
}

/** Told of each rendered environment, out of so many. */
export type OnRendered = (environment: string, total: number) => void;

/**
 * Renders and checks what a part names; whole environments, even where the part is a system of them.
 *
 * @param config file of settings. @default - cdk8s-tiers.yaml, if there is one
 * @throws ProblemsError with what is wrong in each environment, and in the files of the others
 */
export function renderProject(project: Project, part: Part = {}, onRendered?: OnRendered, config?: string): Synthesis {
  const found = new ProblemCollector();
  const settled = found.attempt(() => readSettings(project, config), { ...project, kinds: KindRegistry.forVersion() });
  found.add(unknownSystems(project, part.systems));
  const described = found.attempt(() => readEnvironments(project, part.environments), []);
  // What the file of settings says exists needs not be made.
  const stated = { ...project, external: settled.external };
  const app = new App();
  const environments = described.flatMap((environment) => {
    const one = found.attempt(() => [renderEnvironment(buildEnvironment(stated, environment, app, settled.kinds))], []);
    onRendered?.(environment.name, described.length);
    return one;
  });
  const files = environments.flatMap((environment) => found.attempt(() => filesOf(environment), []));
  found.throwIfAny();
  const index = indexOf(environments);
  return { environments, files, index, report: runChecks(manifestsOf(environments, files, index), settled) };
}

/** What putting a part of it into a folder would change there. */
export function planSynthesis({ files, index }: Synthesis, folder: string, part: Part = {}): OutputPlan {
  const own = files.filter(({ rendered }) => belongsTo(rendered, part));
  return planOutput(folder, own, mergeIndex(readIndex(folder), index, part));
}

/** The rendered objects as the checks read them. */
function manifestsOf(
  environments: readonly RenderedEnvironment[],
  files: readonly ObjectFile[],
  index: OutputIndex,
): ManifestSet {
  const manifests = environments.flatMap(({ objects }) =>
    objects.map((rendered) => {
      const path = pathOf(rendered);
      return { object: rendered.object, file: path, path, line: 1, lineOf: () => 1 };
    }),
  );
  return new ManifestSet(manifests, { files: files.map(({ path }) => path), index });
}

function unknownSystems(project: Project, systems: readonly string[] = []): Problem[] {
  const known = project.systems.map(({ name }) => name).sort(compare);
  return systems
    .filter((name) => !known.includes(name))
    .map((name) => ({
      where: '--system',
      message: `unknown system '${name}', the project has ${known.join(', ')}`,
    }));
}
