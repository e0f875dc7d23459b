import type { EnvironmentRoot } from './environment-root';
import { HelmOperator } from './helm-operator';
import { isGroupNeeded } from './needed-operators';

/**
 * Adds what operators need: those that are installed as they say themselves, and those that nobody here installs, which have to be
 * there. To be called when every system is built.
 */
export function addOperatorRequirements(root: EnvironmentRoot): void {
  const installed = root.node.findAll().filter((one) => one instanceof HelmOperator && one.isEmitted) as HelmOperator[];
  for (const operator of installed) root.requirements.add(operator, ...(operator.props.requirements ?? []));
  const brought = new Set(installed.flatMap(({ props }) => props.provides));
  for (const { application, provides, chart } of root.edges.operators) {
    const groups = provides.filter((group) => !brought.has(group) && isGroupNeeded(root, [group]));
    if (groups.length === 0) continue;
    root.requirements.add(root, {
      kind: 'operator',
      name: application,
      why: `nobody works on the kinds of ${groups.join(', ')}`,
      mend: `install chart '${chart.chart}' of ${chart.repository}, or let the platform do so`,
    });
  }
}
