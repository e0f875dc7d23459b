import { dig, fields, list, text } from '../../../manifests/fields';
import { applications, clusterNamespaces, sourcesOf, syncOptions } from '../../../manifests/model';
import { each, everything } from '../../builders';
import type { Rule } from '../../rule';

export const argoApplicationRules: readonly Rule[] = [
  {
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
      for (const folder of folders) if (!suffixes.has(folder)) yield { value: folder };
    },
  },
  {
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
          if (chart || path === '' || folders.has(place) || ends.some((folder) => place.endsWith(`/${folder}`)))
            continue;
          yield { entry, field: `${field}.path`, value: path };
        }
      }
    },
  },
  {
    id: 'argo-application-policy',
    title: 'an automated Application lacks a guard',
    severity: 'warning',
    why: 'an empty folder deletes everything, or a failed sync is never tried again',
    mend: 'allowEmpty: false, and retry with limit -1, which is without end',
    source: 'Argo CD docs, automated sync',
    check: each(applications, function* (entry) {
      const automated = dig(entry.spec, 'syncPolicy', 'automated');
      if (automated === undefined) return;
      if (fields(automated).allowEmpty === true) yield { field: 'spec.syncPolicy.automated.allowEmpty', value: true };
      const retry = dig(entry.spec, 'syncPolicy', 'retry');
      if (retry === undefined) yield { field: 'spec.syncPolicy.retry' };
      const limit = Number(fields(retry).limit ?? 0);
      if (retry !== undefined && limit >= 0) {
        yield {
          field: 'spec.syncPolicy.retry.limit',
          value: limit,
          what: 'a sync that has failed so often is not tried again, whatever is mended outside of Git',
        };
      }
      const finalizers = list(fields(entry.object.metadata).finalizers).map(String);
      if (
        fields(automated).prune === true &&
        !finalizers.some((name) => name.startsWith('resources-finalizer.argocd.argoproj.io'))
      ) {
        yield {
          field: 'metadata.finalizers',
          what: 'the objects of a deleted Application stay behind',
          mend: 'add the finalizer resources-finalizer.argocd.argoproj.io',
        };
      }
    }),
  },
  {
    id: 'argo-destination-namespace',
    title: 'nobody makes the namespace that an Application deploys into',
    severity: 'info',
    why: 'the sync fails until somebody makes it by hand, without its pod security labels',
    mend: 'add the Namespace, or the sync option CreateNamespace=true',
    source: 'Argo CD docs, sync options',
    *check(context) {
      const own = new Set(applications(context).map((entry) => entry.namespace));
      for (const entry of applications(context)) {
        const name = text(dig(entry.spec, 'destination', 'namespace'));
        const options = list(dig(entry.spec, 'syncPolicy', 'syncOptions'));
        if (
          name === undefined ||
          own.has(name) ||
          clusterNamespaces.has(name) ||
          options.includes('CreateNamespace=true')
        )
          continue;
        if (context.exists('Namespace', '', name)) continue;
        yield {
          entry,
          field: 'spec.destination.namespace',
          value: name,
          severity: context.options.index === undefined ? 'info' : 'error',
        };
      }
    },
  },
  {
    id: 'argo-replace',
    title: 'Argo CD is told to replace objects',
    severity: 'error',
    why: 'it deletes and makes anew: claims lose their data, ScaledJobs their running Jobs',
    mend: 'remove Replace=true and Force=true; use ServerSideApply=true',
    source: 'Argo CD docs, sync options',
    check: each(everything, function* (entry) {
      const options = [...syncOptions(entry), ...list(dig(entry.spec, 'syncPolicy', 'syncOptions')).map(String)];
      for (const option of options) if (option === 'Replace=true' || option === 'Force=true') yield { value: option };
    }),
  },
];
