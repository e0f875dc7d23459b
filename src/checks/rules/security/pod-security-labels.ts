import { clusterNamespaces } from '../../domain/built-in';
import type { Rule } from '../../rule';

export const podSecurityLabels: Rule = {
  id: 'pod-security-labels',
  title: 'a namespace does not say which pods it takes',
  severity: 'warning',
  why: 'without the enforce label the API server takes privileged pods there',
  mend: 'label it pod-security.kubernetes.io/enforce: restricted, with enforce-version pinned',
  source: 'Kubernetes docs, pod security admission',
  *check(context) {
    for (const entry of context.ofKind('/Namespace')) {
      const level = entry.labels['pod-security.kubernetes.io/enforce'];
      if (level === undefined && !clusterNamespaces.has(entry.name)) yield { entry, field: 'metadata.labels' };
      const version = entry.labels['pod-security.kubernetes.io/enforce-version'];
      if (level !== undefined && (version === undefined || version === 'latest')) {
        yield {
          entry,
          field: 'metadata.labels["pod-security.kubernetes.io/enforce-version"]',
          value: version,
          what: 'the profile is not pinned to a version',
          severity: 'info',
        };
      }
    }
  },
};
