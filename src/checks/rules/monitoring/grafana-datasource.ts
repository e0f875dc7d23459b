import type { CheckContext } from '../../context';
import { parseUrl } from '../../domain/hosts';
import { operated } from '../../domain/named-texts';
import { type EmbeddedFile, parsedFile } from '../../embedded';
import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const grafanaDatasource: Rule = {
  id: 'grafana-datasource',
  title: 'a Grafana datasource points at a Service that is not there',
  severity: 'error',
  why: 'every panel shows an error',
  mend: 'use service.namespace.svc:port of the Service that is emitted',
  *check(context) {
    for (const { file, url } of datasources(context)) {
      const parts = parseUrl(url);
      if (parts === undefined || /^[\d.]+$|^localhost$|\$/.test(parts.host)) continue;
      const [name = '', namespace = file.entry.namespace, kind = 'svc'] = parts.host.split('.');
      if (kind !== 'svc') continue;
      const service = context.find('Service', namespace, name);
      const elsewhere = context.ofKind('/Service').find((entry) => entry.name === name);
      const known = context.labels.inNamespace(namespace).length > 0 && !operated(context, namespace);
      if (service === undefined) {
        if (known || elsewhere !== undefined)
          yield {
            entry: file.entry,
            field: file.path,
            value: url,
            ...(elsewhere === undefined ? {} : { mend: `there is ${elsewhere.key}` }),
          };
        continue;
      }
      const ports = list(service.spec.ports).map((item) => fields(item).port);
      const port = parts.port === '' ? (parts.scheme === 'https' ? 443 : 80) : Number(parts.port);
      if (!ports.includes(port))
        yield {
          entry: file.entry,
          field: file.path,
          value: url,
          what: `the Service ${service.key} has the ports ${ports.join(', ')}`,
        };
    }
  },
};
function datasources(context: CheckContext): readonly { file: EmbeddedFile; url: string }[] {
  return context.configFiles.flatMap((file) => {
    if (!/^\s*"?datasources"?\s*:/m.test(file.text)) return [];
    const sources = list(fields(parsedFile(file)).datasources);
    return sources.flatMap((source) => {
      const url = text(fields(source).url);
      return url === undefined ? [] : [{ file, url }];
    });
  });
}
