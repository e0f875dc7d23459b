import { readFileSync } from 'node:fs';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { ProblemsError } from '../problem';

/** Loaded with the first file: to everybody else it would only cost time. */
const documents = (): typeof import('../manifests/documents') => require('../manifests/documents');

/** What a {@link ManifestFile} takes. */
export interface ManifestFileProps {
  /** A local file of YAML, relative to the working folder; what Helm or an installation guide gives. */
  readonly file: string;
}

/**
 * The objects of a file as constructs, with the ids that `Include` of cdk8s gives them: `<name>-<kind>`. Unlike it, no process
 * is started to read the file, and its texts and numbers are read as Kubernetes does.
 */
export class ManifestFile extends Construct {
  /** Its objects, in the order of the file. */
  readonly apiObjects: readonly ApiObject[];

  /** @throws ProblemsError if it can't be read, or holds something else than objects */
  constructor(scope: Construct, id: string, props: ManifestFileProps) {
    super(scope, id);
    const { file } = props;
    this.apiObjects = documents()
      .parseDocuments(textOf(file), file)
      .filter(({ value }) => value !== undefined && value !== null)
      .map(({ value, line }, index) => {
        const object = value as Partial<ApiObjectProps>;
        const { apiVersion, kind, metadata: { name = `object${index}`, namespace } = {} } = object;
        if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
          throw ProblemsError.at(`${file}:${line}`, 'a document is no object: give it apiVersion and kind');
        }
        const parts = [name, kind.toLowerCase(), namespace].filter((part) => part !== undefined);
        return new ApiObject(this, parts.join('-'), { ...object, apiVersion, kind });
      });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw ProblemsError.at(file, `can't be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
