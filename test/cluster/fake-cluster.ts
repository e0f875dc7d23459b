import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes';
import type { ProgramResult } from '../../src/program';

const { answer } = require('./fake-kubectl.js') as {
  answer: (folder: string, args: readonly string[], input: string) => ProgramResult;
};

/** What is different from a willing cluster; objects are named `Kind/name`. */
export interface Script {
  readonly unreachable?: boolean;
  /** Custom kinds that are served: `keda.sh/v1alpha1/ScaledJob`. */
  readonly kinds?: readonly string[];
  readonly refuse?: Readonly<Record<string, { readonly reason?: string; readonly message: string }>>;
  readonly warn?: Readonly<Record<string, string>>;
  /** Statuses told one after the other, the last for ever. */
  readonly status?: Readonly<Record<string, readonly object[]>>;
  /** Kinds that the user may not read. */
  readonly forbid?: readonly string[];
  /** Objects that a diff always finds changed. */
  readonly drift?: readonly string[];
}

interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

const kinds = ['keda.sh/v1alpha1/ScaledJob', 'argoproj.io/v1alpha1/Application', 'argoproj.io/v1alpha1/AppProject'];

/** A recorded cluster for one test: a folder that the fake kubectl reads and writes. */
export class FakeCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  /** Answers in this process: a hundred calls take as long as starting two programs. */
  readonly kubectl = {
    run: async (args: readonly string[], input = ''): Promise<ProgramResult> => answer(this.folder, args, input),
  };
  /** The same as a program of its own. */
  readonly program = [process.execPath, join(__dirname, 'fake-kubectl.js'), this.folder];

  constructor(script: Script = {}, objects: readonly KubernetesObject[] = []) {
    this.script(script);
    const stored = objects.map((object) => [
      `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      object,
    ]);
    writeFileSync(join(this.folder, 'objects.json'), JSON.stringify(Object.fromEntries(stored)));
  }

  script(script: Script): void {
    writeFileSync(join(this.folder, 'script.json'), JSON.stringify({ kinds, ...script }));
  }

  /** Every call so far. */
  get calls(): Call[] {
    const file = join(this.folder, 'calls.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Call);
  }

  /** Calls of one command, `create`. */
  callsOf(command: string): Call[] {
    return this.calls.filter(({ args }) => args.some((arg) => arg === command));
  }

  object(key: string): (KubernetesObject & { data?: Record<string, string> }) | undefined {
    return JSON.parse(readFileSync(join(this.folder, 'objects.json'), 'utf8'))[key];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
