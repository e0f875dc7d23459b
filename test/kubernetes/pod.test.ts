import { Duration, Size } from 'cdk8s';
import {
  Container,
  type ContainerProps,
  Cpu,
  type Mount,
  Pod,
  type PodProps,
  type PodVariant,
  Probe,
  priorities,
  Volume,
} from '../../src/kubernetes';
import { describeEveryProp, small } from '../fixtures';

const podProps: PodProps = {
  labels: { app: 'shop', tier: 'web' },
  user: { uid: 10001, gid: 10002 },
  priority: priorities.alwaysUp,
  serviceAccountName: 'web',
};
const template = (props: Partial<PodProps> = {}, variant?: PodVariant) => {
  const pod = new Pod({ ...podProps, ...props });
  pod.addContainer({ name: 'web', image: 'web:1.0', resources: small });
  return JSON.parse(JSON.stringify(pod.toTemplate(variant)));
};
const container = (props: Partial<ContainerProps> = {}) =>
  JSON.parse(JSON.stringify(new Container({ name: 'web', image: 'web:1.0', resources: small, ...props }).toSpec()));

describe('a pod template', () => {
  test('is restricted, and has nothing that it does not need', () => {
    expect(template()).toMatchSnapshot('template');
  });

  test('gives init containers the same security as others', () => {
    const pod = new Pod(podProps);
    pod.addInitContainer({ name: 'first', image: 'web:1.0', resources: small });
    pod.addContainer({ name: 'web', image: 'web:1.0', resources: small });
    const { spec } = pod.toTemplate();
    expect(spec.initContainers![0]!.securityContext).toEqual(spec.containers[0]!.securityContext);
  });

  test('can be made twice, with the same result', () => {
    const pod = new Pod(podProps);
    pod.addContainer({
      name: 'web',
      image: 'web:1.0',
      resources: small,
      mounts: [{ volume: Volume.scratch('tmp'), path: '/tmp' }],
    });
    expect(pod.toTemplate()).toEqual(pod.toTemplate());
  });

  test('gives out copies, not itself', () => {
    const pod = new Pod(podProps);
    pod.addContainer({ name: 'web', image: 'web:1.0', resources: small });
    (pod.labels as Record<string, string>).app = 'changed';
    (pod.containers as Container[]).pop();
    expect(pod.toTemplate().metadata.labels).toEqual({ app: 'shop', tier: 'web' });
    expect(pod.containers).toHaveLength(1);
  });
});

describeEveryProp('PodProps', {
  labels: [() => template({ labels: { a: 'b' } }).metadata.labels, { a: 'b' }],
  user: [
    () => template({ user: { uid: 5, gid: 6, fsGroup: 7 } }).spec.securityContext,
    expect.objectContaining({ runAsUser: 5, runAsGroup: 6, fsGroup: 7 }),
  ],
  priority: [() => template({ priority: priorities.mid }).spec.priorityClassName, 'mid-priority'],
  serviceAccountName: [() => template({ serviceAccountName: 'other' }).spec.serviceAccountName, 'other'],
  mountServiceAccountToken: [
    () => template({ mountServiceAccountToken: true }).spec.automountServiceAccountToken,
    true,
  ],
  terminationGracePeriod: [
    () => template({ terminationGracePeriod: Duration.minutes(1) }).spec.terminationGracePeriodSeconds,
    60,
  ],
  annotations: [() => template({ annotations: { a: 'b' } }).metadata.annotations, { a: 'b' }],
  imagePullSecrets: [() => template({ imagePullSecrets: ['registry'] }).spec.imagePullSecrets, [{ name: 'registry' }]],
  nodeSelector: [() => template({ nodeSelector: { disk: 'ssd' } }).spec.nodeSelector, { disk: 'ssd' }],
  tolerations: [
    () => template({ tolerations: [{ key: 'gpu', operator: 'Exists' }] }).spec.tolerations,
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  affinity: [() => template({ affinity: { podAffinity: {} } }).spec.affinity, { podAffinity: {} }],
  hostAliases: [
    () => template({ hostAliases: [{ ip: '192.0.2.1', hostnames: ['a'] }] }).spec.hostAliases,
    [{ ip: '192.0.2.1', hostnames: ['a'] }],
  ],
});

test('a pod says nothing of lists that are empty', () => {
  const { spec } = template({ imagePullSecrets: [], tolerations: [], hostAliases: [] });
  expect([spec.imagePullSecrets, spec.tolerations, spec.hostAliases]).toEqual([undefined, undefined, undefined]);
});

describeEveryProp('PodVariant', {
  hostProcesses: [() => template({}, { hostProcesses: true }).spec.hostPID, true],
  restartPolicy: [() => template({}, { restartPolicy: 'Never' }).spec.restartPolicy, 'Never'],
  activeDeadline: [() => template({}, { activeDeadline: Duration.hours(1) }).spec.activeDeadlineSeconds, 3600],
  spread: [
    () => template({}, { spread: { labels: { a: 'b' }, hard: true } }).spec.topologySpreadConstraints,
    [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { a: 'b' } },
      },
    ],
  ],
});

const probe = Probe.tcp({ port: 80 });
const probed = { tcpSocket: { port: 80 }, timeoutSeconds: 5 };
describeEveryProp('ContainerProps', {
  name: [() => container({ name: 'other' }).name, 'other'],
  image: [() => container({ image: 'web:2.0' }).image, 'web:2.0'],
  resources: [
    () => container({ resources: { cpu: Cpu.units(1), memory: Size.gibibytes(1), cpuLimit: Cpu.units(2) } }).resources,
    { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
  ],
  command: [() => container({ command: ['a', 'b'] }).command, ['a', 'b']],
  args: [() => container({ args: ['c'] }).args, ['c']],
  workingDir: [() => container({ workingDir: '/srv' }).workingDir, '/srv'],
  env: [() => container({ env: { A: 'b' } }).env, [{ name: 'A', value: 'b' }]],
  ports: [
    () => container({ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] }).ports,
    [{ name: 'dns', containerPort: 53, protocol: 'UDP' }],
  ],
  mounts: [
    () => container({ mounts: [{ volume: 'data', path: '/data', subPath: 'x', readOnly: true }] }).volumeMounts,
    [{ name: 'data', mountPath: '/data', subPath: 'x', readOnly: true }],
  ],
  readiness: [
    () => container({ readiness: probe }).readinessProbe,
    { ...probed, periodSeconds: 10, failureThreshold: 3 },
  ],
  liveness: [() => container({ liveness: probe }).livenessProbe, { ...probed, periodSeconds: 20, failureThreshold: 6 }],
  startup: [() => container({ startup: probe }).startupProbe, { ...probed, periodSeconds: 5, failureThreshold: 24 }],
  stopDelay: [() => container({ stopDelay: Duration.seconds(7) }).lifecycle, { preStop: { sleep: { seconds: 7 } } }],
  preStop: [() => container({ preStop: ['drain'] }).lifecycle, { preStop: { exec: { command: ['drain'] } } }],
  sidecar: [() => container({ sidecar: true }).restartPolicy, 'Always'],
  readOnlyRootFilesystem: [
    () => container({ readOnlyRootFilesystem: false }).securityContext.readOnlyRootFilesystem,
    false,
  ],
});

describe('a volume', () => {
  const key = (secretName: string, name: string) => ({ namespace: 'shop', secretName, key: name });

  test.each([
    [
      'of Secrets joins the keys of each',
      Volume.secrets('s', { a: key('x', '1'), b: key('y', '2'), c: key('x', '3') }),
      {
        name: 's',
        projected: {
          sources: [
            {
              secret: {
                name: 'x',
                items: [
                  { key: '1', path: 'a' },
                  { key: '3', path: 'c' },
                ],
              },
            },
            { secret: { name: 'y', items: [{ key: '2', path: 'b' }] } },
          ],
          defaultMode: 0o440,
        },
      },
    ],
    ['of scratch space', Volume.scratch('tmp'), { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
    [
      'of scratch space of a size',
      Volume.scratch('tmp', { limit: Size.gibibytes(20) }),
      { name: 'tmp', emptyDir: { sizeLimit: '20Gi' } },
    ],
    [
      'in memory, which the container bounds',
      Volume.scratch('run', { memory: true }),
      { name: 'run', emptyDir: { medium: 'Memory' } },
    ],
    [
      'of memory',
      Volume.scratch('shm', { memory: true, limit: Size.mebibytes(64) }),
      {
        name: 'shm',
        emptyDir: { medium: 'Memory', sizeLimit: '64Mi' },
      },
    ],
    [
      'of a claim',
      Volume.claim('data', { claimName: 'db-data' }),
      { name: 'data', persistentVolumeClaim: { claimName: 'db-data' } },
    ],
    ['of anything else', Volume.of('token', () => ({ csi: { driver: 'x' } })), { name: 'token', csi: { driver: 'x' } }],
  ])('%s', (_, volume, expected) => {
    expect(volume.toSpec()).toEqual(expected);
  });
});

describe('a pod is refused', () => {
  const pod = () => new Pod(podProps);
  const web: ContainerProps = { name: 'web', image: 'web:1.0', resources: small };
  const mounted = (...mounts: Mount[]) => {
    const found = new Container({ ...web, mounts: [mounts[0]!] });
    for (const mount of mounts.slice(1)) found.addMount(mount);
    return found.mounts;
  };

  test.each<[string, () => unknown, string]>([
    [
      'with two containers of one name',
      () => {
        const found = pod();
        found.addInitContainer(web);
        found.addContainer(web);
      },
      "two containers of the pod are named 'web', rename one of them",
    ],
    [
      'with two volumes of one name',
      () => {
        const found = pod();
        found.addVolume(Volume.scratch('a'));
        found.addVolume(Volume.scratch('a'));
      },
      "two volumes of the pod are named 'a', rename one of them",
    ],
    [
      'with a volume of an impossible name',
      () => pod().addVolume(Volume.scratch('a.b')),
      "the pod has a volume with an impossible name: name 'a.b' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
    [
      'with two volumes at one path',
      () => mounted({ volume: 'a', path: '/x' }, { volume: 'b', path: '/x' }),
      "two volumes are mounted at '/x', choose another path for one of them",
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(new Error(message));
  });

  test('not for the same volume or mount twice', () => {
    const volume = Volume.scratch('a');
    const found = pod();
    found.addVolume(volume);
    found.addVolume(volume);
    expect(found.toTemplate().spec.volumes).toHaveLength(1);
    expect(mounted({ volume, path: '/x' }, { volume, path: '/x' })).toHaveLength(1);
  });
});
