import { productOf } from '../../domain/images';
import { mountsOf, toldTo } from '../../domain/mounted';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const grafanaAdmin: Rule = {
  id: 'grafana-admin',
  title: 'Grafana has the password it is shipped with',
  severity: 'error',
  why: 'admin/admin is known to everybody',
  mend: 'GF_SECURITY_ADMIN_PASSWORD__FILE on a mounted Secret, or GF_SECURITY_ADMIN_PASSWORD by secretKeyRef',
  source: 'Grafana docs, configure Docker image',
  *check(context) {
    for (const container of context.containers) {
      if (productOf(container) !== 'grafana') continue;
      const names = list(container.fields.env).map((item) => fields(item).name);
      const fromSecret = list(container.fields.envFrom).some((item) => fields(item).secretRef !== undefined);
      const config = mountsOf(context, container).some(
        ({ path, volume }) => path.endsWith('grafana.ini') && volume.secret !== undefined,
      );
      const given = names.includes('GF_SECURITY_ADMIN_PASSWORD') || names.includes('GF_SECURITY_ADMIN_PASSWORD__FILE');
      if (!given && !fromSecret && !config && !/admin_password\s*=\s*\$__file/.test(toldTo(context, container)))
        yield { entry: container.template.entry, field: `${container.path}.env` };
    }
  },
};
