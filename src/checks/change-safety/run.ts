import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { describeObject, type ManifestSet, readManifests, readManifestsFromGit } from '../../manifests';
import type { OwnFacts } from '../../manifests/model';
import { type Problem, ProblemsError } from '../../problem';
import { acknowledge, readAcknowledgements } from './acknowledgements';
import { compareManifests } from './compare';
import { type ChangeReport, jsonReport, markdownReport, textReport, verdictOf } from './report';
import type { ChangeRules } from './rule';

/** How a report is written. */
export const DIFF_FORMATS = ['text', 'markdown', 'json'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** What `runDiff` compares, and how it tells it. */
export interface DiffOptions extends OwnFacts {
  /** A folder, or a git revision whose version of the folder `to` is meant. @default 'HEAD' */
  readonly from?: string | undefined;
  /** A folder. @default 'dist' */
  readonly to?: string | undefined;
  /** @default 'text' */
  readonly format?: DiffFormat | undefined;
  /** Whether findings that say the same of several objects are told one by one; JSON always does. @default false */
  readonly verbose?: boolean | undefined;
  /** Only this environment of the output. @default - all */
  readonly environment?: string | undefined;
  /** File of acknowledgements; one that is named must exist. @default - acknowledgements.yaml, if there is one */
  readonly acknowledgements?: string | undefined;
  /** Rows of a project's own. @default - none */
  readonly changeRules?: ChangeRules | undefined;
  /** Colours for a terminal. @default false */
  readonly coloured?: boolean | undefined;
  /** Folder that paths and the git repository are looked up from. @default - the current folder */
  readonly directory?: string | undefined;
}

/** What a command prints, and the code it ends with. */
export interface DiffResult {
  /** 0 nothing, OK or WARN; 1 BLOCK or RECREATE that is not acknowledged; 2 bad input. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

/** Compares two outputs and tells what merging the new one would do to a cluster. Writes nothing. */
export function runDiff(options: DiffOptions = {}): DiffResult {
  try {
    const report = diffReport(options);
    const verdict = verdictOf(report);
    return { exitCode: verdict === 'BLOCK' || verdict === 'RECREATE' ? 1 : 0, output: written(report, options) };
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return { exitCode: 2, output: `${error.message}\n` };
  }
}

function written(report: ChangeReport, { format = 'text', coloured = false, verbose = false }: DiffOptions): string {
  if (format === 'json') return jsonReport(report);
  return format === 'markdown' ? markdownReport(report, verbose) : textReport(report, coloured, verbose);
}

/**
 * The report itself, for those who go on with it.
 * @throws ProblemsError for input that can't be read
 */
export function diffReport(options: DiffOptions): ChangeReport {
  const { from = 'HEAD', to = 'dist', environment, directory = '.' } = options;
  const problems: Problem[] = [];
  const at = (path: string): string => (isAbsolute(path) || directory === '.' ? path : join(directory, path));
  const before = attempt(problems, () =>
    existsSync(at(from)) ? readManifests(at(from)) : readRevision(from, at(to), directory),
  );
  const after = attempt(problems, () => readManifests(at(to)));
  const entries = attempt(problems, () => acknowledgementsOf(options.acknowledgements, at));
  if (before === undefined || after === undefined || entries === undefined) throw new ProblemsError(problems);
  if (before.files.length === 0 && after.files.length === 0) {
    throw ProblemsError.at(
      to,
      `neither ${from} nor ${to} holds any YAML or JSON file; render first, or name another folder`,
    );
  }
  const { findings, objects, environments } = compareManifests(
    before,
    after,
    environment,
    options.changeRules,
    options,
  );
  if (environment !== undefined && environments.length === 0) {
    throw ProblemsError.at(
      '--environment',
      `${environment} is in neither ${from} nor ${to}; leave it out, or name one that is`,
    );
  }
  const answered = acknowledge(findings, entries);
  const relevant = answered.unused.filter(
    (entry) => environment === undefined || entry.environment === undefined || entry.environment === environment,
  );
  const warnings = [...after.warnings, ...duplicates(before), ...duplicates(after)];
  return { from, to, findings: answered.findings, objects, unused: relevant, warnings };
}

function acknowledgementsOf(
  file: string | undefined,
  at: (path: string) => string,
): ReturnType<typeof readAcknowledgements> {
  if (file !== undefined && !existsSync(at(file)))
    throw ProblemsError.at(file, 'there is no such acknowledgement file');
  return readAcknowledgements(at(file ?? 'acknowledgements.yaml'));
}

/** The folder as it was in a revision of the repository around it. */
function readRevision(revision: string, folder: string, directory: string): ManifestSet {
  return readManifestsFromGit(revision, relative(directory, folder).replaceAll('\\', '/'), directory);
}

/** An object that is twice in one environment: the first one counts. */
function duplicates(set: ManifestSet): Problem[] {
  return [...set.byEnvironment().values()].flatMap((part) =>
    part.duplicates().map(({ file, line, object }) => ({
      where: `${file}:${line}`,
      message: `${describeObject(object)} is there twice; the first one is compared`,
    })),
  );
}

function attempt<T>(problems: Problem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
