import { applications, globMatches, sourcesOf } from '../../domain/argo';
import type { Entry } from '../../entry';
import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const argoProjectKinds: Rule = {
  id: 'argo-project-kinds',
  title: 'a project does not allow a kind that its Application holds',
  severity: 'error',
  why: 'Argo CD refuses the sync of the whole Application',
  mend: 'add group and kind to the whitelist of the AppProject',
  source: 'Argo CD docs, projects',
  *check(context) {
    const { index } = context.options;
    if (index === undefined) return;
    const projects = new Map(context.ofKind('argoproj.io/AppProject').map((entry) => [entry.name, entry]));
    const byFolder = new Map<string, Entry>();
    for (const entry of applications(context)) {
      for (const { path, chart } of sourcesOf(entry)) if (!chart) byFolder.set(path.split('/').at(-1) ?? '', entry);
    }
    const told = new Set<string>();
    for (const { environment, application, group, kind, namespace } of index.files) {
      const owner = environment === context.environment ? byFolder.get(application) : undefined;
      const project = projects.get(text(owner?.spec.project) ?? '');
      if (project === undefined) continue;
      const whitelist =
        namespace === undefined || namespace === '' ? 'clusterResourceWhitelist' : 'namespaceResourceWhitelist';
      const allowed = project.spec[whitelist];
      // Without a list everything in namespaces is allowed, and nothing outside of them.
      if (allowed === undefined && whitelist === 'namespaceResourceWhitelist') continue;
      const value = `${group}/${kind}`;
      if (allows(allowed, group, kind) || told.has(`${project.key} ${value}`)) continue;
      told.add(`${project.key} ${value}`);
      yield { entry: project, field: `spec.${whitelist}`, value };
    }
  },
};
function allows(allowed: unknown, group: string, kind: string): boolean {
  return list(allowed).some(
    (item) =>
      globMatches(String(fields(item).group ?? ''), group) && globMatches(String(fields(item).kind ?? ''), kind),
  );
}
