import { type EnvironmentRoot, HelmOperator, priorities, type System } from 'cdk8s-tiers';

/** The operators that the project knows, each an Application with a pinned chart, where the environment needs it or says so. */
export function addOperators(platform: System, { environment, edges }: EnvironmentRoot): void {
  for (const definition of edges.operators) {
    const { name, application, chart, provides, kinds, pods } = definition;
    const settings = environment.operators[name];
    if (settings === undefined || settings.install === false) continue;
    new HelmOperator(platform, application, {
      chart,
      namespace: settings.namespace,
      priority: priorities.alwaysUp,
      values: definition.values(settings),
      provides,
      kinds,
      prune: definition.prune ?? true,
      pods: { pods, ...settings.resources },
      onlyIfNeeded: settings.install === undefined,
      requirements: definition.requirementsOf?.(settings) ?? [],
    });
  }
}
