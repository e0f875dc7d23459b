import { annotations, type KubernetesObject } from '../kubernetes';
import { compare, type Problem, ProblemsError } from '../problem';
import { type Application, isNamespacesApplication, type System } from '../system';
import type { Collected } from './collect';
import { normalise } from './normalise';
import type { RenderedObject } from './rendered-object';

/** An Application with its system. */
interface Holder {
  readonly application: Application;
  readonly system: System;
}

/** The objects of Applications, each in its Application's folder and in the wave of its component. */
export function objectsOfApplications(
  collected: Collected,
  componentWaves: ReadonlyMap<string, number>,
): RenderedObject[] {
  return collected.objects.map(({ object, component, constructPath, isEarly, ...holder }) => {
    const wave = componentWaves.get(component?.path ?? '') ?? 0;
    return inFolder(collected, object, constructPath, holder, isEarly ? wave - 1 : wave);
  });
}

/**
 * What belongs to namespaces as a whole, first of all: the Namespace with all others of the environment, the rest with the
 * Application of the namespace that is rolled out first.
 *
 * @throws ProblemsError if no Application is rolled out to the namespace
 */
export function objectsOfNamespaces(
  collected: Collected,
  applicationWaves: ReadonlyMap<string, number>,
): RenderedObject[] {
  const holder = collected.applications.find(({ application }) => isNamespacesApplication(application));
  const first = firstApplications(collected.applications, applicationWaves);
  const problems: Problem[] = [];
  const placed = collected.namespaceObjects.flatMap(({ object, namespace, constructPath }) => {
    const home = object.kind === 'Namespace' ? holder : first.get(namespace.name);
    if (home) return [inFolder(collected, object, constructPath, home, 0)];
    problems.push({
      where: constructPath,
      message: `belongs to namespace '${namespace.name}', but no Application that manages it is rolled out there: create it below an Application`,
    });
    return [];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  return placed;
}

/** The Application of each managed namespace that is rolled out first. */
function firstApplications(holders: readonly Holder[], waves: ReadonlyMap<string, number>): Map<string, Holder> {
  const first = new Map<string, Holder>();
  const waveOf = ({ application }: Holder) => waves.get(application.name) ?? 0;
  const candidates = holders
    .filter(({ application }) => application.managedNamespace)
    .sort((a, b) => waveOf(a) - waveOf(b) || compare(a.application.name, b.application.name));
  for (const holder of candidates) {
    const { destination } = holder.application;
    if (!first.has(destination)) first.set(destination, holder);
  }
  return first;
}

function inFolder(
  { root }: Collected,
  object: KubernetesObject,
  constructPath: string,
  { application, system }: Holder,
  wave: number,
): RenderedObject {
  return {
    object: withWave(object, wave),
    environment: root.name,
    system: system.definition,
    application: application.name,
    constructPath,
    wave,
  };
}

/** The form that is written, with the wave that the graph gives. */
export function withWave(object: KubernetesObject, wave: number): KubernetesObject {
  const { metadata } = object;
  return normalise({
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [annotations.syncWave]: String(wave) } },
  });
}
