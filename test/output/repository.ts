import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildTree, filesOf, type RenderedEnvironment, readEnvironments, renderEnvironment } from 'cdk8s-tiers';
import { project } from '../../charts/project';

/** The repository's own environments, rendered in this process. */
export function renderRepository(): RenderedEnvironment[] {
  return buildTree(project, readEnvironments(project)).map(renderEnvironment);
}

/** Files of rendered environments: path to text. */
export function textsOf(environments: readonly RenderedEnvironment[]): Map<string, string> {
  return new Map(
    environments.flatMap((environment) => filesOf(environment).map(({ path, text }) => [path, text] as const)),
  );
}

/** Files of a folder: path to text. */
export function readFolder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')] as const),
  );
}
