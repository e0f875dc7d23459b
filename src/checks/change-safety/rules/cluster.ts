import { fields, mapsIn, textIn } from '../../../manifests/fields';
import type { Circumstances, FieldCircumstances, FieldRule, RemovalRule } from '../rule';
import { namesOf, namespaceOf, usersOf } from './users';
import { listed } from './words';

const CRD = ['apiextensions.k8s.io/CustomResourceDefinition'];
const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'];
const LEVELS = ['privileged', 'baseline', 'restricted'];
const ENFORCE = 'pod-security.kubernetes.io/enforce';

function versionNames(object: FieldCircumstances['old']): string[] {
  return mapsIn(fields(object.spec).versions).flatMap((version) =>
    version.storage === true || version.served === true ? [textIn(version.name)] : [],
  );
}

function level(object: FieldCircumstances['old']): number {
  return Math.max(0, LEVELS.indexOf(object.metadata.labels?.[ENFORCE] ?? 'privileged'));
}

function accountUsers({ old, after }: Circumstances): string[] {
  return namesOf(usersOf(after, 'ServiceAccount', namespaceOf(old), old.metadata.name));
}

function classUsers({ old, after }: Circumstances): string[] {
  return namesOf(usersOf(after, 'PriorityClass', '', old.metadata.name));
}

export const clusterRemovals: readonly RemovalRule[] = [
  {
    id: 'namespace-removed',
    kinds: ['/Namespace'],
    verdict: 'BLOCK',
    consequence: 'everything in the namespace is deleted with it, claims and data too',
    procedure: 'move each tier with its data first, verify, then delete the empty namespace by hand',
  },
  {
    id: 'crd-removed',
    kinds: CRD,
    verdict: 'BLOCK',
    consequence: ({ old }) =>
      `every ${textIn(fields(fields(old.spec).names).kind)} in the cluster is deleted with it, and what they own after them`,
    procedure: 'keep the definition with Prune=false and Delete=false; remove it by hand when no object of it is left',
  },
  {
    id: 'service-account-removed-in-use',
    kinds: ['/ServiceAccount'],
    when: (given) => accountUsers(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) => `still used by ${listed(accountUsers(given))}: new pods are rejected`,
    procedure: 'move the pods to another account first, wait for the rollout, then remove it',
  },
  {
    id: 'priority-class-removed-in-use',
    kinds: ['scheduling.k8s.io/PriorityClass'],
    when: (given) => classUsers(given).length > 0,
    verdict: 'BLOCK',
    consequence: (given) => `still used by ${listed(classUsers(given))}: new pods are rejected`,
    procedure: 'move the pods to another class first, wait for the rollout, then remove it',
  },
];

export const clusterRules: readonly FieldRule[] = [
  {
    id: 'crd-identity',
    kinds: CRD,
    fields: ['spec.scope', 'spec.names', 'spec.group'],
    verdict: 'BLOCK',
    consequence: 'refused by the API server; made anew, all objects of the kind are deleted',
    procedure: 'define a new kind under another name and move the objects over',
  },
  {
    id: 'crd-version-removed',
    kinds: CRD,
    fields: ['spec.versions'],
    when: ({ old, now }) => versionNames(old).some((name) => !versionNames(now).includes(name)),
    verdict: 'BLOCK',
    consequence:
      'refused by the API server while status.storedVersions names the version: objects stored in it could not be read',
    procedure:
      'serve both versions, rewrite every object, take the old one out of status.storedVersions, then remove it',
  },
  {
    id: 'role-reference',
    kinds: BINDINGS,
    fields: ['roleRef'],
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change the role of a binding',
    procedure: 'add a binding under a new name, then remove the old one',
  },
  {
    id: 'priority-class-immutable',
    kinds: ['scheduling.k8s.io/PriorityClass'],
    fields: ['value', 'preemptionPolicy'],
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change the value of a PriorityClass',
    procedure: 'add a class under a new name, move the pods to it, then remove the old one',
  },
  {
    id: 'pod-security-tightened',
    kinds: ['/Namespace'],
    fields: [
      ['metadata', 'labels', ENFORCE],
      ['metadata', 'labels', `${ENFORCE}-version`],
    ],
    when: ({ old, now, field }) => level(now) > level(old) || field.path.at(-1) === `${ENFORCE}-version`,
    verdict: 'WARN',
    consequence: 'pods that do not fit are rejected, but only when they restart: nothing is seen until then',
    procedure: 'set warn and audit to the new level first, mend what they show, then enforce it',
  },
];
