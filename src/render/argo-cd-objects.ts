import { appsFolder, type Kinds } from '../gitops';
import { manifestOf } from '../kubernetes';
import { groupKind } from '../kubernetes/object';
import { type Problem, ProblemsError } from '../problem';
import type { ArgoCdObject, EnvironmentRoot } from '../system';
import { attempt } from './collect';
import { normalise } from './normalise';
import { withWave } from './places';
import type { RenderedObject } from './rendered-object';

// A project comes before every Application that names it.
const projectWave = -1;

/**
 * Argo CD's own objects. What they say follows from everything else: an Application stands for a folder that has objects, a
 * project allows exactly what its Applications roll out.
 *
 * @param rolledOut what Applications hold
 * @throws ProblemsError if one of them can't be written
 */
export function argoCdObjects(
  root: EnvironmentRoot,
  rolledOut: readonly RenderedObject[],
  applicationWaves: ReadonlyMap<string, number>,
): RenderedObject[] {
  const { argoCd } = root;
  argoCd.describe(kindsByApplication(rolledOut));
  const problems: Problem[] = [];
  const rendered = argoCd.objects.flatMap((one): RenderedObject[] => {
    const constructPath = one.object.node.path;
    const object = attempt(problems, constructPath, () => manifestOf(one.object));
    if (!object) return [];
    const wave = waveOf(one, applicationWaves);
    return [
      {
        object: one.byHand ? normalise(object) : withWave(object, wave),
        environment: root.name,
        system: one.definition,
        application: one.byHand ? '' : appsFolder,
        constructPath,
        wave,
      },
    ];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  return rendered;
}

/** Objects of Applications that have to be there before the root's first sync. */
export function bootstrapCopies(root: EnvironmentRoot, rolledOut: readonly RenderedObject[]): RenderedObject[] {
  const paths = new Set(root.argoCd.bootstrapped.map(({ node }) => node.path));
  return rolledOut
    .filter(({ constructPath }) => paths.has(constructPath))
    .map((rendered) => ({ ...rendered, application: '', system: '' }));
}

function waveOf({ byHand, first, application }: ArgoCdObject, applicationWaves: ReadonlyMap<string, number>): number {
  if (byHand) return first ? -1 : 0;
  return application === undefined ? projectWave : (applicationWaves.get(application) ?? 0);
}

/** Kinds of the objects in each Application's folder. */
function kindsByApplication(objects: readonly RenderedObject[]): ReadonlyMap<string, Kinds> {
  const sets = new Map<string, { cluster: Set<string>; namespaced: Set<string> }>();
  for (const { application, object } of objects) {
    const kinds = sets.get(application) ?? { cluster: new Set(), namespaced: new Set() };
    sets.set(application, kinds);
    (object.metadata.namespace === undefined ? kinds.cluster : kinds.namespaced).add(groupKind(object));
  }
  return new Map(
    [...sets].map(([name, { cluster, namespaced }]) => [name, { cluster: [...cluster], namespaced: [...namespaced] }]),
  );
}
