import { applications, sourcesOf } from '../../domain/argo';
import type { Rule } from '../../rule';

export const argoApplicationMissing: Rule = {
  id: 'argo-application-missing',
  title: 'a folder of the output has no Application',
  severity: 'error',
  why: 'nobody applies it: its objects never reach the cluster, or stay as they were',
  mend: 'render the output anew',
  *check(context) {
    const { index } = context.options;
    if (index === undefined || applications(context).length === 0) return;
    const served = applications(context).flatMap((entry) =>
      sourcesOf(entry).map(({ path }) => path.replace(/^\.?\//, '').replace(/\/$/, '')),
    );
    const suffixes = new Set(
      served.flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(at).join('/'))),
    );
    const folders = new Set<string>();
    for (const { path, environment } of index.files) {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      if (environment === context.environment && folder !== '' && folder !== environment) folders.add(folder);
    }
    for (const folder of [...folders].sort()) if (!suffixes.has(folder)) yield { value: folder };
  },
};
