import { serviceHosts } from '../../domain/hosts';
import { namedTexts, operated } from '../../domain/named-texts';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const refServiceHost: Rule = {
  id: 'ref-service-host',
  title: 'a text names a Service that is not there',
  severity: 'error',
  why: 'the name does not resolve, and the program behind it fails when it first needs the other side',
  mend: 'correct name and namespace of the Service, or add it',
  *check(context) {
    const known = new Set(
      context.entries.filter((entry) => context.template(entry) !== undefined).map((entry) => entry.namespace),
    );
    // Only an index tells that nothing else lives in the namespace.
    const severity = context.options.index === undefined ? 'warning' : 'error';
    for (const { entry, text: words, path } of namedTexts(context)) {
      if (/^\s*"?datasources"?\s*:/m.test(words)) continue;
      for (const { service, namespace, host, port } of serviceHosts(words)) {
        // Only namespaces with workloads of this set are known well enough to say that a Service is missing.
        if (!known.has(namespace) || operated(context, namespace)) continue;
        const found = context.find('Service', namespace, service);
        const ports = list(found?.spec.ports).map((item) => fields(item).port);
        if (found === undefined && !context.exists('Service', namespace, service))
          yield { entry, field: path, value: host, severity };
        else if (port !== undefined && ports.length > 0 && found?.spec.clusterIP !== 'None' && !ports.includes(port)) {
          yield {
            entry,
            field: path,
            value: `${host}:${port}`,
            severity,
            what: `${found?.key} has the ports ${ports.join(', ')}`,
          };
        }
      }
    }
  },
};
