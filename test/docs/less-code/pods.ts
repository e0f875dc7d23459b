import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** What the containers of all pods have. */
export const containerDefaults = {
  imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
  resources: {
    cpu: { request: kplus.Cpu.millis(100) },
    memory: { request: Size.mebibytes(256), limit: Size.mebibytes(256) },
  },
  securityContext: { capabilities: { drop: [kplus.Capability.ALL] } },
};

/** What all workloads have. */
export function workloadDefaults(scope: Construct, name: string, user: number, graceSeconds: number) {
  return {
    metadata: { name },
    minReady: Duration.seconds(5),
    serviceAccount: new kplus.ServiceAccount(scope, 'account', { metadata: { name }, automountToken: false }),
    automountServiceAccountToken: false,
    terminationGracePeriod: Duration.seconds(graceSeconds),
    securityContext: {
      user,
      group: user,
      fsGroup: user,
      fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
    },
  };
}

export function timing(periodSeconds: number, failureThreshold: number) {
  return {
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  };
}

/** Fields that no property stands for. */
export function patch(construct: Construct, fields: Readonly<Record<string, unknown>>): void {
  ApiObject.of(construct).addJsonPatch(...Object.entries(fields).map(([path, value]) => JsonPatch.add(path, value)));
}

/** Of every workload. */
export function patchWorkload(workload: kplus.Workload): void {
  patch(workload, {
    '/spec/revisionHistoryLimit': 3,
    '/spec/template/spec/enableServiceLinks': false,
    '/spec/template/spec/securityContext/seccompProfile': { type: 'RuntimeDefault' },
  });
}

/** A folder that is lost with the pod. */
export function scratch(
  scope: Construct,
  container: kplus.Container,
  name: string,
  path: string,
  options: kplus.EmptyDirVolumeOptions = { sizeLimit: Size.gibibytes(1) },
): void {
  container.mount(path, kplus.Volume.fromEmptyDir(scope, `${name}-volume`, name, options));
}
