import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { annotations } from '../kubernetes/labels';
import type { KubernetesObject } from '../kubernetes/object';
import {
  describeObject,
  filesOf,
  type IndexedRequirement,
  type IndexedSecret,
  readManifests,
  requireOutputIndex,
  withoutCopies,
} from '../manifests';
import { ProblemsError } from '../problem';

/** A Secret that an environment needs, as the index of the output tells it. */
export type NeededSecret = IndexedSecret;
export type NeededKey = NeededSecret['keys'][number];

/** An object of the output and its place in the rollout. */
export interface PlacedObject {
  readonly object: KubernetesObject;
  /** File it stands in, for people. */
  readonly file: string;
  /** Application it belongs to: the folder, empty for bootstrap.yaml. */
  readonly application: string;
  /** Wave inside its Application. */
  readonly wave: number;
}

/** One environment of a rendered output. */
export interface EnvironmentOutput {
  readonly environment: string;
  readonly folder: string;
  /** Wave of each Application. */
  readonly applications: ReadonlyMap<string, number>;
  /** Which Application installs the operator that brings an API group. */
  readonly providers: ReadonlyMap<string, string>;
  readonly objects: readonly PlacedObject[];
  /** Sorted by namespace and name. */
  readonly secrets: readonly NeededSecret[];
  /** What has to be there without being in the output. */
  readonly requirements: readonly IndexedRequirement[];
}

/**
 * Reads one environment of an output: its index, and every file that the index lists.
 *
 * @param dist folder of the output
 * @throws ProblemsError if the output, the environment or a file is not there, or is broken
 */
export function readOutput(dist: string, environment: string): EnvironmentOutput {
  const index = requireOutputIndex(dist);
  const listed = filesOf(index, environment, dist);
  const byPath = new Map(listed.map((entry) => [entry.path, entry]));
  const missing = [...byPath.keys()].filter((path) => !existsSync(join(dist, path)));
  if (missing.length > 0) {
    throw new ProblemsError(
      missing.map((path) => ({ where: join(dist, path), message: 'listed in index.json but not there: run synth' })),
    );
  }
  const { manifests } = readManifests(join(dist, environment));
  const objects = withoutCopies(manifests, listed, `${environment}/`).flatMap(({ object, path, file: place }) => {
    const entry = byPath.get(`${environment}/${path}`);
    if (entry === undefined) return [];
    return [{ object, file: place, application: entry.application, wave: waveOf(object) ?? entry.wave }];
  });
  const applications = (index.applications ?? []).filter((entry) => entry.environment === environment);
  return {
    environment,
    folder: join(dist, environment),
    applications: new Map(applications.map(({ name, wave }) => [name, wave])),
    providers: new Map(applications.flatMap(({ name, provides = [] }) => provides.map((group) => [group, name]))),
    objects,
    secrets: index.secrets.filter((entry) => entry.environment === environment),
    requirements: (index.requirements ?? []).filter((entry) => entry.environment === environment),
  };
}

/** What Argo CD reads: the annotation decides, the index repeats it. */
function waveOf(object: KubernetesObject): number | undefined {
  const wave = object.metadata.annotations?.[annotations.syncWave];
  return wave === undefined ? undefined : Number(wave);
}

/** Objects for people, with the file each stands in. */
export function describePlaced({ object, file: place }: PlacedObject): string {
  return `${describeObject(object)} (${place})`;
}
