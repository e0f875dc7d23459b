import { App } from 'cdk8s';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type CheckReport, countOf, formatReport, runChecks } from '../checks';
import { ManifestSet } from '../manifests';
import { compare, ProblemCollector, ProblemsError } from '../problem';
import { buildEnvironment, type Project, readEnvironments } from '../project';
import {
  belongsTo,
  filesOf,
  indexOf,
  mergeIndex,
  type ObjectFile,
  type OutputFile,
  type OutputPlan,
  pathOf,
  planOutput,
  type RenderedEnvironment,
  readIndex,
  renderEnvironment,
  writeOutput,
} from '../render';
import { Progress } from './progress';

export interface SynthOptions {
  /** Only these environments. @default - all */
  readonly environment?: readonly string[];
  /** Only these systems. @default - all */
  readonly system?: readonly string[];
  /** Writes nothing, tells only whether the output is fresh. @default false */
  readonly check?: boolean;
  /** Folder of the output. @default - the project's */
  readonly output?: string;
  /** Told of each rendered environment, out of so many. @default - nobody */
  readonly onRendered?: (environment: string, total: number) => void;
}

/** What a run did, or found. */
export interface SynthResult {
  readonly exitCode: 0 | 1;
  /** What the checks found; the output is not written if there is an error among it. */
  readonly report: CheckReport;
  readonly environments: readonly RenderedEnvironment[];
  readonly plan: OutputPlan;
}

/** Renders environments and writes what differs. @throws ProblemsError with everything wrong; nothing is written then */
export function synthesize(project: Project, options: SynthOptions = {}): SynthResult {
  const folder = options.output ?? project.output ?? 'dist';
  const { rendered: environments, files: all } = renderAll(project, options);
  const part = { environments: options.environment, systems: options.system };
  const old = readIndex(folder);
  const index = mergeIndex(old, indexOf(environments), part);
  const files: OutputFile[] = all.filter(({ rendered }) => belongsTo(rendered, part));
  const plan = planOutput(folder, files, index);
  const report = runChecks(manifestsOf(all, environments));
  if (countOf(report, 'error') > 0) return { exitCode: 1, environments, plan, report };
  if (options.check)
    return { exitCode: plan.write.length + plan.remove.length > 0 ? 1 : 0, environments, plan, report };
  writeOutput(folder, plan);
  return { exitCode: 0, environments, plan, report };
}

/** The rendered objects as the checks read them, whole environments even where a part is written. */
function manifestsOf(files: readonly ObjectFile[], environments: readonly RenderedEnvironment[]): ManifestSet {
  const manifests = environments.flatMap(({ objects }) =>
    objects.map((rendered) => {
      const path = pathOf(rendered);
      return { object: rendered.object, file: path, path, line: 1, lineOf: () => 1 };
    }),
  );
  return new ManifestSet(manifests, { files: files.map(({ path }) => path), index: indexOf(environments) });
}

/** Renders the environments; what is wrong in each, and in the files of the others, is told together. */
function renderAll(project: Project, options: SynthOptions): { rendered: RenderedEnvironment[]; files: ObjectFile[] } {
  const found = new ProblemCollector();
  found.attempt(() => checkSystems(project, options.system), undefined);
  const environments = found.attempt(() => readEnvironments(project, options.environment), []);
  const app = new App();
  const rendered = environments.flatMap((environment) => {
    const one = found.attempt(() => [renderEnvironment(buildEnvironment(project, environment, app))], []);
    options.onRendered?.(environment.name, environments.length);
    return one;
  });
  const files = rendered.flatMap((environment) => found.attempt(() => filesOf(environment), []));
  found.throwIfAny();
  return { rendered, files };
}

function checkSystems(project: Project, systems: readonly string[] = []): void {
  const known = project.systems.map(({ name }) => name).sort(compare);
  const unknown = systems.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ProblemsError(
      unknown.map((name) => ({
        where: '--system',
        message: `unknown system '${name}', the project has ${known.join(', ')}`,
      })),
    );
  }
}

/** Adds `synth` to the commands. */
export function addSynthCommand(program: Command, project: Project): void {
  program
    .command('synth', { isDefault: true })
    .description('render all environments into the output folder')
    .addOption(new Option('-e, --environment <name...>', 'only these environments'))
    .addOption(new Option('-s, --system <name...>', 'only these systems'))
    .option('--check', 'write nothing; tell whether the output is what would be written')
    .addOption(new Option('-o, --output <folder>', 'folder of the output').env('CDK8S_OUTDIR'))
    .action((options: SynthOptions) => {
      const started = performance.now();
      const progress = new Progress();
      const result = progress.during((step) => synthesize(project, { ...options, onRendered: step }));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (countOf(result.report, 'error') > 0) process.stderr.write(describeFindings(result.report));
      else process.stdout.write(options.check ? describeCheck(result.plan) : describeSynth(result, seconds));
      process.exitCode = result.exitCode;
    });
}

function describeSynth({ environments, plan, report }: SynthResult, seconds: string): string {
  const lines = environments.map(
    ({ name, objects, applicationWaves }) =>
      `  ${name}: ${objects.length} objects, ${applicationWaves.size} applications`,
  );
  const changes = `${plan.write.length} files written, ${plan.remove.length} removed, ${plan.unchanged} unchanged`;
  const warnings = countOf(report, 'warning');
  const found =
    warnings === 0 ? 'no findings' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, see \`npm run check\``;
  return `${lines.join('\n')}\n  checks: ${found}\n${pc.green('done')}: ${changes}, ${seconds} s\n`;
}

function describeCheck(plan: OutputPlan): string {
  const stale = [
    ...plan.write.map(({ path }) => `  differs: ${path}`),
    ...plan.remove.map((path) => `  no longer made: ${path}`),
  ];
  if (stale.length === 0) return `${pc.green('fresh')}: the output is what would be written, ${plan.unchanged} files\n`;
  return `${pc.red('stale')}: the output is not what would be written, run synth and commit it\n${stale.join('\n')}\n`;
}

function describeFindings(report: CheckReport): string {
  const errors = { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
  return `${formatReport(errors, 'text')}${pc.red('nothing was written')}\n`;
}
