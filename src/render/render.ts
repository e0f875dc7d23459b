import { type External, type NodePool, unusedClasses } from '../environment';
import type { KubernetesVersion } from '../kubernetes';
import type { KindRegistry } from '../kubernetes/kind-registry';
import type { SecretSupply } from '../manifests';
import { compare, type Problem, ProblemCollector } from '../problem';
import type { SecretRequirement } from '../secrets';
import { type EnvironmentRoot, whileFinished } from '../system';
import { deriveApplicationWaves } from './application-waves';
import { argoCdObjects, bootstrapCopies } from './argo-cd-objects';
import { collect } from './collect';
import { deriveComponentWaves } from './component-waves';
import { readDependencies } from './dependencies';
import { findDoubleSecrets, findDuplicates } from './graph-problems';
import { objectsOfApplications, objectsOfNamespaces } from './places';
import type { RenderedObject } from './rendered-object';
import { type RenderedRequirement, requirementsOf } from './requirements';

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
  /** Those of them that `bootstrap.yaml` holds too, before what is applied by hand alone. */
  readonly bootstrap: readonly RenderedObject[];
  /** The kinds that its objects may have. */
  readonly kinds: KindRegistry;
  /** What may be meant otherwise, and is no error. */
  readonly notes: readonly Problem[];
  /** Every Secret that has to be in the cluster, with the construct that promises it. */
  readonly secrets: readonly SecretRequirement[];
  /** What has to be there without being in the output, sorted. */
  readonly requirements: readonly RenderedRequirement[];
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
  /** API groups whose kinds it brings. */
  readonly provides: readonly string[];
}

/**
 * Renders an environment: tree → objects → waves → places → Argo CD's own objects, which tell of the rest → order.
 *
 * @throws ProblemsError with every problem found
 */
export function renderEnvironment(root: EnvironmentRoot): RenderedEnvironment {
  return whileFinished(root, () => render(root));
}

function render(root: EnvironmentRoot): RenderedEnvironment {
  const found = new ProblemCollector();
  found.add(readDependencies(root));
  const collected = collect(root);
  found.add(collected.problems);
  const componentWaves = found.attempt(() => deriveComponentWaves(root.topology), new Map());
  const applicationWaves = found.attempt(() => deriveApplicationWaves(collected), new Map());
  const rolledOut = [
    ...objectsOfApplications(collected, componentWaves),
    ...found.attempt(() => objectsOfNamespaces(collected, applicationWaves), []),
  ];
  const objects = inOrder(
    [...rolledOut, ...found.attempt(() => argoCdObjects(root, rolledOut, applicationWaves), [])],
    applicationWaves,
  );
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
    bootstrap: bootstrapCopies(root, rolledOut),
    kinds: root.kinds,
    notes: unusedClasses(root.environment, root.storagePurposes),
    secrets: collected.secrets,
    requirements: requirementsOf(root, objects),
    nodes: root.environment.cluster.nodes,
    operators: collected.operators.map(({ operator }) => ({
      name: operator.name,
      namespace: operator.props.namespace,
      ...operator.props.pods,
      provides: operator.props.provides,
    })),
    applicationWaves,
    applicationSystems: new Map([
      ...collected.applications.map(({ application, system }) => [application.name, system.definition] as const),
      ...collected.operators.map(({ operator, system }) => [operator.name, system.definition] as const),
    ]),
  };
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
