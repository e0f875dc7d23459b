import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const spreadBlocksRollout: Rule = {
  id: 'spread-blocks-rollout',
  title: 'a rollout may find no node for the new pod',
  severity: 'warning',
  why: 'at most one pod a node, no pod may stop first, and the new one needs a node more: on a small cluster the rollout waits for ever',
  mend: 'prefer the spread instead of requiring it, or set maxUnavailable: 1',
  *check({ templates }) {
    for (const { entry, spec, specPath } of templates) {
      if (entry.kind !== 'Deployment' || dig(entry.spec, 'strategy', 'type') === 'Recreate') continue;
      const required = list(
        dig(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'),
      ).some((item) => fields(item).topologyKey === 'kubernetes.io/hostname');
      const unavailable = dig(entry.spec, 'strategy', 'rollingUpdate', 'maxUnavailable');
      if (
        required &&
        (unavailable === undefined || unavailable === 0 || unavailable === '0%' || unavailable === '25%')
      ) {
        yield { entry, field: `${specPath}.affinity.podAntiAffinity` };
      }
    }
  },
};
