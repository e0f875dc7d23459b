import type { Environment } from '../../environment';
import { type KubernetesObject, keepAlways, managedBy } from '../../kubernetes';
import { compare, type Problem, ProblemsError } from '../../problem';
import type { PodSecurityLevel } from '../../system';
import type { Collected } from '../collect';

/** Every namespace that an Application or an operator is rolled out to: emitted once, guarded, with pinned pod security. */
export function deriveNamespaces(collected: Collected): KubernetesObject[] {
  const { environment } = collected.root;
  const levels = new Map<string, { level: PodSecurityLevel; app: string; where: string }>();
  const problems: Problem[] = [];
  for (const { application, system } of collected.applications) {
    if (!application.managedNamespace) continue;
    const known = levels.get(application.destination);
    if (known && known.level !== application.podSecurity) {
      problems.push({
        where: application.node.path,
        message: `asks for pod security '${application.podSecurity}' in namespace '${application.destination}', but '${known.where}' asks for '${known.level}': give one of them a namespace of its own`,
      });
    }
    if (!known) {
      levels.set(application.destination, {
        level: application.podSecurity,
        app: system.app,
        where: application.node.path,
      });
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  for (const { operator, system } of collected.operators) {
    const { namespace } = operator.props;
    // Not every operator's chart is proven to pass the restricted profile, so it warns there.
    if (!levels.has(namespace))
      levels.set(namespace, { level: 'baseline', app: system.app, where: operator.node.path });
  }
  return [...levels]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, { level, app }]) => namespaceObject(environment, name, level, app));
}

function namespaceObject(
  environment: Environment,
  name: string,
  level: PodSecurityLevel,
  app: string,
): KubernetesObject {
  // Pinned: a new Kubernetes version must not tighten the profile under running pods.
  const version = `v${environment.cluster.kubernetesVersion}`;
  const strictest = level === 'baseline' ? 'restricted' : level;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        app,
        ...managedBy,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': version,
        'pod-security.kubernetes.io/audit': strictest,
        'pod-security.kubernetes.io/audit-version': version,
        'pod-security.kubernetes.io/warn': strictest,
        'pod-security.kubernetes.io/warn-version': version,
      },
      annotations: { ...keepAlways },
    },
  };
}
