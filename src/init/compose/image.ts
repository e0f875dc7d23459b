import { imageReference } from '../../environment';
import type { Note } from '../plan';
import { imageName } from './roles';
import type { ComposeService } from './service';

/** An image whose tag does not move: the service's, or a placeholder that is told. */
export function pinnedImage(
  system: string,
  { name, image, where }: ComposeService,
  tell: (note: Note) => void,
): string {
  if (image === undefined) {
    const made = `registry.example.com/${system}/${name.toLowerCase()}:1.0.0`;
    tell({
      where,
      message: `service '${name}' is built: push the image, and put its name in place of '${made}' in the environments`,
    });
    return made;
  }
  const wrong = imageReference().safeParse(image).error?.issues[0]?.message;
  if (wrong === undefined) return image;
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const path = imageReference().safeParse(`${repository}:1.0`).success
    ? repository
    : `registry.example.com/${system}/${imageName(image)}`;
  const placeholder = `${path}:0.0.0-choose-a-version`;
  tell({ where, message: `${wrong}: put the tag that you run in place of '${placeholder}' in the environments` });
  return placeholder;
}

/** The file's image of a product that the library has a tier for, if it can be taken; else the library's own, and that is told. */
export function productImage(
  official: string,
  { name, image = '', where }: ComposeService,
  tell: (note: Note) => void,
): string | undefined {
  const isOfficial = new RegExp(`^(?:docker\\.io/)?(?:library/)?${official}:`).test(image);
  if (isOfficial && imageReference().safeParse(image).success) return image;
  tell({
    where,
    message: `image '${image}' of service '${name}' is not taken over: the library's own ${official} of an exact version is; mind its major version when you move data`,
  });
  return undefined;
}
