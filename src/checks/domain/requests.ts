import { dig, type Fields } from '../../manifests/fields';

/** Resources (cpu, memory) that a container neither requests nor limits; a limit alone counts as the request. */
export function missingRequests(container: Fields): readonly string[] {
  return ['cpu', 'memory'].filter(
    (name) =>
      dig(container, 'resources', 'requests', name) === undefined &&
      dig(container, 'resources', 'limits', name) === undefined,
  );
}
