import type { Manifest } from '../manifests';
import { ManifestModel } from '../manifests/model';
import type { RuleOptions } from './options';

/**
 * Everything a rule may look at, built once a run: the model of one environment's objects, and what the run was told.
 *
 * ```ts
 * *check(context) {
 *   for (const entry of context.ofKind('/Service')) {
 *     if (context.behind(entry).length > 100) yield { entry, field: 'spec.selector' };
 *   }
 * }
 * ```
 */
export class CheckContext extends ManifestModel {
  constructor(
    manifests: readonly Manifest[],
    readonly options: RuleOptions = {},
    /** Environment these objects are for; empty if the folder knows none. */
    environment = '',
  ) {
    super(manifests, options, environment);
  }

  /** Whether the environment is a developer's machine: as told, else as the index says. */
  get isLocal(): boolean {
    const { localEnvironments, index } = this.options;
    const known = index?.environments
      ?.filter(({ local, exposure }) => local ?? exposure === 'NodePort')
      .map(({ name }) => name);
    return this.environment !== '' && (localEnvironments ?? known ?? ['local']).includes(this.environment);
  }
}
