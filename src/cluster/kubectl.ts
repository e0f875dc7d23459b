import type { KubernetesObject } from '../kubernetes';
import { ProblemsError } from '../problem';
import { type ProgramResult, runProgram } from '../program';

/** Who owns the fields that are applied: one name, so that a field left out of a manifest is removed. */
export const fieldManager = 'cdk8s-tiers';

export interface KubectlOptions {
  /** Program and first arguments. @default ['kubectl'] */
  readonly program?: readonly string[] | undefined;
  /** Runs one call in place of the program. @default - starts the program */
  readonly run?: ((args: readonly string[], input?: string) => Promise<ProgramResult>) | undefined;
  /** Context of the kubeconfig. @default - its current one */
  readonly context?: string | undefined;
}

/** How the API server is asked to apply. */
export interface ApplyOptions {
  /** Tried by the server, nothing is stored. @default false */
  readonly dryRun?: boolean;
  /** Takes fields over that somebody else has set. @default false */
  readonly forceConflicts?: boolean;
}

/** An object that kubectl is asked for. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** kubectl, with manifests and values on its standard input only. */
export class Kubectl {
  private readonly program: readonly string[];
  private readonly global: readonly string[];

  constructor(readonly options: KubectlOptions = {}) {
    this.program = options.program ?? ['kubectl'];
    this.global = options.context === undefined ? [] : [`--context=${options.context}`];
  }

  /** Runs it and gives its answer, whatever it is. @throws ProblemsError if there is no kubectl */
  async run(args: readonly string[], input?: string, timeoutSeconds = 120): Promise<ProgramResult> {
    const all = [...this.global, ...args];
    if (this.options.run !== undefined) return this.options.run(all, input);
    return runProgram(this.program, all, { input, timeoutSeconds });
  }

  /** Runs it for its output. @throws ProblemsError with what it said */
  async ask(args: readonly string[], input?: string): Promise<string> {
    const result = await this.run(args, input);
    if (result.code === 0) return result.stdout;
    throw ProblemsError.at(`kubectl ${args.slice(0, 2).join(' ')}`, reasonOf(result));
  }

  /** The version of the server, or why none answers. */
  async server(): Promise<{ readonly version: string } | { readonly problem: string }> {
    const result = await this.run(['version', '--output=json', '--request-timeout=10s'], undefined, 30);
    const version = versionIn(result.stdout);
    return version === undefined ? { problem: reasonOf(result) } : { version };
  }

  /** Name of the context that is used. */
  async contextName(): Promise<string> {
    if (this.options.context !== undefined) return this.options.context;
    const result = await this.run(['config', 'current-context']);
    return result.code === 0 ? result.stdout.trim() : 'none';
  }

  /** The objects of these that exist, in the order of the cluster's answer. */
  async get(refs: readonly ObjectRef[]): Promise<KubernetesObject[]> {
    if (refs.length === 0) return [];
    const wanted = refs.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
      apiVersion,
      kind,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
    }));
    const text = await this.ask(['get', '--filename=-', '--ignore-not-found', '--output=json'], listOf(wanted));
    if (text.trim() === '') return [];
    const answer = JSON.parse(text) as KubernetesObject & { items?: KubernetesObject[] };
    return answer.kind === 'List' ? (answer.items ?? []) : [answer];
  }

  /** Whether an object exists: nothing of it is handed over. */
  async isThere({ apiVersion, kind, metadata }: ObjectRef): Promise<boolean> {
    const list = listOf([{ apiVersion, kind, metadata }]);
    return (await this.ask(['get', '--filename=-', '--ignore-not-found', '--output=name'], list)).trim() !== '';
  }

  /** Applies on the server; unknown and doubled fields are refused. */
  apply(objects: readonly KubernetesObject[], options: ApplyOptions = {}): Promise<ProgramResult> {
    return this.run(
      [
        'apply',
        '--server-side',
        `--field-manager=${fieldManager}`,
        '--validate=strict',
        ...(options.dryRun ? ['--dry-run=server'] : []),
        ...(options.forceConflicts ? ['--force-conflicts'] : []),
        '--filename=-',
      ],
      listOf(objects),
    );
  }

  /** Compares with the cluster, as an apply would change it: code 0 is no difference, 1 is one. */
  diff(objects: readonly KubernetesObject[]): Promise<ProgramResult> {
    return this.run(['diff', '--server-side', `--field-manager=${fieldManager}`, '--filename=-'], listOf(objects), 300);
  }
}

/** What kubectl said, without the noise: client-go's log, warnings, and its page of advice on conflicts. */
export function reasonOf({ stderr, stdout, code }: ProgramResult): string {
  const lines = (stderr.trim() || stdout.trim())
    .replace(/^Please review the fields above[\s\S]*?server-side-apply\/#conflicts$/gm, '')
    .split('\n')
    .filter((line) => !/^[EWI]\d{4} |^Warning: /.test(line))
    .map((line) => line.replace(/^(error|Error): /, '').trim());
  return [...new Set(lines)].filter((line) => line !== '').join('; ') || `kubectl ended with code ${code}`;
}

/** Warnings of the API server. */
export function warningsOf({ stderr }: ProgramResult): string[] {
  return stderr.split('\n').flatMap((line) => (line.startsWith('Warning: ') ? [line.slice('Warning: '.length)] : []));
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function versionIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { serverVersion?: { gitVersion?: string } }).serverVersion?.gitVersion;
  } catch {
    return undefined;
  }
}
