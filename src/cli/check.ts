import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type CheckSettings,
  countOf,
  formatReport,
  type ReportFormat,
  readSettings,
  reportFormats,
  runChecks,
  type Severity,
} from '../checks';
import {
  type ExternalObject,
  type ExternalSecret,
  joinExternal,
  parseExternalObject,
  parseExternalSecret,
} from '../environment/external';
import { KindRegistry, KUBERNETES_VERSIONS, type KubernetesVersion } from '../kubernetes/kind-registry';
import { indexFile, ManifestSet, readDefinitions, readManifests } from '../manifests';
import { type Problem, ProblemCollector, ProblemsError } from '../problem';
import { configOption } from './config-option';

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Options of the command line. */
export interface CheckArguments {
  readonly format: ReportFormat;
  readonly externalSecret: readonly ExternalSecret[];
  readonly external: readonly ExternalObject[];
  readonly refuseImage?: readonly string[];
  readonly localEnvironment?: readonly string[];
  /** Folder with definitions of kinds. */
  readonly crds?: string;
  readonly kubernetesVersion?: KubernetesVersion;
  readonly severity: Severity;
  readonly config?: string;
}

/**
 * Adds `check [FOLDER ...]`: exit code 0, 1 if a rule found an error, 2 if a folder could not be read.
 *
 * @param settings those of the project's code. @default - there is no code
 */
export function addCheckCommand(program: Command, settings: CheckSettings = {}): Command {
  return program
    .command('check')
    .description('hold all rules against folders of Kubernetes manifests, made here or by hand')
    .argument('[folder...]', 'folders or files of YAML; together they are one cluster', ['dist'])
    .addOption(new Option('--format <format>', 'how to write the report').choices(reportFormats).default('text'))
    .option('--external-secret <namespace/name[:key]>', 'a Secret that somebody else makes', collectSecret, [])
    .option('--external <kind/[namespace/]name>', 'another object that exists outside the folders', collectObject, [])
    .option('--refuse-image <prefix>', 'images that must not be used', collectText)
    .option(
      '--local-environment <name>',
      'an environment on a developer’s machine (default: those with node ports)',
      collectText,
    )
    .option('--crds <folder>', 'definitions of kinds that are not known (default: the folder crds, if it is there)')
    .addOption(
      new Option('--kubernetes-version <version>', 'version that objects are held against').choices(
        KUBERNETES_VERSIONS,
      ),
    )
    .addOption(
      new Option('--severity <severity>', 'tell findings of this severity and above')
        .choices(severities)
        .default('info'),
    )
    .addOption(configOption())
    .addHelpText('after', '\nExit codes: 0 no error; 1 a rule found an error; 2 a folder could not be read')
    .action((folders: string[], given: CheckArguments) => {
      const { exitCode, output, problems } = checkFolders(folders, given, settings);
      process.stderr.write(problems);
      process.stdout.write(output);
      process.exitCode = exitCode;
    });
}

/** What `check` prints and returns. */
export interface CheckOutcome {
  readonly exitCode: 0 | 1 | 2;
  /** The report. */
  readonly output: string;
  /** What could not be read, and what was noticed while reading. */
  readonly problems: string;
}

/** Checks folders (or files) as one cluster; an output with an index by environment. What the command line says is added. */
export function checkFolders(
  folders: readonly string[],
  given: Partial<CheckArguments> = {},
  code: CheckSettings = {},
): CheckOutcome {
  const found = new ProblemCollector();
  const set = found.attempt(() => readAll(folders), undefined);
  const settings = found.attempt(() => readSettings(code, given.config), {
    ...code,
    kinds: KindRegistry.forVersion(),
  });
  const kinds = found.attempt(() => kindsFrom(given.crds), undefined);
  if (set === undefined || found.problems.length > 0)
    return { exitCode: 2, output: '', problems: `${new ProblemsError(found.problems).message}\n` };
  const report = runChecks(set, {
    ...settings,
    external: joinExternal(settings.external, { secrets: given.externalSecret, objects: given.external }),
    ...(kinds === undefined ? {} : { kinds: kinds.at(settings.kinds.version) }),
    ...(given.kubernetesVersion === undefined ? {} : { kubernetesVersion: given.kubernetesVersion }),
    ...(given.refuseImage === undefined ? {} : { refusedImages: given.refuseImage }),
    ...(given.localEnvironment === undefined ? {} : { localEnvironments: given.localEnvironment }),
  });
  const least = severities.indexOf(given.severity ?? 'info');
  const findings = report.findings.filter(({ severity }) => severities.indexOf(severity) <= least);
  return {
    exitCode: countOf(report, 'error') > 0 ? 1 : 0,
    output: formatReport({ ...report, findings }, given.format ?? 'text'),
    problems: set.warnings.map(({ where, message }) => `${where}: ${message}\n`).join(''),
  };
}

/** The kinds of a folder that the command line names. */
function kindsFrom(crds: string | undefined): KindRegistry | undefined {
  return crds === undefined ? undefined : KindRegistry.forVersion().with(readDefinitions(crds));
}

/** All folders as one set; problems of all of them are told together. */
function readAll(folders: readonly string[]): ManifestSet {
  const problems: Problem[] = [];
  const sets: ManifestSet[] = [];
  for (const folder of folders) {
    try {
      sets.push(inOutput(folder) ?? readManifests(folder));
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  const [only] = sets;
  return sets.length === 1 && only !== undefined ? only : ManifestSet.union(sets);
}

/** One environment's folder of an output: read with the index beside it, which promises its Secrets. */
function inOutput(folder: string): ManifestSet | undefined {
  const whole = dirname(resolve(folder));
  if (existsSync(join(folder, indexFile)) || !existsSync(join(whole, indexFile))) return undefined;
  const environment = basename(resolve(folder));
  const set = readManifests(dirname(folder.replace(/\/+$/, '')));
  return set.index === undefined ? undefined : set.filter(({ path }) => path.startsWith(`${environment}/`));
}

function collectSecret(value: string, before: readonly ExternalSecret[]): readonly ExternalSecret[] {
  const secret = parseExternalSecret(value);
  if (secret === undefined) throw new InvalidArgumentError('write namespace/name or namespace/name:key');
  return [...before, secret];
}

function collectObject(value: string, before: readonly ExternalObject[]): readonly ExternalObject[] {
  const object = parseExternalObject(value);
  if (object === undefined) throw new InvalidArgumentError('write Kind/name or Kind/namespace/name');
  return [...before, object];
}

function collectText(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
