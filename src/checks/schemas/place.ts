import { keyed } from '../../manifests/field-path';

/** `/spec/containers/0/image` of an object as `spec.containers[0].image`. */
export function placeOf(pointer: string, root: unknown): string {
  let place = '';
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    place = Array.isArray(value) ? `${place}[${key}]` : keyed(place, key);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return place;
}
