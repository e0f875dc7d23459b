import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';
import { type Environment, type StoragePurpose, storageClassFor } from '../environment';
import { formatSize, KubeObject, keepAlways, labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';
import { Application, EnvironmentRoot, System } from '../system';

/** How pods of several nodes may mount a volume. */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteMany';

/** What a claim asks for. */
export interface ClaimSpec {
  /** Name of the PersistentVolumeClaim. */
  readonly claimName: string;
  readonly size: Size;
  readonly purpose: StoragePurpose;
  readonly accessMode: AccessMode;
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the static PersistentVolume, without the owner's prefix. @default - the claim's name */
  readonly volumeName?: string;
  /** Folder of the static volume, below the environment's root and the system's own folder. @default - the claim's name */
  readonly folder?: string;
}

/** Whether claims are written out together with their volumes. */
export function isStatic(environment: Environment): boolean {
  return environment.storage.mode === 'static';
}

/** Says at once what is wrong with a claim's name and purpose. */
export function checkClaim(scope: Construct, { claimName, purpose, accessMode }: ClaimSpec): void {
  const { environment, storagePurposes, requirements } = EnvironmentRoot.of(scope);
  for (const problem of [labelNameProblem(claimName), labelNameProblem(purpose)]) {
    if (problem) throw ProblemsError.at(scope.node.path, problem);
  }
  const name = storageClassFor(environment, purpose);
  storagePurposes.add(purpose);
  if (isStatic(environment)) return;
  const able = accessMode === 'ReadWriteMany' ? ' of a provisioner that offers ReadWriteMany' : '';
  requirements.add(scope, {
    kind: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    name,
    why: 'claims of it stay Pending, and the pods that mount them',
    mend: `make the class${able}, or name one of the cluster's in storage.classes`,
  });
}

/** `spec` of a claim, or of a claim template. */
export function claimSpec(environment: Environment, claim: ClaimSpec, volumeName?: string) {
  return {
    accessModes: [claim.accessMode],
    resources: { requests: { storage: formatSize(claim.size) } },
    storageClassName: storageClassFor(environment, claim.purpose),
    volumeMode: 'Filesystem',
    ...(volumeName && { volumeName }),
  } satisfies NonNullable<IPersistentVolumeClaim['spec']>;
}

/** An item of `volumeClaimTemplates`, written as the server stores it: it adds version, kind and mode. */
export function claimTemplate(environment: Environment, name: string, claim: ClaimSpec) {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: claimSpec(environment, claim) };
}

/** What happens to the claims of templates when their pods go; in a static environment they stay, as Kubernetes keeps them. */
export function retentionIn({ storage }: Environment) {
  return storage.mode === 'dynamic' ? { whenDeleted: storage.reclaim, whenScaled: storage.reclaim } : undefined;
}

/** Emits the claim, the default child of the construct that it is made for, and in a static environment its volume: a folder of the one node. */
export function createClaim(scope: Construct, claim: ClaimSpec): void {
  const { environment } = EnvironmentRoot.of(scope);
  checkClaim(scope, claim);
  const volumeName = isStatic(environment) ? createVolume(scope, claim) : undefined;
  scope.node.defaultChild = new KubeObject(
    scope,
    'claim',
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: claim.claimName,
      labels: claim.labels,
      annotations: keepAlways,
    },
    () => ({ spec: claimSpec(environment, claim, volumeName) }),
  );
}

/** Emits the volume of a claim in a static environment, and gives its name. @throws if the folder is no relative path */
export function createVolume(scope: Construct, claim: ClaimSpec): string {
  const { environment } = EnvironmentRoot.of(scope);
  const { storage } = environment;
  if (storage.mode !== 'static')
    throw ProblemsError.at(scope.node.path, 'static volumes belong to a static environment only');
  const { folder = claim.claimName } = claim;
  if (!folder.split('/').every((part) => /^[\w.-]+$/.test(part) && part !== '.' && part !== '..')) {
    throw ProblemsError.at(
      scope.node.path,
      `folder '${folder}' of a static volume is not possible, give a relative path without '.' and '..'`,
    );
  }
  const system = System.of(scope);
  const name = `${system.name}-${claim.volumeName ?? claim.claimName}`;
  const namespace = Application.containing(scope).destination;
  new KubeObject(
    scope,
    'volume',
    { apiVersion: 'v1', kind: 'PersistentVolume', name, labels: claim.labels, annotations: keepAlways },
    () => ({
      spec: {
        accessModes: [claim.accessMode],
        capacity: { storage: formatSize(claim.size) },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim.claimName },
        local: { path: `${storage.root}/${system.app}/${folder}` },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [storage.node] }] },
            ],
          },
        },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: storage.class,
        volumeMode: 'Filesystem',
      } satisfies NonNullable<IPersistentVolume['spec']>,
    }),
  );
  return name;
}
