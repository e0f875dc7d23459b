import type { Problem } from '../problem';
import type { SecretRequirement } from '../secrets';
import { identityOf, type RenderedObject } from './rendered-object';

/** Objects that would overwrite each other in the cluster. */
export function findDuplicates(objects: readonly RenderedObject[]): Problem[] {
  const first = new Map<string, RenderedObject>();
  const problems: Problem[] = [];
  for (const rendered of objects) {
    const identity = identityOf(rendered.object);
    const other = first.get(identity);
    if (!other) {
      first.set(identity, rendered);
      continue;
    }
    const { kind, metadata } = rendered.object;
    const where = metadata.namespace ? ` in namespace '${metadata.namespace}'` : '';
    problems.push({
      where: rendered.constructPath,
      message: `${kind} '${metadata.name}'${where} exists already, made by '${other.constructPath}': rename one of them`,
    });
  }
  return problems;
}

/** Secrets promised twice with one name; what somebody else makes may be named as often as one likes. */
export function findDoubleSecrets(secrets: readonly SecretRequirement[]): Problem[] {
  const first = new Map<string, SecretRequirement>();
  return secrets.flatMap((secret) => {
    const { namespace, name, constructPath } = secret;
    const other = first.get(`${namespace}/${name}`);
    if (!other || (other.supply === 'elsewhere' && secret.supply === 'elsewhere')) {
      first.set(`${namespace}/${name}`, secret);
      return [];
    }
    return [
      {
        where: constructPath,
        message: `Secret '${name}' in namespace '${namespace}' is promised already, by '${other.constructPath}': rename one of the Credentials`,
      },
    ];
  });
}
