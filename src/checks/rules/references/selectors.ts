import { fields } from '../../../manifests/fields';
import { operated } from '../../../manifests/model';
import { selectorMatches } from '../../../manifests/network';
import { each, objects, pods } from '../../builders';
import type { Rule } from '../../rule';

export const selectorRules: readonly Rule[] = [
  {
    id: 'selector-overlap',
    title: 'the selector of a workload also takes in the pods of another one',
    severity: 'error',
    why: 'the two controllers adopt and delete each other’s pods',
    mend: 'give each workload a label of its own (tier) in selector and template',
    check: each(pods, function* (template, context) {
      const { entry, namespace } = template;
      if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(entry.kind) || entry.spec.selector === undefined)
        return;
      const others = context.labels
        .select(namespace, entry.spec.selector)
        .filter((other) => other !== template && other.entry.key !== entry.key && !other.job);
      const other = others[0];
      if (other !== undefined)
        yield {
          field: 'spec.selector',
          value: entry.spec.selector,
          what: `the selector also takes in the pods of ${other.entry.key}`,
        };
    }),
  },
  {
    id: 'selector-policy-none',
    title: 'a policy or budget selects no pod',
    severity: 'warning',
    why: 'it protects nothing, and nobody notices',
    mend: 'make the selector equal labels of the pod template it is for; a Job’s pods have the labels of its template',
    *check(context) {
      const kinds: [string, string][] = [
        ['networking.k8s.io/NetworkPolicy', 'podSelector'],
        ['policy/PodDisruptionBudget', 'selector'],
      ];
      for (const [kind, field] of kinds) {
        for (const entry of context.ofKind(kind)) {
          const selector = entry.spec[field];
          if (Object.keys(fields(selector)).length === 0 || operated(context, entry.namespace)) continue;
          if (context.labels.select(entry.namespace, selector).length > 0) continue;
          yield {
            entry,
            field: `spec.${field}`,
            value: selector,
            severity: foreignLabels(selector) ? 'info' : 'warning',
          };
        }
      }
    },
  },
  {
    id: 'selector-service-none',
    title: 'a Service selects no pod',
    severity: 'error',
    why: 'every connection to it is refused',
    mend: 'make spec.selector equal labels of the pod template, and the namespaces the same',
    check: each(objects('/Service'), function* (entry, context) {
      const { selector } = entry.spec;
      if (Object.keys(fields(selector)).length === 0 || context.behind(entry).length > 0) return;
      // Pods of an operator's own kind are not in the set.
      const severity = operated(context, entry.namespace) ? 'info' : 'error';
      yield { field: 'spec.selector', value: selector, severity };
    }),
  },
  {
    id: 'selector-service-tiers',
    title: 'a Service selects the pods of several tiers',
    severity: 'error',
    why: 'every second connection reaches a pod that serves something else',
    mend: 'add the label of the tier to spec.selector',
    check: each(objects('/Service'), function* (entry, context) {
      const behind = context.behind(entry);
      const first = behind[0];
      if (first === undefined || behind.length < 2) return;
      const differs = (one: string | undefined, two: string | undefined): boolean =>
        one !== undefined && two !== undefined && one !== two;
      const other = behind.find((item) => tierLabels.some((label) => differs(item.labels[label], first.labels[label])));
      if (other !== undefined) {
        yield {
          field: 'spec.selector',
          value: entry.spec.selector,
          what: `the Service selects ${first.entry.key} and ${other.entry.key}`,
        };
      }
    }),
  },
  {
    id: 'selector-template',
    title: 'the selector of a workload does not match its own pods',
    severity: 'error',
    why: 'the API server refuses the workload',
    mend: 'repeat the labels of spec.selector.matchLabels on the pod template',
    check: each(pods, function* ({ entry, labels, path }) {
      if (entry.group === 'apps' && !selectorMatches(entry.spec.selector, labels))
        yield { field: `${path}.metadata.labels`, value: labels };
    }),
  },
  {
    id: 'service-without-selector',
    title: 'a Service has no selector and no addresses',
    severity: 'warning',
    why: 'every connection to it is refused',
    mend: 'add spec.selector, or an EndpointSlice for it',
    source: 'Kubernetes docs, Service',
    *check(context) {
      const served = new Set(context.ofKind('Endpoints').map(({ namespace, name }) => `${namespace}/${name}`));
      for (const { namespace, labels } of context.ofKind('EndpointSlice'))
        served.add(`${namespace}/${labels['kubernetes.io/service-name']}`);
      for (const entry of context.ofKind('/Service')) {
        if (entry.spec.type === 'ExternalName' || Object.keys(fields(entry.spec.selector)).length > 0) continue;
        if (!served.has(`${entry.namespace}/${entry.name}`)) yield { entry, field: 'spec.selector' };
      }
    },
  },
];

/** Labels of a domain, `acme.cert-manager.io/http01-solver`, are set by a controller on pods that it makes itself. */
function foreignLabels(selector: unknown): boolean {
  const keys = Object.keys(fields(fields(selector).matchLabels));
  return keys.length > 0 && keys.every((key) => key.includes('/') && !key.startsWith('app.kubernetes.io/'));
}

const tierLabels = ['tier', 'app.kubernetes.io/component', 'component', 'app.kubernetes.io/name'];
