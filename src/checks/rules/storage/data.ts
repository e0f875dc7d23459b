import { dig, list, text } from '../../../manifests/fields';
import { environmentOf, flagOf, mountsOf, productOf } from '../../../manifests/model';
import { containers, each } from '../../builders';
import type { Rule } from '../../rule';

export const dataRules: readonly Rule[] = [
  {
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
  },
  {
    id: 'database-rolling',
    title: 'a rollout starts a second server on the data of the first',
    severity: 'error',
    why: 'a rolling update starts the new pod before the old one ends: two servers write one data folder, or the new one hangs on the lock',
    mend: 'make it a StatefulSet, or set strategy.type: Recreate and replicas: 1',
    check: each(containers, function* (container) {
      const { entry } = container.template;
      if (entry.kind !== 'Deployment' || !servers.has(productOf(container))) return;
      if (dig(entry.spec, 'strategy', 'type') !== 'Recreate')
        yield { field: 'spec.strategy.type', value: dig(entry.spec, 'strategy', 'type') };
      else if (container.template.replicas > 1) yield { field: 'spec.replicas', value: container.template.replicas };
    }),
  },
  {
    id: 'database-shared-claim',
    title: 'the volume of a database may be written by many nodes',
    severity: 'error',
    why: 'a database has one writer: shared storage is slower, its locks are weak, and nothing stops a second server',
    mend: 'accessModes: [ReadWriteOnce], or ReadWriteOncePod where the driver can',
    source: 'PostgreSQL image; RabbitMQ docs, production checklist; Prometheus docs, storage',
    check: each(containers, function* (container, context) {
      if (!databases.has(productOf(container))) return;
      const { entry, namespace } = container.template;
      for (const { volume, field, path } of mountsOf(context, container)) {
        const name = text(dig(volume, 'persistentVolumeClaim', 'claimName'));
        const claim = name === undefined ? undefined : context.find('PersistentVolumeClaim', namespace, name);
        if (/archive|backup|dump|initdb/.test(path)) continue;
        if (list(claim?.spec.accessModes).includes('ReadWriteMany')) yield { field, value: name };
      }
      for (const [index, claim] of list(entry.spec.volumeClaimTemplates).entries()) {
        if (list(dig(claim, 'spec', 'accessModes')).includes('ReadWriteMany'))
          yield { field: `spec.volumeClaimTemplates[${index}].spec.accessModes`, value: 'ReadWriteMany' };
      }
    }),
  },
  {
    id: 'rolling-on-claim',
    title: 'a rolling update needs one volume on two nodes',
    severity: 'warning',
    why: 'the new pod waits for a ReadWriteOnce volume that the old one holds, and the old one stays until the new one is ready',
    mend: 'set strategy.type: Recreate',
    *check(context) {
      const known = new Set(
        context.containers
          .filter((container) => ['postgres', 'mysql', 'mongo', 'rabbitmq'].includes(productOf(container)))
          .map(({ template }) => template),
      );
      for (const template of context.templates) {
        const { entry } = template;
        if (entry.kind !== 'Deployment' || known.has(template) || dig(entry.spec, 'strategy', 'type') === 'Recreate')
          continue;
        for (const volume of list(template.spec.volumes)) {
          const name = text(dig(volume, 'persistentVolumeClaim', 'claimName'));
          const claim = name === undefined ? undefined : context.find('PersistentVolumeClaim', entry.namespace, name);
          const modes = list(claim?.spec.accessModes);
          if (
            claim !== undefined &&
            modes.length > 0 &&
            modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')
          )
            yield { entry, field: 'spec.strategy.type', value: name };
        }
      }
    },
  },
];

const folders: Readonly<Record<string, readonly string[]>> = {
  postgres: ['/var/lib/postgresql', '/bitnami/postgresql'],
  mysql: ['/var/lib/mysql'],
  mongo: ['/data/db', '/data'],
  rabbitmq: ['/var/lib/rabbitmq'],
  prometheus: ['/prometheus'],
  grafana: ['/var/lib/grafana'],
};

const servers: ReadonlySet<string> = new Set(['postgres', 'mysql', 'mongo', 'rabbitmq']);

const databases: ReadonlySet<string> = new Set(['postgres', 'mysql', 'mongo', 'rabbitmq', 'prometheus']);
