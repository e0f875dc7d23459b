import { join, resolve } from 'node:path';
import {
  filesOf,
  type IndexedSecret,
  type Manifest,
  ManifestSet,
  readManifests,
  requireOutputIndex,
} from '../manifests';
import { ProblemsError } from '../problem';

/** What of an output is published. */
export interface Content {
  readonly environment: string;
  readonly manifests: ManifestSet;
  /** Secrets that the environment needs, as the index says. */
  readonly secrets: readonly IndexedSecret[];
  /** Paths below the environment's folder, sorted. */
  readonly files: readonly string[];
  /** Files on disk, in the order of `files`. */
  readonly locations: readonly string[];
  /** The folder of the repository that the Applications read; undefined if none says. */
  readonly expectedPath: string | undefined;
}

/** Reads what an output holds for an environment. @throws ProblemsError if the output is not as its index says */
export function readContent(dist: string, environment: string): Content {
  const index = requireOutputIndex(dist);
  const paths = [...new Set(filesOf(index, environment, dist).map(({ path }) => path))].sort();
  const set = readManifests(dist);
  const prefix = `${environment}/`;
  const there = new Set(set.manifests.map(({ path }) => path).filter((path) => path.startsWith(prefix)));
  const problems = [
    ...paths
      .filter((path) => !there.has(path))
      .map((path) => ({ path, message: 'listed in index.json but not there' })),
    ...[...there]
      .filter((path) => !paths.includes(path))
      .map((path) => ({ path, message: 'not listed in index.json' })),
  ];
  if (problems.length > 0) {
    throw new ProblemsError(
      problems.map(({ path, message }) => ({
        where: join(dist, path),
        message: `${message}: run synth, or remove it`,
      })),
    );
  }
  const own = set.manifests.filter(({ path }) => path.startsWith(prefix));
  return {
    environment,
    manifests: new ManifestSet(own, { files: paths, index }),
    secrets: index.secrets.filter((secret) => secret.environment === environment),
    files: paths.map((path) => path.slice(prefix.length)),
    locations: paths.map((path) => resolve(dist, path)),
    expectedPath: expectedPathOf(own),
  };
}

/** The folder that all Applications with a folder as source have in common. */
function expectedPathOf(manifests: readonly Manifest[]): string | undefined {
  const folders = new Set(
    manifests.flatMap(({ object }) => {
      if (object.kind !== 'Application' || !object.apiVersion.startsWith('argoproj.io/')) return [];
      const { source } = (object.spec ?? {}) as { source?: { path?: string; chart?: string } };
      if (source?.path === undefined || source.chart !== undefined) return [];
      return [source.path.split('/').slice(0, -1).join('/')];
    }),
  );
  return folders.size === 1 ? [...folders][0] : undefined;
}
