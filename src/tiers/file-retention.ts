import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { readAsset } from '../asset';
import { images } from '../images';
import { Cpu, type Resources, repeated, secondsProblem } from '../kubernetes';
import { type CronOptions, createCronJob, cronProblems } from './cron-job';
import type { PodSettings } from './pod-settings';
import { Program, type ProgramProps } from './program';
import type { SharedClaim } from './shared-claim';

/** Files of shared storage, and how long they stay. */
export interface RetainedFiles {
  readonly claim: SharedClaim;
  /** Time since the last change of a file after which it is removed, at least an hour. */
  readonly olderThan: Duration;
  /** Folder of the claim, a relative path; the rest of the claim stays as it is. @default - the whole claim */
  readonly folder?: string;
}

/** What a {@link FileRetention} removes, and when. */
export interface FileRetentionProps extends PodSettings, CronOptions {
  /** At least one. */
  readonly files: readonly RetainedFiles[];
  /** Removes nothing, and tells in its log what it would remove. @default false */
  readonly dryRun?: boolean;
  /** When it runs, as cron says it. @default 17 3 * * * */
  readonly schedule?: string;
  /** An image with a shell, and find and date of GNU. @default - the library's of PostgreSQL, for they are in it */
  readonly image?: string;
  /** CPU and memory. @default - 10m and 32Mi */
  readonly resources?: Resources;
}

const script = readAsset('file-retention/remove-old.sh');
const scriptPath = '/opt/file-retention/remove-old.sh';
/** Folder below which it sees the claims: the script removes nothing elsewhere. */
const root = '/retained';
const leastAge = Duration.hours(1);

/**
 * Removes files of shared storage that nobody has changed for a time: a CronJob. Folders stay, links are not followed, and what is
 * written at that moment is new. Whatever it removes is gone: begin with `dryRun`.
 *
 * @example
 * const logs = new SharedClaim(app, 'logs', { size: Size.gibibytes(5) });
 * new FileRetention(app, 'old-logs', { files: [{ claim: logs, olderThan: Duration.days(30) }] });
 */
export class FileRetention extends Program {
  constructor(scope: Construct, id: string, props: FileRetentionProps) {
    const { files, dryRun, schedule = '17 3 * * *' } = props;
    const paths = files.map(pathOf);
    const program: ProgramProps = {
      ...props,
      image: props.image ?? images.postgres,
      resources: props.resources ?? { cpu: Cpu.millis(10), memory: Size.mebibytes(32) },
      env: dryRun ? { DRY_RUN: 'true' } : {},
      files: { [scriptPath]: script },
      command: ['sh', scriptPath],
      args: files.flatMap(({ olderThan }, index) => [paths[index]!, String(olderThan.toSeconds({ integral: false }))]),
    };
    super(scope, id, program, { last: true });
    this.tell(...cronProblems(this.workloadName, { ...props, schedule }), ...problemsOf(files, paths));
    this.addProgram(program);
    for (const claim of new Set(files.map((one) => one.claim))) this.mountShared(claim, `${root}/${claim.claimName}`);
    createCronJob(this, { ...props, schedule }, (variant) => this.template(variant));
  }
}

function pathOf({ claim, folder }: RetainedFiles): string {
  return [root, claim.claimName, ...(folder === undefined ? [] : [folder])].join('/');
}

function problemsOf(files: readonly RetainedFiles[], paths: readonly string[]): string[] {
  return [
    files.length === 0 ? 'removes nothing, name the files of a claim' : undefined,
    ...files.flatMap(({ claim, olderThan, folder }) => [
      secondsProblem('olderThan', olderThan, 1) ??
        (olderThan.toSeconds() < leastAge.toSeconds()
          ? `olderThan of ${olderThan.toHumanString()} for claim '${claim.claimName}' could remove what is in work: give at least ${leastAge.toHumanString()}`
          : undefined),
      folder !== undefined && !/^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*$/.test(folder)
        ? `folder '${folder}' of claim '${claim.claimName}' is not possible, give a relative path without '.' and '..'`
        : undefined,
    ]),
    ...repeated(paths).map((path) => `${path.slice(root.length + 1)} stands twice, give its files one age`),
  ].flatMap((problem) => problem ?? []);
}
