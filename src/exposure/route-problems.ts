import { labelNameProblem, repeated } from '../kubernetes';
import { accessProblems } from './access-settings';
import type { ExposedRoute, RouteOptions } from './route';

/** Everything that is wrong with a route in every environment. */
export function routeProblems(route: Omit<ExposedRoute, 'environment' | 'namespace'>): string[] {
  const paths = route.paths.map(({ path }) => path);
  return [...hostProblems(route.hosts), ...pathProblems(paths), ...optionProblems(route)];
}

function hostProblems(hosts: readonly string[]): string[] {
  if (hosts.length === 0) return ["is exposed at no host, name one, '' for the domain itself"];
  return [
    ...hosts.flatMap((host) => {
      const wrong = host === '' ? undefined : labelsOf(host).flatMap((label) => labelNameProblem(label) ?? [])[0];
      return wrong === undefined ? [] : [`host '${host}': ${wrong}`];
    }),
    ...repeated(hosts).map((host) => `host '${host}' stands twice, name it once`),
  ];
}

/** A dot at the end tells that the name is whole. */
function labelsOf(host: string): string[] {
  return host.replace(/\.$/, '').split('.');
}

function pathProblems(paths: readonly string[]): string[] {
  if (paths.length === 0) return ['is exposed at no path, name one or leave `paths` out'];
  return [
    ...paths
      .filter((path) => !/^\/[^\s?#]*$/.test(path))
      .map((path) => `path '${path}' is not possible, begin it with '/', without '?' and '#'`),
    ...repeated(paths.map(prefixOf)).map((path) => `path '${path}' stands twice, name it once`),
  ];
}

function optionProblems({ nodePort, maxBodySize, timeout, access }: RouteOptions): string[] {
  const wrong = access ? accessProblems(access) : [];
  if (nodePort !== undefined && !(Number.isInteger(nodePort) && nodePort >= 30_000 && nodePort <= 32_767)) {
    wrong.push(`node port ${nodePort} is out of range, give one from 30000 to 32767`);
  }
  if (maxBodySize !== undefined && maxBodySize.toKibibytes() <= 0) {
    wrong.push('`maxBodySize` is 0, which lets no body through: give more, or leave it out');
  }
  const milliseconds = timeout?.toMilliseconds() ?? 1000;
  if (milliseconds <= 0 || milliseconds % 1000 !== 0) {
    wrong.push(`\`timeout\` is ${milliseconds} ms, give whole seconds, at least one`);
  }
  return wrong;
}

/** A path without the slash at its end, which makes no difference to a prefix (Kubernetes API, HTTPIngressPath). */
export function prefixOf(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
