import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type CheckReport, countOf, formatReport, onlyErrors } from '../checks';
import type { Project } from '../project';
import { type OutputPlan, type RenderedEnvironment, writeOutput } from '../render';
import { type OnRendered, planSynthesis, renderProject } from '../synthesis';
import { configOption } from './config-option';
import { ownProject } from './own-project';
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
  /** File of settings; one that is named must exist. @default - cdk8s-tiers.yaml, if there is one */
  readonly config?: string;
  /** Told of each rendered environment, out of so many. @default - nobody */
  readonly onRendered?: OnRendered;
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
  const part = { environments: options.environment, systems: options.system };
  const synthesis = renderProject(project, part, options.onRendered, options.config);
  const { environments, report } = synthesis;
  const plan = planSynthesis(synthesis, folder, part);
  if (countOf(report, 'error') > 0) return { exitCode: 1, environments, plan, report };
  if (options.check)
    return { exitCode: plan.write.length + plan.remove.length > 0 ? 1 : 0, environments, plan, report };
  writeOutput(folder, plan);
  return { exitCode: 0, environments, plan, report };
}

/** Adds `synth` to the commands. */
export function addSynthCommand(program: Command, project: Project | undefined): void {
  program
    .command('synth', { isDefault: project !== undefined })
    .description('render all environments into the output folder')
    .addOption(new Option('-e, --environment <name...>', 'only these environments'))
    .addOption(new Option('-s, --system <name...>', 'only these systems'))
    .option('--check', 'write nothing; tell whether the output is what would be written')
    .addOption(new Option('-o, --output <folder>', 'folder of the output').env('CDK8S_OUTDIR'))
    .addOption(configOption())
    .action((options: SynthOptions) => {
      const own = ownProject(project, 'synth');
      const started = performance.now();
      const progress = new Progress();
      const result = progress.during((step) => synthesize(own, { ...options, onRendered: step }));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (countOf(result.report, 'error') > 0) process.stderr.write(describeFindings(result.report));
      else process.stdout.write(options.check ? describeCheck(result.plan) : describeSynth(result, seconds));
      process.exitCode = result.exitCode;
    });
}

function describeSynth({ environments, plan, report }: SynthResult, seconds: string): string {
  const lines = environments.flatMap(({ name, objects, applicationWaves, requirements }) => [
    `  ${name}: ${objects.length} objects, ${applicationWaves.size} applications`,
    ...describeNeeds(requirements),
  ]);
  const notes = environments.flatMap((environment) => environment.notes);
  lines.push(...notes.map(({ where, message }) => `  note: ${where}: ${message}`));
  const changes = `${plan.write.length} files written, ${plan.remove.length} removed, ${plan.unchanged} unchanged`;
  const warnings = countOf(report, 'warning');
  const found =
    warnings === 0 ? 'no findings' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, see \`npm run check\``;
  return `${lines.join('\n')}\n  checks: ${found}\n${pc.green('done')}: ${changes}, ${seconds} s\n`;
}

/** What has to be there: a line for each kind. */
function describeNeeds(requirements: RenderedEnvironment['requirements']): string[] {
  const byKind = new Map<string, string[]>();
  for (const { kind, namespace, name } of requirements) {
    const place = namespace === undefined ? name : `${namespace}/${name}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), place]);
  }
  const lines = [...byKind].map(([kind, names]) => `      ${kind}: ${names.join(', ')}`);
  return lines.length === 0 ? [] : ['    has to be there, and is not in the output:', ...lines];
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
  return `${formatReport(onlyErrors(report), 'text')}${pc.red('nothing was written')}\n`;
}
