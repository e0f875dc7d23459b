import { groupOf } from '../kubernetes';
import { compare } from '../problem';
import { pathOf } from './files';
import type { RenderedEnvironment } from './render';
import { secretUsers } from './secret-users';

/** Name of the index in the output folder. */
export const indexFile = 'index.json';

/** What the output holds, and which files this project owns. */
export interface OutputIndex {
  readonly version: 1;
  readonly applications: readonly IndexedApplication[];
  readonly files: readonly IndexedFile[];
  readonly secrets: readonly IndexedSecret[];
}

/** An Application and its place in the rollout. */
export interface IndexedApplication {
  readonly environment: string;
  readonly name: string;
  readonly wave: number;
}

/** An object and its file. */
export interface IndexedFile {
  readonly path: string;
  readonly environment: string;
  /** Folder; empty for bootstrap.yaml. */
  readonly application: string;
  /** The system whose `--system` writes it; empty for the environment's own. */
  readonly system: string;
  /** Empty for core kinds. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly wave: number;
  readonly constructPath: string;
}

/** A Secret that has to be in the cluster; never a value that is secret. */
export interface IndexedSecret {
  readonly environment: string;
  readonly namespace: string;
  readonly name: string;
  readonly provider: RenderedEnvironment['provider'];
  readonly keys: readonly {
    readonly key: string;
    readonly origin: 'generated' | 'fixed' | 'outside';
    /** Of `fixed` keys. */
    readonly value?: string;
    /** Of `generated` keys: number of characters. */
    readonly length?: number;
    /** Of `outside` keys: what it is. */
    readonly description?: string;
  }[];
  /** Construct paths of the objects that read it. */
  readonly usedBy: readonly string[];
}

/** The index of some environments. */
export function indexOf(environments: readonly RenderedEnvironment[]): OutputIndex {
  return {
    version: 1,
    applications: environments.flatMap(({ name, applicationWaves }) =>
      [...applicationWaves]
        .sort(([a, waveA], [b, waveB]) => waveA - waveB || compare(a, b))
        .map(([application, wave]) => ({ environment: name, name: application, wave })),
    ),
    files: environments.flatMap(({ objects }) =>
      objects.map((rendered): IndexedFile => {
        const { apiVersion, kind, metadata } = rendered.object;
        return {
          path: pathOf(rendered),
          environment: rendered.environment,
          application: rendered.application,
          system: rendered.system,
          group: groupOf(apiVersion),
          kind,
          ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
          name: metadata.name,
          wave: rendered.wave,
          constructPath: rendered.constructPath,
        };
      }),
    ),
    secrets: environments.flatMap((environment) => secretsOf(environment)),
  };
}

function secretsOf(environment: RenderedEnvironment): IndexedSecret[] {
  const users = secretUsers(environment.objects);
  return [...environment.secrets]
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name))
    .map(({ namespace, name, keys }) => ({
      environment: environment.name,
      namespace,
      name,
      provider: environment.provider,
      keys: Object.entries(keys).map(([key, value]) => ({ key, ...value })),
      usedBy: users.get(`${namespace}/${name}`) ?? [],
    }));
}
