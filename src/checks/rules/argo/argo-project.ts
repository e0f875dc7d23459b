import { applications, globMatches, sourcesOf } from '../../domain/argo';
import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const argoProject: Rule = {
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
};
