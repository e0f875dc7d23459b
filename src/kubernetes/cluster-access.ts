import type { Construct } from 'constructs';
import type { IClusterRole, IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { KubeObject } from './kube-object';

/** What an account may do with objects of some kinds, or with pages of the API server. */
export type AccessRule =
  | { readonly apiGroup: string; readonly resources: readonly string[]; readonly verbs: readonly string[] }
  | { readonly nonResourceUrls: readonly string[]; readonly verbs: readonly string[] };

/** The rights of {@link createClusterAccess}, and who gets them. */
export interface ClusterAccessProps {
  /** Name of role and binding, prefixed by their owner: both are cluster-scoped. */
  readonly name: string;
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
  readonly rules: readonly AccessRule[];
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Gives one account access in the whole cluster: a ClusterRole and its binding. */
export function createClusterAccess(scope: Construct, props: ClusterAccessProps): void {
  const { name, labels, serviceAccount } = props;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  new KubeObject(scope, 'cluster-role', { apiVersion, kind: 'ClusterRole', name, labels }, () => {
    const rules = props.rules.map((rule) =>
      'resources' in rule
        ? { apiGroups: [rule.apiGroup], resources: [...rule.resources], verbs: [...rule.verbs] }
        : { nonResourceURLs: [...rule.nonResourceUrls], verbs: [...rule.verbs] },
    ) satisfies IClusterRole['rules'];
    return { rules };
  });
  new KubeObject(scope, 'cluster-role-binding', { apiVersion, kind: 'ClusterRoleBinding', name, labels }, () => {
    const body = {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', namespace: serviceAccount.namespace, name: serviceAccount.name }],
    } satisfies Pick<IClusterRoleBinding, 'roleRef' | 'subjects'>;
    return body;
  });
}
