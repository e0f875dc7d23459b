import { z } from 'zod';
import { quoted, told } from './told';

const REFERENCE =
  /^(?<path>(?:[a-z0-9]+(?:[.-]+[a-z0-9]+)*:\d{1,5}\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@sha256:[a-f0-9]{64})?$/;

const FORM = "'[registry/]name:tag', with or without '@sha256:<64 hex digits>', such as 'postgres:17.11'";

/**
 * A container image that is pinned: it has a tag, which is neither `latest` nor a name or bare major version that moves
 * (`stable`, `17`, `17-alpine`), unless a digest pins it as well.
 * Docker Hub's `bitnami` and `bitnamilegacy` are refused: the one no longer has free versioned images, the other is unmaintained.
 */
export function imageReference() {
  return z.string().superRefine((text, context) => {
    const problem = imageProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
  });
}

function imageProblem(text: string): string | undefined {
  const { path, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  const image = `image ${quoted(text)}`;
  if (path === undefined) return told(`impossible ${image}`, FORM);
  if (/^(?:(?:index\.|registry-1\.)?docker\.io\/)?bitnami(?:legacy)?\//.test(path)) {
    return `${image} is no longer maintained there, take the image of the product itself or your own copy in another registry`;
  }
  if (tag === undefined) return told(`${image} has no tag`, FORM);
  if (tag === 'latest') return told(`${image} moves with every release`, 'a tag with a version, such as 17.11');
  if (digest === undefined && (!/\d/.test(tag) || /^v?\d{1,3}(?:-.*)?$/.test(tag))) {
    return told(
      `the tag of ${image} moves`,
      'a tag with major and minor version, such as 17.11, or a digest behind the tag',
    );
  }
  return undefined;
}
