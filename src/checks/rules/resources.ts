import { quantityNumber } from '../../kubernetes/quantity';
import { dig, type Fields, fields, list, text } from '../../manifests/fields';
import { containers, each, objects } from '../builders';
import type { Rule } from '../rule';

export const resourceRules: readonly Rule[] = [
  {
    id: 'limit-below-request',
    title: 'a limit is below the request',
    severity: 'error',
    why: 'the API server refuses the pod',
    mend: 'raise the limit or lower the request',
    check: each(containers, function* ({ path, fields: container }) {
      for (const [name, limit] of Object.entries(fields(dig(container, 'resources', 'limits')))) {
        const request = quantityNumber(dig(container, 'resources', 'requests', name));
        if (request !== undefined && request > (quantityNumber(limit) ?? Number.POSITIVE_INFINITY))
          yield { field: `${path}.resources.limits.${name}`, value: limit };
      }
    }),
  },
  {
    id: 'memory-limit',
    title: 'the memory limit is missing or differs from the request',
    severity: 'warning',
    why: 'memory cannot be taken back: what is used above the request is promised to others, and the node kills by its own choice',
    mend: 'make limits.memory equal to requests.memory',
    check: each(containers, function* ({ path, fields: container }) {
      const request = dig(container, 'resources', 'requests', 'memory');
      const limit = dig(container, 'resources', 'limits', 'memory');
      if (request === undefined) return;
      if (limit === undefined) yield { field: `${path}.resources.limits.memory` };
      else if ((quantityNumber(limit) ?? 0) > (quantityNumber(request) ?? 0))
        yield {
          field: `${path}.resources.limits.memory`,
          value: `${limit} against ${request}`,
        };
    }),
  },
  {
    id: 'priority-missing',
    title: 'a pod has no priority class while others have one',
    severity: 'warning',
    why: 'it counts as 0: everything with a class pushes it out, also when it is what starts or watches the others',
    mend: 'name a class; monitoring and KEDA belong at least beside the data',
    *check(context) {
      const classes = context.ofKind('PriorityClass');
      if (classes.length === 0 || classes.some((entry) => entry.object.globalDefault === true)) return;
      for (const { entry, spec, specPath } of context.templates) {
        if (spec.priorityClassName === undefined) yield { entry, field: `${specPath}.priorityClassName` };
      }
    },
  },
  {
    id: 'priority-range',
    title: 'the priority class is not one that users may make',
    severity: 'error',
    why: 'the API server refuses it',
    mend: 'a value of at most 1000000000, a name that does not begin with system-, one globalDefault at most',
    source: 'Kubernetes validation, scheduling',
    *check(context) {
      const classes = context.ofKind('PriorityClass');
      const defaults = classes.filter((entry) => entry.object.globalDefault === true);
      for (const entry of classes) {
        const { value } = entry.object;
        if (typeof value !== 'number') yield { entry, field: 'value', value, what: 'the priority class has no value' };
        else if (value > 1_000_000_000) yield { entry, field: 'value', value };
        if (entry.name.startsWith('system-')) yield { entry, field: 'metadata.name', value: entry.name };
        if (defaults.length > 1 && defaults.includes(entry)) yield { entry, field: 'globalDefault', value: true };
      }
    },
  },
  {
    id: 'priority-without-requests',
    title: 'a pod has a priority class and no requests',
    severity: 'error',
    why: 'scheduling and preemption work on requests: without them the class decides nothing, and the pod is the first to be evicted',
    mend: 'give every container cpu and memory requests',
    source: 'Kubernetes docs, pod priority and node-pressure eviction',
    check: each(containers, function* ({ template, path, fields: container, role }) {
      if (role !== 'container' || text(template.spec.priorityClassName) === undefined) return;
      const missing = missingRequests(container);
      if (missing.length > 0) yield { field: `${path}.resources.requests`, value: missing.join(', ') };
    }),
  },
  {
    id: 'quota-priority',
    title: 'a quota is for a priority class that is not here',
    severity: 'warning',
    why: 'it limits nothing',
    mend: 'correct the name in scopeSelector',
    check: each(objects('/ResourceQuota'), function* (entry, context) {
      for (const [index, item] of list(dig(entry.spec, 'scopeSelector', 'matchExpressions')).entries()) {
        if (fields(item).scopeName !== 'PriorityClass') continue;
        for (const name of list(fields(item).values)) {
          if (!context.exists('PriorityClass', '', String(name)) && !String(name).startsWith('system-'))
            yield { field: `spec.scopeSelector.matchExpressions[${index}]`, value: name };
        }
      }
    }),
  },
  {
    id: 'requests-missing',
    title: 'a container has no requests',
    severity: 'warning',
    why: 'the scheduler packs the node as if it needed nothing, and under pressure it is evicted first',
    mend: 'write cpu and memory requests, and a memory limit equal to the request',
    source: 'Kubernetes docs, resource management',
    check: each(containers, function* ({ template, path, fields: container, role }) {
      if (role !== 'container' || text(template.spec.priorityClassName) !== undefined) return;
      const missing = missingRequests(container);
      if (missing.length > 0) yield { field: `${path}.resources.requests`, value: missing.join(', ') };
    }),
  },
];

/** Resources (cpu, memory) that a container neither requests nor limits; a limit alone counts as the request. */
function missingRequests(container: Fields): readonly string[] {
  return ['cpu', 'memory'].filter(
    (name) =>
      dig(container, 'resources', 'requests', name) === undefined &&
      dig(container, 'resources', 'limits', name) === undefined,
  );
}
