import { type Problem, ProblemsError } from '../problem';
import type { RenderedEnvironment } from './render';
import type { RenderedObject } from './rendered-object';
import { stringify } from './yaml';

/** A file of the output. */
export interface OutputFile {
  /** Path below the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A file with the object it holds. */
export interface ObjectFile extends OutputFile {
  readonly rendered: RenderedObject;
}

const bootstrapFile = 'bootstrap.yaml';

/** Path of an object's file: lower-case kind and name, what is not `a-z0-9.-` written `%XX`. */
export function pathOf(rendered: RenderedObject): string {
  const { object, environment, application } = rendered;
  if (application === '') return `${environment}/${bootstrapFile}`;
  return `${environment}/${application}/${percentEncode(object.kind.toLowerCase())}.${percentEncode(object.metadata.name)}.yaml`;
}

/** The files of an environment: one object each, only what is applied by hand stands together. @throws ProblemsError if two objects share a file */
export function filesOf(rendered: RenderedEnvironment): ObjectFile[] {
  const byPath = new Map<string, ObjectFile>();
  const problems: Problem[] = [];
  for (const object of [...rendered.bootstrap, ...rendered.objects]) {
    const path = pathOf(object);
    const text = stringify(object.object);
    const known = byPath.get(path);
    if (known && object.application === '') byPath.set(path, { ...known, text: `${known.text}---\n${text}` });
    else if (known) {
      problems.push({
        where: object.constructPath,
        message: `its file '${path}' is taken by '${known.rendered.constructPath}': rename one of the objects`,
      });
    } else byPath.set(path, { path, text, rendered: object });
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return [...byPath.values()];
}

function percentEncode(text: string): string {
  return text.replace(/[^a-z0-9.-]/g, (char) =>
    [...Buffer.from(char, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
