import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { annotations } from '../kubernetes/labels';
import { groupOf, type KubernetesObject } from '../kubernetes/object';
import { describeObject, readManifests } from '../manifests';
import { ProblemsError } from '../problem';

const file = z.object({
  path: z.string(),
  environment: z.string(),
  application: z.string(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  wave: z.number(),
});

const secret = z.object({
  environment: z.string(),
  namespace: z.string(),
  name: z.string(),
  provider: z.string(),
  supply: z.enum(['create', 'seal', 'objects', 'elsewhere']).optional(),
  keys: z.array(
    z.object({
      key: z.string(),
      origin: z.enum(['generated', 'fixed', 'outside']),
      value: z.string().optional(),
      length: z.number().optional(),
      description: z.string().optional(),
    }),
  ),
  usedBy: z.array(z.string()),
});

const indexForm = z.object({
  version: z.literal(1),
  applications: z.array(z.object({ environment: z.string(), name: z.string(), wave: z.number() })),
  files: z.array(file),
  secrets: z.array(secret),
});

/** A Secret that an environment needs, as the index of the output tells it. */
export type NeededSecret = z.output<typeof secret>;
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
  readonly objects: readonly PlacedObject[];
  /** Sorted by namespace and name. */
  readonly secrets: readonly NeededSecret[];
}

/**
 * Reads one environment of an output: its index, and every file that the index lists.
 *
 * @param dist folder of the output
 * @throws ProblemsError if the output, the environment or a file is not there, or is broken
 */
export function readOutput(dist: string, environment: string): EnvironmentOutput {
  const index = readIndex(dist);
  const names = [...new Set(index.files.map((entry) => entry.environment))].sort();
  if (!names.includes(environment)) {
    throw ProblemsError.at(
      join(dist, 'index.json'),
      `no environment '${environment}' in the output; allowed: ${names.join(', ') || 'none, run synth first'}`,
    );
  }
  const listed = index.files.filter((entry) => entry.environment === environment);
  const byPath = new Map(listed.map((entry) => [entry.path, entry]));
  const missing = [...byPath.keys()].filter((path) => !existsSync(join(dist, path)));
  if (missing.length > 0) {
    throw new ProblemsError(
      missing.map((path) => ({ where: join(dist, path), message: 'listed in index.json but not there: run synth' })),
    );
  }
  const objects = readManifests(join(dist, environment)).manifests.flatMap(({ object, path, file: place }) => {
    const entry = byPath.get(`${environment}/${path}`);
    if (entry === undefined) return [];
    return [{ object, file: place, application: entry.application, wave: waveOf(object) ?? entry.wave }];
  });
  return {
    environment,
    folder: join(dist, environment),
    applications: new Map(
      index.applications.filter((entry) => entry.environment === environment).map(({ name, wave }) => [name, wave]),
    ),
    objects,
    secrets: index.secrets.filter((entry) => entry.environment === environment),
  };
}

function readIndex(dist: string): z.output<typeof indexForm> {
  const path = join(dist, 'index.json');
  if (!existsSync(path))
    throw ProblemsError.at(path, 'there is no output here; run synth, or name its folder with --dist');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw ProblemsError.at(path, `can't be read: ${error instanceof Error ? error.message : error}; run synth`);
  }
  const result = indexForm.safeParse(value);
  if (result.success) return result.data;
  throw new ProblemsError(
    result.error.issues.map((issue) => ({
      where: path,
      message: `${issue.path.join('.') || 'the file'}: ${issue.message.toLowerCase()}; run synth to write it anew`,
    })),
  );
}

/** What Argo CD reads: the annotation decides, the index repeats it. */
function waveOf(object: KubernetesObject): number | undefined {
  const wave = object.metadata.annotations?.[annotations.syncWave];
  return wave === undefined ? undefined : Number(wave);
}

/** `apps/Deployment`; the core group is empty: `/Secret`. */
export function groupKind(object: KubernetesObject): string {
  return `${groupOf(object.apiVersion)}/${object.kind}`;
}

/** Objects for people, with the file each stands in. */
export function describePlaced({ object, file: place }: PlacedObject): string {
  return `${describeObject(object)} (${place})`;
}
