import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from 'cdk8s-tiers';
import { load } from 'js-yaml';
import type { OutputIndex } from '../../../src/manifests';

const dist = join(__dirname, '../../../dist');

/** The committed index. */
export const index = JSON.parse(readFileSync(join(dist, 'index.json'), 'utf8')) as OutputIndex;

/** One environment of the committed output, object by object. */
export class Output {
  readonly objects: readonly Found[];

  constructor(readonly environment: string) {
    this.objects = index.files
      .filter((file) => file.environment === environment && file.application !== '')
      .map((file) => ({
        ...file,
        object: load(readFileSync(join(dist, file.path), 'utf8')) as KubernetesObject,
      }));
  }

  /** Objects of one kind. */
  ofKind(kind: string): Found[] {
    return this.objects.filter((found) => found.kind === kind);
  }

  /** The one object of a kind and name. */
  get(kind: string, name: string): Found {
    const found = this.objects.filter((candidate) => candidate.kind === kind && candidate.name === name);
    if (found.length !== 1) throw new Error(`${found.length} objects ${kind} ${name} in ${this.environment}`);
    return found[0]!;
  }

  /** Every pod template, with the object that holds it. */
  get pods(): { found: Found; template: Template }[] {
    return this.objects.flatMap((found) => {
      const spec = found.object.spec as Any;
      const template = spec?.jobTargetRef?.template ?? spec?.jobTemplate?.spec?.template ?? spec?.template;
      return template?.spec?.containers ? [{ found, template: template as Template }] : [];
    });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests read into YAML that somebody else checks against its schema
export type Any = any;

export interface Template {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  spec: Any;
}

export interface Found {
  readonly path: string;
  readonly application: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly wave: number;
  readonly system: string;
  readonly object: KubernetesObject & { spec?: Any; data?: Record<string, string> };
}

export const local = new Output('local');
export const production = new Output('production');
export const both = [local, production] as const;
