import { fields, list, text } from '../../../manifests/fields';
import { applications, clusterNamespaces } from '../../../manifests/model';
import { each, objects, pods } from '../../builders';
import type { Rule } from '../../rule';

export const clusterReferenceRules: readonly Rule[] = [
  {
    id: 'ref-namespace',
    title: 'the namespace is not in this set',
    severity: 'info',
    why: 'somebody else must make it first, with its pod security labels',
    mend: 'add the Namespace, or leave it to the platform on purpose',
    *check(context) {
      // Argo CD itself must be there before it can make anything.
      const own = new Set(applications(context).map((entry) => entry.namespace));
      const seen = new Set<string>();
      for (const entry of context.entries) {
        const { namespace } = entry;
        if (namespace === '' || clusterNamespaces.has(namespace) || seen.has(namespace)) continue;
        seen.add(namespace);
        if (context.exists('Namespace', '', namespace)) continue;
        // An output with an index makes all its namespaces itself.
        const severity = context.options.index !== undefined && !own.has(namespace) ? 'error' : 'info';
        yield { entry, field: 'metadata.namespace', value: namespace, severity };
      }
    },
  },
  {
    id: 'ref-priority-class',
    title: 'a pod names a PriorityClass that nobody makes',
    severity: 'error',
    why: 'the API server refuses every pod',
    mend: 'add the class, correct the name, or say that it exists with --external PriorityClass/name',
    check: each(pods, function* ({ spec, specPath }, context) {
      const name = text(spec.priorityClassName);
      if (name === undefined || name === '' || name.startsWith('system-') || context.exists('PriorityClass', '', name))
        return;
      yield { field: `${specPath}.priorityClassName`, value: name };
    }),
  },
  {
    id: 'ref-role',
    title: 'a binding names a role that nobody makes',
    severity: 'error',
    why: 'the rights are never given; the pod is told "forbidden"',
    mend: 'add the role, or correct kind and name of roleRef',
    check: each(objects('RoleBinding', 'ClusterRoleBinding'), function* (entry, context) {
      const { kind, name } = fields(entry.object.roleRef);
      if (typeof kind !== 'string' || typeof name !== 'string') return;
      if (kind === 'ClusterRole' && (builtIn.has(name) || name.startsWith('system:'))) return;
      if (!context.exists(kind, kind === 'Role' ? entry.namespace : '', name))
        yield { field: 'roleRef.name', value: `${kind} ${name}` };
    }),
  },
  {
    id: 'ref-scale-target',
    title: 'a scaler points at a workload that is not there',
    severity: 'error',
    why: 'nothing is ever scaled',
    mend: 'correct scaleTargetRef: kind, name, and the namespace of the scaler itself',
    *check(context) {
      for (const [key, scalers] of context.scalers) {
        const [kind = '', namespace = '', name = ''] = key.split('/');
        if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind) || context.exists(kind, namespace, name))
          continue;
        for (const entry of scalers)
          yield { entry, field: 'spec.scaleTargetRef.name', value: `${kind} ${namespace}/${name}` };
      }
    },
  },
  {
    id: 'ref-service-account',
    title: 'a ServiceAccount is named that nobody makes',
    severity: 'error',
    why: 'the API server refuses every pod, or the rights reach nobody',
    mend: 'add the ServiceAccount in that namespace, or correct the name',
    *check(context) {
      for (const { entry, namespace, spec, specPath } of context.templates) {
        const name = text(spec.serviceAccountName) ?? text(spec.serviceAccount);
        if (name === undefined || name === 'default' || context.exists('ServiceAccount', namespace, name)) continue;
        yield { entry, field: `${specPath}.serviceAccountName`, value: `${namespace}/${name}` };
      }
      const declared = new Set(context.entries.map((entry) => entry.namespace));
      for (const entry of [...context.ofKind('RoleBinding'), ...context.ofKind('ClusterRoleBinding')]) {
        for (const [index, subject] of list(entry.object.subjects).entries()) {
          const { kind, name, namespace = entry.namespace } = fields(subject);
          if (
            kind !== 'ServiceAccount' ||
            typeof name !== 'string' ||
            typeof namespace !== 'string' ||
            name === 'default'
          )
            continue;
          // A namespace without any object here belongs to somebody else: an operator, the platform.
          if (!declared.has(namespace) || context.exists('ServiceAccount', namespace, name)) continue;
          yield { entry, field: `subjects[${index}].name`, value: `${namespace}/${name}` };
        }
      }
    },
  },
];

const builtIn: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);
