import type { Environment } from '../environment';
import { labelNameProblem } from '../kubernetes';

/** How people reach a web tier from outside the cluster. */
export interface WebExposure {
  /**
   * Port on every node (30000 to 32767), used where the environment exposes by NodePort.
   * @default - none, an error where the environment needs one
   */
  readonly nodePort?: number;
  /** Host below the environment's domain, used where the environment exposes by names; empty for the domain itself. */
  readonly host: string;
  /** Paths that lead to the tier, with all below them. @default ['/'] */
  readonly paths?: readonly string[];
}

/** What is wrong with a wish in every environment. */
export function exposureProblem({ nodePort, host, paths = ['/'] }: WebExposure): string | undefined {
  if (nodePort !== undefined && !(Number.isInteger(nodePort) && nodePort >= 30_000 && nodePort <= 32_767)) {
    return `node port ${nodePort} is out of range, give one from 30000 to 32767`;
  }
  const wrong = host === '' ? undefined : host.split('.').flatMap((label) => labelNameProblem(label) ?? [])[0];
  if (wrong) return `host '${host}': ${wrong}`;
  if (paths.length === 0) return 'is exposed at no path, name one or leave `paths` out';
  const odd = paths.find((path) => !/^\/[^\s?#]*$/.test(path));
  return odd === undefined ? undefined : `path '${odd}' is not possible, begin it with '/', without '?' and '#'`;
}

/** The whole host name of a tier, in an environment that names its domain. */
export function hostOf({ host }: WebExposure, { domain = '' }: Environment): string {
  return host === '' ? domain : `${host}.${domain}`;
}

/** The paths of a wish. */
export function pathsOf({ paths = ['/'] }: WebExposure): readonly string[] {
  return paths;
}
