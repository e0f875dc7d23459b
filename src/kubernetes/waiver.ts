import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ProblemsError } from '../problem';
import { WAIVER_PREFIX } from './labels';

/**
 * Sets a rule of the checks aside for an object, or for the default child of a construct: a tier's workload. The reason is
 * written beside it, and shown with every check.
 *
 * ```ts
 * waive(web, 'container-no-probe', 'has no port, it only writes to the queue');
 * ```
 *
 * @throws if there is no such object, or no reason
 */
export function waive(construct: IConstruct, rule: string, reason: string): void {
  const { path } = construct.node;
  if (!/^[a-z0-9-]+$/.test(rule)) throw ProblemsError.at(path, `waives '${rule}', which is no rule: name one of them`);
  if (reason.trim() === '') throw ProblemsError.at(path, `waives '${rule}' without a reason: say why it does not hold`);
  objectOf(construct).metadata.addAnnotation(`${WAIVER_PREFIX}${rule}`, reason.trim());
}

function objectOf(construct: IConstruct): ApiObject {
  for (let found: IConstruct | undefined = construct; found; found = found.node.defaultChild) {
    if (ApiObject.isApiObject(found)) return found;
  }
  const below = construct.node.findAll().filter(ApiObject.isApiObject);
  throw ProblemsError.at(
    construct.node.path,
    `has no object of its own that a waiver could stand on: ${
      below.length === 0
        ? 'there is none below it either'
        : `give one of its objects, ${below.map(({ node }) => node.path).join(', ')}`
    }`,
  );
}
