import { applicationOf, hookOf, waveOf } from '../../domain/argo';
import { needs } from '../../domain/needs';
import type { Rule } from '../../rule';

export const argoWaveOrder: Rule = {
  id: 'argo-wave-order',
  title: 'an object comes in an earlier wave than what it needs',
  severity: 'error',
  why: 'the wave waits for it to get healthy, and it waits for an object of a later wave: the sync hangs',
  mend: 'give what is needed the same or a lower sync-wave; what a PreSync hook needs must be there before the first sync',
  source: 'Argo CD docs, sync phases and waves',
  *check(context) {
    for (const { entry, needed, path } of needs(context)) {
      if (applicationOf(context, entry) !== applicationOf(context, needed)) continue;
      const early = hookOf(entry) === 'PreSync' && hookOf(needed) === undefined;
      if (early || (hookOf(entry) === undefined && waveOf(entry) < waveOf(needed)))
        yield {
          entry,
          field: path,
          value: `wave ${early ? 'PreSync' : waveOf(entry)} before wave ${waveOf(needed)} of ${needed.key}`,
        };
    }
  },
};
