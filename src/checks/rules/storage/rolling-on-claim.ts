import { productOf } from '../../domain/images';
import { dig, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const rollingOnClaim: Rule = {
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
};
