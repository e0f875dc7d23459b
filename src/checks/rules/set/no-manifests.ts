import type { Rule } from '../../rule';

export const noManifests: Rule = {
  id: 'no-manifests',
  title: 'no Kubernetes object was read',
  severity: 'error',
  why: 'a check of nothing proves nothing, so an empty folder never passes',
  mend: 'give the folder that holds the manifests, or render them first',
  *check({ entries }) {
    if (entries.length === 0) yield {};
  },
};
