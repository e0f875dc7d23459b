import { appProject, childApplication, folderSource, rootApplication, rootProject } from '../../gitops';
import type { KubernetesObject } from '../../kubernetes';
import type { InstalledKinds } from '../../operators';
import { compare } from '../../problem';
import { appsFolder, type System } from '../../system';
import type { Collected } from '../collect';
import { kindOf } from '../rendered-object';
import { stringify } from '../yaml';

/** An object for Argo CD and the file it belongs to. */
export interface DerivedGitOpsObject {
  readonly object: KubernetesObject;
  readonly folder: 'apps' | '';
  readonly system: string;
  readonly constructPath: string;
  readonly wave: number;
}

interface ProjectNeeds {
  readonly repositories: Set<string>;
  readonly namespaces: Set<string>;
  readonly clusterKinds: Set<string>;
  readonly namespacedKinds: Set<string>;
}

/**
 * Root, projects and child Applications. A project allows exactly what the Applications of its system emit; projects come
 * before every Application that names them.
 */
export function deriveGitOpsObjects(
  collected: Collected,
  manifests: readonly { application: string; object: KubernetesObject }[],
  waves: ReadonlyMap<string, number>,
): DerivedGitOpsObject[] {
  const { root } = collected;
  const { environment } = root;
  const kinds = kindsByApplication(manifests);
  const needs = new Map<System, ProjectNeeds>();
  const children: DerivedGitOpsObject[] = [];

  for (const { application, system } of collected.applications) {
    const emitted = kinds.get(application.name);
    if (!emitted) continue;
    const project = needsOf(needs, system);
    project.repositories.add(environment.gitops.repository);
    project.namespaces.add(application.destination);
    for (const { kind, object } of emitted.values()) {
      (object.metadata.namespace === undefined ? project.clusterKinds : project.namespacedKinds).add(kind);
    }
    children.push({
      folder: appsFolder,
      system: system.definition,
      constructPath: application.node.path,
      wave: waves.get(application.name) ?? 0,
      object: childApplication(environment, {
        name: application.name,
        project: system.name,
        namespace: application.destination,
        wave: waves.get(application.name) ?? 0,
        source: folderSource(environment, application.name),
      }),
    });
  }
  for (const { operator, system } of collected.operators) {
    const { chart, namespace, values, kinds: installed } = operator.props;
    addOperator(needsOf(needs, system), chart.repository, namespace, installed);
    children.push({
      folder: appsFolder,
      system: system.definition,
      constructPath: operator.node.path,
      wave: waves.get(operator.name) ?? 0,
      object: childApplication(environment, {
        name: operator.name,
        project: system.name,
        namespace,
        wave: waves.get(operator.name) ?? 0,
        source: {
          repoUrl: chart.repository,
          chart: chart.chart,
          targetRevision: chart.version,
          helm: { releaseName: operator.name, values: stringify(values) },
        },
      }),
    });
  }
  const projects = [...needs]
    .sort(([a], [b]) => compare(a.name, b.name))
    .map(
      ([system, project]): DerivedGitOpsObject => ({
        folder: appsFolder,
        system: system.definition,
        constructPath: system.node.path,
        wave: projectWave,
        object: appProject(
          environment,
          {
            name: system.name,
            description: `Applications of system ${system.name}`,
            sourceRepositories: project.repositories,
            namespaces: project.namespaces,
            clusterKinds: project.clusterKinds,
            namespacedKinds: project.namespacedKinds,
          },
          projectWave,
        ),
      }),
    );
  const bootstrap = [rootProject(environment), rootApplication(environment)].map(
    (object): DerivedGitOpsObject => ({
      folder: '',
      system: '',
      constructPath: root.name,
      wave: 0,
      object,
    }),
  );
  return [...bootstrap, ...projects, ...children];
}

const projectWave = -1;

function needsOf(all: Map<System, ProjectNeeds>, system: System): ProjectNeeds {
  let needs = all.get(system);
  if (!needs) {
    needs = { repositories: new Set(), namespaces: new Set(), clusterKinds: new Set(), namespacedKinds: new Set() };
    all.set(system, needs);
  }
  return needs;
}

function addOperator(needs: ProjectNeeds, repository: string, namespace: string, installed: InstalledKinds): void {
  needs.repositories.add(repository);
  needs.namespaces.add(namespace);
  for (const extra of installed.namespaces ?? []) needs.namespaces.add(extra);
  for (const kind of installed.cluster) needs.clusterKinds.add(kind);
  for (const kind of installed.namespaced) needs.namespacedKinds.add(kind);
}

function kindsByApplication(manifests: readonly { application: string; object: KubernetesObject }[]) {
  const result = new Map<string, Map<string, { kind: string; object: KubernetesObject }>>();
  for (const { application, object } of manifests) {
    const kind = kindOf(object);
    let kinds = result.get(application);
    if (!kinds) {
      kinds = new Map();
      result.set(application, kinds);
    }
    if (!kinds.has(kind)) kinds.set(kind, { kind, object });
  }
  return result;
}
