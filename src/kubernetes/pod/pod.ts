import { Duration } from 'cdk8s';
import { annotations as annotationKeys } from '../labels';
import { contentHash, labelNameProblem } from '../names';
import { Container, type ContainerProps } from './container';
import type { PodOptions } from './pod-options';
import { Volume } from './volume';

/** User and groups that the processes of a pod run as; numbers, because the kubelet can't check names. */
export interface PodUser {
  /** User id; 0, root's, only where a kind of tier says so itself. */
  readonly uid: number;
  /** Group id. */
  readonly gid: number;
  /** Group that owns the volumes. @default - the group id */
  readonly fsGroup?: number;
}

/** Containers, volumes and security of a {@link Pod}. */
export interface PodProps extends PodOptions {
  /** Labels of the pods, the selector's among them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly user: PodUser;
  readonly serviceAccountName: string;
  /** Whether the pod talks to the API server. @default false */
  readonly mountServiceAccountToken?: boolean;
  /** Secrets with the logins to private registries, by name. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How one kind of controller runs the pod. */
export interface PodVariant {
  /** @default Always */
  readonly restartPolicy?: 'Always' | 'Never' | 'OnFailure';
  /** Limit for one attempt of a Job's pod. @default - none */
  readonly activeDeadline?: Duration;
  /** Whether the pod sees the processes of its node. @default false */
  readonly hostProcesses?: boolean | undefined;
  /** Labels to spread the pods by, over nodes. @default - not spread */
  readonly spread?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly hard?: boolean;
    readonly perRevision?: boolean;
  };
}

/** What Kubernetes takes where a pod says nothing. */
const defaultGracePeriod = Duration.seconds(30);

/**
 * The one pod template, for Deployment, StatefulSet, Job, CronJob and ScaledJob: the restricted pod security profile,
 * no API token, no service links, and a hash of the configuration that a restart is needed for.
 */
export class Pod {
  private readonly containerList: Container[] = [];
  private readonly initContainerList: Container[] = [];
  private readonly volumeByName = new Map<string, Volume>();

  private readonly pullSecretNames: Set<string>;

  constructor(private readonly props: PodProps) {
    this.pullSecretNames = new Set(props.imagePullSecrets);
  }

  /** Time between the stop signal and the kill. */
  get terminationGracePeriod(): Duration {
    return this.props.terminationGracePeriod ?? defaultGracePeriod;
  }

  /** Labels of the pods. */
  get labels(): Readonly<Record<string, string>> {
    return { ...this.props.labels };
  }

  get containers(): readonly Container[] {
    return [...this.containerList];
  }

  get initContainers(): readonly Container[] {
    return [...this.initContainerList];
  }

  addContainer(props: ContainerProps): Container {
    return this.register(this.containerList, props);
  }

  /** Adds a container that runs to its end before the others start. @param place among the init containers; after all others unless given */
  addInitContainer(props: ContainerProps, place = this.initContainerList.length): Container {
    return this.register(this.initContainerList, props, place);
  }

  /** Adds a Secret with the login to a private registry; the same one twice is one. */
  addImagePullSecret(name: string): void {
    this.pullSecretNames.add(name);
  }

  /** Adds a volume; the same one twice is one. @throws if another volume has the name */
  addVolume(volume: Volume): Volume {
    const wrong = labelNameProblem(volume.name);
    if (wrong) throw new Error(`the pod has a volume with an impossible name: ${wrong}`);
    const known = this.volumeByName.get(volume.name);
    if (known && known !== volume)
      throw new Error(`two volumes of the pod are named '${volume.name}', rename one of them`);
    this.volumeByName.set(volume.name, volume);
    return volume;
  }

  /** The `template` field: metadata and spec. */
  toTemplate(variant: PodVariant = {}) {
    for (const container of [...this.initContainerList, ...this.containerList]) {
      for (const mount of container.mounts) if (mount.volume instanceof Volume) this.addVolume(mount.volume);
    }
    const { props } = this;
    const { uid, gid, fsGroup = gid } = props.user;
    const volumes = [...this.volumeByName.values()];
    const hashes = volumes.flatMap((volume) => (volume.restartsOn ? [volume.restartsOn.hash] : []));
    const annotations = {
      ...props.annotations,
      ...(hashes.length > 0 && {
        [annotationKeys.configHash]: hashes.length === 1 ? hashes[0] : contentHash(hashes.join()),
      }),
    };
    return {
      metadata: { labels: this.labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
      spec: {
        serviceAccountName: props.serviceAccountName,
        automountServiceAccountToken: props.mountServiceAccountToken ?? false,
        enableServiceLinks: false,
        hostPID: variant.hostProcesses ? true : undefined,
        imagePullSecrets: filled([...this.pullSecretNames])?.map((name) => ({ name })),
        priorityClassName: props.priority?.name,
        restartPolicy: variant.restartPolicy,
        activeDeadlineSeconds: variant.activeDeadline?.toSeconds(),
        terminationGracePeriodSeconds: props.terminationGracePeriod?.toSeconds(),
        securityContext: {
          runAsNonRoot: uid !== 0,
          runAsUser: uid,
          runAsGroup: gid,
          fsGroup,
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        nodeSelector: props.nodeSelector && { ...props.nodeSelector },
        tolerations: filled(props.tolerations),
        affinity: props.affinity,
        hostAliases: filled(props.hostAliases)?.map(({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] })),
        topologySpreadConstraints: variant.spread && [toSpread(variant.spread)],
        initContainers: this.initContainerList.length > 0 ? this.initContainerList.map((c) => c.toSpec()) : undefined,
        containers: this.containerList.map((container) => container.toSpec()),
        volumes: volumes.length > 0 ? volumes.map((volume) => volume.toSpec()) : undefined,
      },
    };
  }

  private register(list: Container[], props: ContainerProps, place = list.length): Container {
    if ([...this.containerList, ...this.initContainerList].some(({ name }) => name === props.name)) {
      throw new Error(`two containers of the pod are named '${props.name}', rename one of them`);
    }
    const container = new Container(props);
    list.splice(place, 0, container);
    return container;
  }
}

/** A copy of a list, `undefined` where it is empty. */
function filled<T>(list: readonly T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? [...list] : undefined;
}

function toSpread({ labels, hard, perRevision }: NonNullable<PodVariant['spread']>) {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: hard ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...labels } },
    ...(perRevision && { matchLabelKeys: ['pod-template-hash'] }),
  };
}
