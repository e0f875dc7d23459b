import { type External, type NodePool, unusedClasses } from '../environment';
import { isNamespacesApplication } from '../gitops';
import { annotations, type KubernetesObject, type KubernetesVersion } from '../kubernetes';
import type { SecretSupply } from '../manifests';
import { compare, type Problem, ProblemCollector } from '../problem';
import type { SecretRequirement } from '../secrets';
import type { EnvironmentRoot } from '../system';
import { type Collected, collect } from './collect';
import { readDependencies } from './dependencies';
import { deriveApplicationWaves } from './derive/application-waves';
import { deriveComponentWaves } from './derive/component-waves';
import { deriveGitOpsObjects } from './derive/gitops-objects';
import { deriveNamespaces } from './derive/namespaces';
import { deriveNetworkPolicies } from './derive/network-policies';
import { findDoubleSecrets, findDuplicates } from './graph-problems';
import { normalise } from './normalise';
import type { RenderedObject } from './rendered-object';

/** One environment, rendered: objects in the order in which they can be applied. */
export interface RenderedEnvironment {
  readonly name: string;
  /** Name of its secret provider, and who brings its Secrets. */
  readonly provider: string;
  readonly supply: SecretSupply;
  /** Whether it is a developer's machine. */
  readonly isLocal: boolean;
  /** Version of the cluster. */
  readonly kubernetesVersion: KubernetesVersion;
  /** What exists in its cluster without being in the output. */
  readonly external: External | undefined;
  readonly objects: readonly RenderedObject[];
  /** What may be meant otherwise, and is no error. */
  readonly notes: readonly Problem[];
  /** Every Secret that has to be in the cluster, with the construct that promises it. */
  readonly secrets: readonly SecretRequirement[];
  /** Node pools, for the capacity plan. */
  readonly nodes: readonly NodePool[];
  /** What each operator's pods ask for. */
  readonly operators: readonly OperatorRequests[];
  /** Wave of each Application. */
  readonly applicationWaves: ReadonlyMap<string, number>;
  /** Definition that each Application belongs to. */
  readonly applicationSystems: ReadonlyMap<string, string>;
}

/** What the pods of an operator's chart ask for. */
export interface OperatorRequests {
  readonly name: string;
  readonly namespace: string;
  readonly pods: number;
  /** Request of each pod, as quantities. */
  readonly cpu: string;
  readonly memory: string;
}

/**
 * Renders an environment: tree → objects → normalised → derived (policies, namespaces, waves, Applications) → ordered.
 *
 * @throws ProblemsError with every problem found
 */
export function renderEnvironment(root: EnvironmentRoot): RenderedEnvironment {
  const found = new ProblemCollector();
  found.add(readDependencies(root));
  const collected = collect(root);
  found.add(collected.problems);
  const componentWaves = found.attempt(() => deriveComponentWaves(root.topology), new Map());
  const own = [
    ...collected.objects.map(({ object, application, system, component, constructPath }) =>
      toRendered(
        root,
        object,
        application.name,
        system.definition,
        constructPath,
        componentWaves.get(component?.path ?? '') ?? 0,
      ),
    ),
    ...found.attempt(() => namespaceObjects(collected), []),
  ];
  const applicationWaves: ReadonlyMap<string, number> = found.attempt(
    () =>
      deriveApplicationWaves(
        collected,
        own.map(({ application, object }) => ({ application, object })),
      ),
    new Map(),
  );
  const systems = new Map(
    collected.applications.map(({ application, system }) => [application.name, system.definition]),
  );
  const policies = deriveNetworkPolicies(collected, firstApplications(collected, applicationWaves)).map((policy) =>
    toRendered(
      root,
      policy.object,
      policy.application,
      systems.get(policy.application) ?? '',
      policy.constructPath,
      policy.component === undefined ? 0 : (componentWaves.get(policy.component) ?? 0),
    ),
  );
  const manifests = [...own, ...policies];
  const gitops = deriveGitOpsObjects(collected, manifests, applicationWaves).map(
    ({ object, folder, system, constructPath, wave }): RenderedObject => ({
      object: normalise(object),
      environment: root.name,
      system,
      application: folder,
      constructPath,
      wave,
    }),
  );
  const objects = inOrder([...manifests, ...gitops], applicationWaves);
  found.add([...findDuplicates(objects), ...findDoubleSecrets(collected.secrets)]);
  found.throwIfAny();
  return {
    name: root.name,
    provider: root.environment.secrets.provider,
    supply: root.edges.secretProvider.supply,
    isLocal: root.edges.exposure.isLocal ?? false,
    kubernetesVersion: root.environment.cluster.kubernetesVersion,
    external: root.environment.external,
    objects,
    notes: unusedClasses(root.environment, root.storagePurposes),
    secrets: collected.secrets,
    nodes: root.environment.cluster.nodes,
    operators: collected.operators.map(({ operator }) => ({
      name: operator.name,
      namespace: operator.props.namespace,
      ...operator.props.pods,
    })),
    applicationWaves,
    applicationSystems: new Map([
      ...systems,
      ...collected.operators.map(({ operator, system }) => [operator.name, system.definition] as const),
    ]),
  };
}

function toRendered(
  root: EnvironmentRoot,
  object: KubernetesObject,
  application: string,
  system: string,
  constructPath: string,
  wave: number,
): RenderedObject {
  const metadata = {
    ...object.metadata,
    annotations: { ...object.metadata.annotations, [annotations.syncWave]: String(wave) },
  };
  return {
    object: normalise({ ...object, metadata }),
    environment: root.name,
    system,
    application,
    constructPath,
    wave,
  };
}

function namespaceObjects(collected: Collected): RenderedObject[] {
  const holder = collected.applications.find(({ application }) => isNamespacesApplication(application));
  if (!holder) return [];
  return deriveNamespaces(collected).map((object) =>
    toRendered(
      collected.root,
      object,
      holder.application.name,
      holder.system.definition,
      `${holder.application.node.path}/${object.metadata.name}`,
      0,
    ),
  );
}

/** The Application of each managed namespace that is rolled out first: it holds the policies of the namespace itself. */
function firstApplications(collected: Collected, waves: ReadonlyMap<string, number>): Map<string, string> {
  const first = new Map<string, string>();
  const candidates = collected.applications
    .filter(({ application }) => application.managedNamespace)
    .map(({ application }) => application)
    .sort((a, b) => (waves.get(a.name) ?? 0) - (waves.get(b.name) ?? 0) || compare(a.name, b.name));
  for (const { destination, name } of candidates) if (!first.has(destination)) first.set(destination, name);
  return first;
}

function inOrder(objects: readonly RenderedObject[], waves: ReadonlyMap<string, number>): RenderedObject[] {
  const rank = (object: RenderedObject) =>
    object.application === '' ? -2 : object.application === 'apps' ? -1 : (waves.get(object.application) ?? 0);
  return [...objects].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.application, b.application) ||
      a.wave - b.wave ||
      compare(a.object.kind, b.object.kind) ||
      compare(a.object.metadata.name, b.object.metadata.name) ||
      compare(a.object.apiVersion, b.object.apiVersion),
  );
}
