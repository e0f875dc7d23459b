import { type Product, productOf } from '../../domain/images';
import { mountsOf } from '../../domain/mounted';
import { dig, list, text } from '../../fields';
import type { Rule } from '../../rule';

const databases: ReadonlySet<Product> = new Set(['postgres', 'mysql', 'mongo', 'rabbitmq', 'prometheus']);

export const databaseSharedClaim: Rule = {
  id: 'database-shared-claim',
  title: 'the volume of a database may be written by many nodes',
  severity: 'error',
  why: 'a database has one writer: shared storage is slower, its locks are weak, and nothing stops a second server',
  mend: 'accessModes: [ReadWriteOnce], or ReadWriteOncePod where the driver can',
  source: 'PostgreSQL image; RabbitMQ docs, production checklist; Prometheus docs, storage',
  *check(context) {
    for (const container of context.containers) {
      if (!databases.has(productOf(container))) continue;
      const { entry, namespace } = container.template;
      for (const { volume, field, path } of mountsOf(context, container)) {
        const name = text(dig(volume, 'persistentVolumeClaim', 'claimName'));
        const claim = name === undefined ? undefined : context.find('PersistentVolumeClaim', namespace, name);
        if (/archive|backup|dump|initdb/.test(path)) continue;
        if (list(claim?.spec.accessModes).includes('ReadWriteMany')) yield { entry, field, value: name };
      }
      for (const [index, claim] of list(entry.spec.volumeClaimTemplates).entries()) {
        if (list(dig(claim, 'spec', 'accessModes')).includes('ReadWriteMany'))
          yield { entry, field: `spec.volumeClaimTemplates[${index}].spec.accessModes`, value: 'ReadWriteMany' };
      }
    }
  },
};
