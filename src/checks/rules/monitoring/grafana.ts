import { fields, list, text } from '../../../manifests/fields';
import {
  type EmbeddedFile,
  mountsOf,
  operated,
  parsedFile,
  parseUrl,
  productOf,
  toldTo,
} from '../../../manifests/model';
import { containers, each } from '../../builders';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

export const grafanaRules: readonly Rule[] = [
  {
    id: 'grafana-admin',
    title: 'Grafana has the password it is shipped with',
    severity: 'error',
    why: 'admin/admin is known to everybody',
    mend: 'GF_SECURITY_ADMIN_PASSWORD__FILE on a mounted Secret, or GF_SECURITY_ADMIN_PASSWORD by secretKeyRef',
    source: 'Grafana docs, configure Docker image',
    check: each(containers, function* (container, context) {
      if (productOf(container) !== 'grafana') return;
      const names = list(container.fields.env).map((item) => fields(item).name);
      const fromSecret = list(container.fields.envFrom).some((item) => fields(item).secretRef !== undefined);
      const config = mountsOf(context, container).some(
        ({ path, volume }) => path.endsWith('grafana.ini') && volume.secret !== undefined,
      );
      const given = names.includes('GF_SECURITY_ADMIN_PASSWORD') || names.includes('GF_SECURITY_ADMIN_PASSWORD__FILE');
      if (!given && !fromSecret && !config && !/admin_password\s*=\s*\$__file/.test(toldTo(context, container)))
        yield { field: `${container.path}.env` };
    }),
  },
  {
    id: 'grafana-datasource',
    title: 'a Grafana datasource points at a Service that is not there',
    severity: 'error',
    why: 'every panel shows an error',
    mend: 'use service.namespace.svc:port of the Service that is emitted',
    check: each(datasources, function* ({ file, url }, context) {
      const parts = parseUrl(url);
      if (parts === undefined || /^[\d.]+$|^localhost$|\$/.test(parts.host)) return;
      const [name = '', namespace = file.entry.namespace, kind = 'svc'] = parts.host.split('.');
      if (kind !== 'svc') return;
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
        return;
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
    }),
  },
];

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
