import { applications, sourcesOf } from '../../domain/argo';
import type { Rule } from '../../rule';

export const argoApplicationPath: Rule = {
  id: 'argo-application-path',
  title: 'an Application points at a folder that is not in the output',
  severity: 'error',
  why: 'Argo CD finds no manifests and shows the Application as failed, or empty',
  mend: 'correct spec.source.path',
  *check(context) {
    const { index } = context.options;
    if (index === undefined) return;
    const folders = new Set<string>();
    for (const { path } of index.files) if (path.includes('/')) folders.add(path.slice(0, path.lastIndexOf('/')));
    const ends = [...folders];
    for (const entry of applications(context)) {
      for (const { path, chart, field } of sourcesOf(entry)) {
        const place = path.replace(/^\.?\//, '').replace(/\/$/, '');
        if (chart || path === '' || folders.has(place) || ends.some((folder) => place.endsWith(`/${folder}`))) continue;
        yield { entry, field: `${field}.path`, value: path };
      }
    }
  },
};
