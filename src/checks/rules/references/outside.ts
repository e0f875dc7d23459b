import { fields, text } from '../../../manifests/fields';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

/** Who names something of these kinds that neither the set nor anybody else is said to have. */
function* unknown(context: CheckContext, ...kinds: readonly string[]) {
  for (const { entry, kind, namespace, name, field } of context.references.all) {
    if (!kinds.includes(kind) || name === '' || context.exists(kind, namespace, name)) continue;
    yield { entry, field, value: `${kind} ${namespace === '' ? name : `${namespace}/${name}`}` };
  }
}

/** What whoever runs the cluster makes more often than a project: named by many, and nothing turns red where it is missing. */
export const outsideReferenceRules: readonly Rule[] = [
  {
    id: 'ref-ingress-class',
    title: 'an Ingress names a class that is not here',
    severity: 'info',
    why: 'if the cluster lacks it, no controller serves the Ingress, and it gets no address',
    mend: 'add the class, correct the name, or say that the cluster has it with --external IngressClass/name',
    source: 'Kubernetes docs, Ingress',
    check: (context) => unknown(context, 'IngressClass'),
  },
  {
    id: 'ref-issuer',
    title: 'a certificate is asked of an issuer that is not here',
    severity: 'warning',
    why: 'if the cluster lacks it, no certificate is issued, and the controller shows its own without anybody being told',
    mend: 'add the issuer, correct the name, or say that the cluster has it with --external ClusterIssuer/name',
    source: 'cert-manager docs, annotated Ingress',
    *check(context) {
      yield* unknown(context, 'ClusterIssuer', 'Issuer');
      for (const entry of context.ofKind('networking.k8s.io/Ingress')) {
        const annotations = fields(fields(entry.object.metadata).annotations);
        for (const [kind, annotation] of issuerAnnotations) {
          const name = text(annotations[annotation]);
          const namespace = kind === 'Issuer' ? entry.namespace : '';
          if (name === undefined || context.exists(kind, namespace, name)) continue;
          yield { entry, field: `metadata.annotations.${annotation}`, value: `${kind} ${name}` };
        }
      }
    },
  },
  {
    id: 'ref-secret-store',
    title: 'an ExternalSecret names a store that is not here',
    severity: 'warning',
    why: 'if the cluster lacks it, the Secret is never made, and pods wait for it',
    mend: 'add the store, correct the name, or say that the cluster has it with --external ClusterSecretStore/name',
    source: 'External Secrets docs, ExternalSecret',
    check: (context) => unknown(context, 'ClusterSecretStore', 'SecretStore'),
  },
];

const issuerAnnotations = [
  ['ClusterIssuer', 'cert-manager.io/cluster-issuer'],
  ['Issuer', 'cert-manager.io/issuer'],
] as const;
