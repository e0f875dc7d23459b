import { existsSync } from 'node:fs';
import { definitionFrom, isDefinition, type KindDefinition, KindRegistry } from '../kubernetes/kind-registry';
import { type Problem, ProblemsError } from '../problem';
import { describeObject } from './key';
import { readManifests } from './read';

/** Folder in which a project keeps the definitions of kinds that the library does not know. */
export const definitionsFolder = 'crds';

/** The kinds that are known, and those that a folder defines if it is there. @throws ProblemsError as `readDefinitions` */
export function readKinds(folder = definitionsFolder): KindRegistry {
  return KindRegistry.forVersion().with(existsSync(folder) ? readDefinitions(folder) : []);
}

/**
 * Reads the kinds that a folder (or file) of CustomResourceDefinitions defines.
 *
 * @throws ProblemsError with every file that can't be read, every document that is no definition, every kind that comes twice
 */
export function readDefinitions(folder: string): KindDefinition[] {
  const { manifests, warnings } = readManifests(folder);
  // What a set of manifests may hold beside objects is a mistake here.
  const problems: Problem[] = warnings.map(({ where, message }) => ({
    where,
    message: message.replace(/: left out$/, ''),
  }));
  const found = new Map<string, { readonly definition: KindDefinition; readonly where: string }>();
  for (const { object, file, line } of manifests) {
    const where = `${file}:${line}`;
    if (!isDefinition(object)) {
      problems.push({
        where,
        message: `${describeObject(object)} is no CustomResourceDefinition of apiextensions.k8s.io/v1: only definitions of kinds stand here, put objects into a chart`,
      });
      continue;
    }
    try {
      const definition = definitionFrom(object);
      const key = `${definition.group}/${definition.kind}`;
      const other = found.get(key);
      if (other) problems.push({ where, message: `${key} is defined already, in ${other.where}: remove one of them` });
      else found.set(key, { definition, where });
    } catch (error) {
      const message = `${describeObject(object)} defines no kind: ${(error as Error).message}`;
      problems.push({ where, message });
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return [...found.values()].map(({ definition }) => definition);
}
