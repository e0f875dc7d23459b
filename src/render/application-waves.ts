import { groupOf, type KubernetesObject } from '../kubernetes';
import type { KindRegistry } from '../kubernetes/kind-registry';
import { dig, text } from '../manifests/fields';
import { ProblemsError } from '../problem';
import { isNamespacesApplication } from '../system';
import { assignWaves, type Edge } from '../topology';
import type { Collected } from './collect';

/**
 * Wave of every Application: after the namespaces it uses, the operators whose kinds it emits, the priority classes its pods
 * name, and the Applications whose tiers its tiers connect to.
 */
export function deriveApplicationWaves(collected: Collected): ReadonlyMap<string, number> {
  const { root, objects } = collected;
  const names = [
    ...collected.applications.map(({ application }) => application.name),
    ...collected.operators.map(({ operator }) => operator.name),
  ];
  const edges = new Map<string, Edge>();
  const add = (from: string, to: string) => {
    if (from !== to) edges.set(`${from} > ${to}`, { from, to });
  };

  const namespaces = collected.applications.find(({ application }) => isNamespacesApplication(application))?.application
    .name;
  if (namespaces) {
    for (const { application } of collected.applications)
      if (application.managedNamespace) add(application.name, namespaces);
    for (const { operator } of collected.operators) add(operator.name, namespaces);
  }
  for (const { from, to } of root.topology.applicationOrders) add(from, to);

  const providers = new Map(
    collected.operators.flatMap(({ operator }) =>
      operator.props.provides.map((group) => [group, operator.name] as const),
    ),
  );
  const classes = new Map(
    objects
      .filter(({ object }) => object.kind === 'PriorityClass')
      .map(({ object, application }) => [object.metadata.name, application.name] as const),
  );
  for (const { operator } of collected.operators) {
    const priority = classes.get(operator.props.priority?.name ?? '');
    if (priority) add(operator.name, priority);
  }
  for (const { application, object } of objects) {
    const provider = providers.get(groupOf(object.apiVersion));
    if (provider) add(application.name, provider);
    const priority = classes.get(priorityClassOf(object, root.kinds) ?? '');
    if (priority) add(application.name, priority);
  }
  const { waves, problems } = assignWaves(names, [...edges.values()]);
  if (problems.length > 0) {
    throw new ProblemsError(problems.map((problem) => ({ ...problem, where: `${root.name}/${problem.where}` })));
  }
  return waves;
}

/** The class that an object's pods name, wherever its pod template stands. */
function priorityClassOf(object: KubernetesObject, kinds: KindRegistry): string | undefined {
  const place = kinds.podTemplateOf(groupOf(object.apiVersion), object.kind);
  return place === undefined ? undefined : text(dig(object, ...place.path, 'spec', 'priorityClassName'));
}
