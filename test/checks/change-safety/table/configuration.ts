import {
  configMap,
  definition,
  deployment,
  mounting,
  object,
  type Row,
  secret,
  statefulSet,
  template,
} from './objects';

const crd = (fields: Record<string, unknown>, version?: string) =>
  definition('things', 'example.org', 'Thing', fields, version);
const binding = (role: string) =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'reader', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: [],
  });
const withEnv = (name: string) => ({
  env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } }],
});
const account = object('v1', 'ServiceAccount', 'web');
const configured = deployment('web', {}, mounting('web', 'web:1.0', '/etc/web', { configMap: { name: 'web' } }));

export const CONFIGURATION_ROWS: readonly Row[] = [
  {
    row: 'Secret or ConfigMap immutable: true -> data change or unset',
    from: [
      secret('db', { password: 'YQ==' }, { immutable: true }),
      object('v1', 'ConfigMap', 'web', { data: { a: '1' }, immutable: true }),
    ],
    to: [secret('db', { password: 'Yg==' }, { immutable: true }), configMap('web', { a: '1' })],
    told: 'RECREATE immutable-content ConfigMap z/web: the object is marked immutable: the API server refuses it',
    also: ['RECREATE immutable-content Secret z/db: the object is marked immutable: the API server refuses it'],
  },
  {
    row: 'Secret type',
    from: [secret('db', undefined, { type: 'Opaque' })],
    to: [secret('db', undefined, { type: 'kubernetes.io/basic-auth' })],
    told: 'RECREATE secret-type Secret z/db: the API server refuses to change the type of a Secret',
  },
  {
    row: 'Secret removed or renamed still referenced',
    from: [secret('db'), deployment('web', {}, template('web', 'web:1.0', withEnv('db')))],
    to: [secret('database'), deployment('web', {}, template('web', 'web:1.0', withEnv('db')))],
    told: "BLOCK secret-removed-in-use Secret z/db: renamed to Secret z/database: still named by Deployment z/web: their pods can't start at the next restart",
  },
  {
    row: 'Secret data of DB, broker, cookie changed',
    from: [secret('db'), statefulSet('db', {}, template('db', 'postgres:17.5', withEnv('db')))],
    to: [secret('db', { password: 'Yg==' }), statefulSet('db', {}, template('db', 'postgres:17.5', withEnv('db')))],
    told: 'BLOCK credentials-changed Secret z/db: StatefulSet z/db took the value over at its first start: the role or user keeps the old password, clients get the new one; another Erlang cookie splits the cluster',
  },
  {
    row: 'ConfigMap changed without hash or reload',
    from: [configMap('web', { 'web.conf': 'a' }), configured],
    to: [configMap('web', { 'web.conf': 'b' }), configured],
    told: 'WARN configuration-not-picked-up ConfigMap z/web: Deployment z/web runs with the old configuration until its pods restart',
  },
  {
    row: 'RoleBinding, ClusterRoleBinding roleRef',
    from: [binding('reader')],
    to: [binding('writer')],
    told: 'RECREATE role-reference RoleBinding z/reader: the API server refuses to change the role of a binding',
  },
  {
    row: 'ServiceAccount removed while referenced',
    from: [account, deployment('web', {}, template('web', 'web:1.0', {}, { serviceAccountName: 'web' }))],
    to: [deployment('web', {}, template('web', 'web:1.0', {}, { serviceAccountName: 'web' }))],
    told: 'BLOCK service-account-removed-in-use ServiceAccount z/web: removed: still used by Deployment z/web: new pods are rejected',
  },
  {
    row: 'CRD scope, names, removal of a stored version',
    from: [crd({})],
    to: [crd({ scope: 'Cluster' }, 'v2')],
    told: 'BLOCK crd-identity CustomResourceDefinition things.example.org: refused by the API server; made anew, all objects of the kind are deleted',
    also: [
      'BLOCK crd-version-removed CustomResourceDefinition things.example.org: refused by the API server while status.storedVersions names the version: objects stored in it could not be read',
    ],
  },
];
