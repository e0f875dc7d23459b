import { fields, list, text } from '../../../manifests/fields';
import { applications, type Entry, globMatches, sourcesOf } from '../../../manifests/model';
import { each, objects } from '../../builders';
import type { Rule } from '../../rule';

export const argoProjectRules: readonly Rule[] = [
  {
    id: 'argo-project',
    title: 'an Application is not allowed by its project, or names one that is not there',
    severity: 'error',
    why: 'Argo CD refuses every sync of it',
    mend: 'correct spec.project, or add source and destination to the AppProject',
    source: 'Argo CD docs, projects',
    *check(context) {
      const projects = new Map(context.ofKind('argoproj.io/AppProject').map((entry) => [entry.name, entry]));
      for (const entry of applications(context)) {
        const name = text(entry.spec.project) ?? 'default';
        const project = projects.get(name);
        if (project === undefined) {
          const severity = name === 'default' || projects.size === 0 ? 'warning' : 'error';
          if (!context.exists('AppProject', entry.namespace, name))
            yield {
              entry,
              field: 'spec.project',
              value: name,
              severity,
              ...(name === 'default' ? { what: 'the project default allows everything' } : {}),
            };
          continue;
        }
        const { namespace = '', server, name: cluster } = fields(entry.spec.destination);
        const reached = list(project.spec.destinations)
          .map(fields)
          .some(
            (item) =>
              globMatches(String(item.namespace ?? ''), String(namespace)) &&
              (globMatches(String(item.server ?? ''), String(server ?? '-')) ||
                globMatches(String(item.name ?? ''), String(cluster ?? '-'))),
          );
        if (!reached)
          yield {
            entry,
            field: 'spec.destination',
            value: `${server ?? cluster} ${namespace}`,
            what: `the project ${name} does not allow this destination`,
          };
        for (const { repository, field } of sourcesOf(entry)) {
          if (!list(project.spec.sourceRepos).some((pattern) => globMatches(String(pattern), repository)))
            yield {
              entry,
              field: `${field}.repoURL`,
              value: repository,
              what: `the project ${name} does not allow this repository`,
            };
        }
      }
    },
  },
  {
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
  },
  {
    id: 'argo-project-open',
    title: 'a project allows everything',
    severity: 'warning',
    why: 'whoever may write into one of its repositories has the cluster',
    mend: 'list repositories, namespaces and kinds',
    source: 'Argo CD docs, projects',
    check: each(objects('argoproj.io/AppProject'), function* (entry) {
      if (list(entry.spec.sourceRepos).includes('*')) yield { field: 'spec.sourceRepos', value: '*' };
      if (list(entry.spec.destinations).some((item) => fields(item).namespace === '*'))
        yield { field: 'spec.destinations', value: '*' };
      if (
        list(entry.spec.clusterResourceWhitelist).some(
          (item) => fields(item).group === '*' && fields(item).kind === '*',
        )
      )
        yield { field: 'spec.clusterResourceWhitelist', value: '*/*' };
    }),
  },
];

function allows(allowed: unknown, group: string, kind: string): boolean {
  return list(allowed).some(
    (item) =>
      globMatches(String(fields(item).group ?? ''), group) && globMatches(String(fields(item).kind ?? ''), kind),
  );
}
