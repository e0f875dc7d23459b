import { fields, list } from '../../../manifests/fields';
import {
  type NamedService,
  namedServices,
  namedTexts,
  operated,
  type ServiceHost,
  serviceHosts,
} from '../../../manifests/model';
import type { CheckContext } from '../../context';
import type { Observation } from '../../rule';

/** Names that end in `svc`: whatever reads them means a Service. */
export function* qualifiedNames(context: CheckContext): Iterable<Observation> {
  // Only an index tells that nothing else lives in the namespace.
  const severity = context.options.index === undefined ? 'warning' : 'error';
  for (const { entry, text: words, path } of namedTexts(context)) {
    if (/^\s*"?datasources"?\s*:/m.test(words)) continue;
    for (const host of serviceHosts(words)) {
      const seen = wrong(context, host);
      if (seen !== undefined) yield { entry, field: path, severity, ...seen };
    }
  }
}

/** Names as a pod may write them of its own namespace and of others: `db:5432`, `http://api.shop`. */
export function* shortNames(context: CheckContext): Iterable<Observation> {
  for (const named of namedServices(context)) {
    if (named.host.includes('.svc') || !meansService(named)) continue;
    const seen = wrong(context, named);
    // The search path of a node may know other names than those of Services.
    if (seen !== undefined) yield { entry: named.entry, field: named.path, severity: 'warning', ...seen };
  }
}

/** Whether a name can only be meant for a Service: files have other names for servers, such as the upstreams of a proxy. */
function meansService({ kind, written, scheme = '', host, port, template }: NamedService): boolean {
  if (kind === 'file' || host === 'localhost') return false;
  const aliases = list(template.spec.hostAliases).flatMap((alias) => list(fields(alias).hostnames));
  if (aliases.includes(host)) return false;
  if (port !== undefined) return written !== 'pair';
  return /^https?$/.test(scheme) && !host.includes('.');
}

/** What is wrong with a name: its Service is missing, or has no such port. */
function wrong(
  context: CheckContext,
  { service, namespace, host, port }: Pick<ServiceHost, 'service' | 'namespace' | 'host' | 'port'>,
): Observation | undefined {
  // Only namespaces with workloads of this set are known well enough to say that a Service is missing.
  const known = context.memo('namespaces-with-pods', () => new Set(context.templates.map((pods) => pods.namespace)));
  if (!known.has(namespace) || operated(context, namespace)) return undefined;
  const found = context.find('Service', namespace, service);
  if (found === undefined) return context.exists('Service', namespace, service) ? undefined : { value: host };
  const ports = list(found.spec.ports).map((item) => fields(item).port);
  if (port === undefined || ports.length === 0 || found.spec.clusterIP === 'None' || ports.includes(port))
    return undefined;
  return { value: `${host}:${port}`, what: `${found.key} has the ports ${ports.join(', ')}` };
}
