import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { KubernetesObject } from 'cdk8s-tiers';
import { loadAll } from 'js-yaml';
import type { OutputIndex } from '../../../src/manifests';

/** The output under test: what is committed, or the folder that `CDK8S_TIERS_DIST` names. */
const dist = resolve(process.env.CDK8S_TIERS_DIST ?? resolve(__dirname, '../../../dist'));

/** Environments whose output is given to the real servers. */
export const environments = ['local', 'production'] as const;

/** What an environment's folder holds. */
export class Rendered {
  constructor(
    readonly environment: string,
    readonly objects: readonly KubernetesObject[],
    readonly secrets: OutputIndex['secrets'],
  ) {}

  /** The one object of this kind and name. */
  object<Shape = KubernetesObject>(kind: string, name: string): Shape & KubernetesObject {
    const found = this.objects.filter((object) => object.kind === kind && object.metadata.name === name);
    if (found.length !== 1) throw new Error(`${this.environment} has ${found.length} objects ${kind} ${name}`);
    return found[0] as Shape & KubernetesObject;
  }

  all<Shape = KubernetesObject>(kind: string): (Shape & KubernetesObject)[] {
    return this.objects.filter((object) => object.kind === kind) as (Shape & KubernetesObject)[];
  }

  /** Files of a ConfigMap. */
  files(configMap: string): Record<string, string> {
    return this.object<{ data: Record<string, string> }>('ConfigMap', configMap).data;
  }

  /** One file of a ConfigMap. */
  file(configMap: string, name: string): string {
    const text = this.files(configMap)[name];
    if (text === undefined) throw new Error(`ConfigMap ${configMap} of ${this.environment} has no ${name}`);
    return text;
  }
}

/** Reads the committed output of an environment. */
export function rendered(environment: string): Rendered {
  const folder = join(dist, environment);
  if (!existsSync(folder)) throw new Error(`there is no ${folder}: run npm run synth`);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  const objects = paths.sort().flatMap((path) => loadAll(readFileSync(join(folder, path), 'utf8')));
  const index = JSON.parse(readFileSync(join(dist, 'index.json'), 'utf8')) as OutputIndex;
  const secrets = index.secrets.filter((secret) => secret.environment === environment);
  return new Rendered(environment, objects as KubernetesObject[], secrets);
}

/** The Secrets that the index promises, with values as they would be made: random but for fixed ones. */
export class Secrets {
  private readonly values = new Map<string, string>();

  constructor(rendered: Rendered) {
    for (const { name, keys } of rendered.secrets) {
      for (const { key, origin, value, length } of keys) {
        this.set(name, key, origin === 'fixed' ? value! : randomText(length ?? 32));
      }
    }
  }

  value(name: string, key: string): string {
    const value = this.values.get(`${name}/${key}`);
    if (value === undefined) throw new Error(`the index has no Secret ${name} with the key ${key}`);
    return value;
  }

  set(name: string, key: string, value: string): void {
    this.values.set(`${name}/${key}`, value);
  }
}

/** Letters and digits, as the generators are told to use. */
export function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => 'abcdefghijkmnpqrstuvwxyzABCDEFGH23456789'[byte % 40]).join('');
}
