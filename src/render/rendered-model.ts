import { ManifestModel } from '../manifests/model';
import type { RenderedEnvironment } from './render';

/** The model of what an environment renders; the file of each object is its construct path, as none is written yet. */
export function modelOf({ objects, kinds, name }: RenderedEnvironment): ManifestModel {
  const manifests = objects.map(({ object, constructPath }) => ({
    object,
    file: constructPath,
    path: constructPath,
    line: 1,
    lineOf: () => 1,
  }));
  return new ManifestModel(manifests, { kinds }, name);
}
