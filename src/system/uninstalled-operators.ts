import type { Problem } from '../problem';
import type { EnvironmentRoot } from './environment-root';
import { HelmOperator } from './helm-operator';

/** Operators that an environment's file wants installed and nobody in it installs. To be asked when every system is built. */
export function uninstalledOperators(root: EnvironmentRoot): Problem[] {
  const { environment, edges } = root;
  const operators = root.node.findAll().filter((construct) => construct instanceof HelmOperator);
  const installed = new Set(operators.filter(({ isEmitted }) => isEmitted).map(({ name }) => name));
  const why = environment.gitops
    ? 'no system of this environment installs operators: add the platform'
    : "Argo CD would do so, and the file has no section 'gitops': add one";
  return edges.operators
    .filter(({ name, application }) => environment.operators[name]?.install && !installed.has(application))
    .map(({ name }) => ({
      where: environment.file,
      message: `operators.${name}.install is true, but ${why}, or install it yourself and take the key out`,
    }));
}
