import { type Product, productOf } from '../../domain/images';
import { environmentOf, mountsOf } from '../../domain/mounted';
import { flagOf } from '../../domain/prometheus';
import type { Rule } from '../../rule';

const folders: Readonly<Partial<Record<Product, readonly string[]>>> = {
  postgres: ['/var/lib/postgresql', '/bitnami/postgresql'],
  mysql: ['/var/lib/mysql'],
  mongo: ['/data/db', '/data'],
  rabbitmq: ['/var/lib/rabbitmq'],
  prometheus: ['/prometheus'],
  grafana: ['/var/lib/grafana'],
};

export const dataEphemeral: Rule = {
  id: 'data-ephemeral',
  title: 'the data of a server dies with its pod',
  severity: 'error',
  why: 'an emptyDir lives as long as the pod, not as long as the workload: every restart on another node begins empty',
  mend: 'mount a claim at the data folder; an emptyDir only in a named development environment',
  *check(context) {
    const local = context.isLocal;
    for (const container of context.containers) {
      const product = productOf(container);
      const places = folders[product];
      if (places === undefined) continue;
      const flag =
        product === 'prometheus'
          ? flagOf(container, 'storage.tsdb.path')
          : environmentOf(context, container).get('PGDATA');
      const under = [...places, ...(flag === undefined ? [] : [flag.replace(/\/+$/, '')])];
      const mounts = mountsOf(context, container);
      if (
        mounts.some(
          ({ lasting, path }) =>
            lasting &&
            under.some((place) => path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`)),
        )
      )
        continue;
      const data = mounts.find(({ path }) => under.some((place) => path === place || place.startsWith(`${path}/`)));
      const view = product === 'prometheus' || product === 'grafana';
      yield {
        entry: container.template.entry,
        field: data?.field ?? `${container.path}.volumeMounts`,
        value: places[0],
        severity: local ? 'info' : view ? 'warning' : 'error',
      };
    }
  },
};
