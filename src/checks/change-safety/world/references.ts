import type { Manifest, ManifestSet } from '../../../manifests';
import { mapIn, mapsIn, type Plain, textIn } from '../semantic';
import { groupKind, type PodOwner } from './pods';

/** Kinds that others name. */
export type ReferencedKind =
  | 'Secret'
  | 'ConfigMap'
  | 'PersistentVolumeClaim'
  | 'ServiceAccount'
  | 'PriorityClass'
  | 'Service';

/** Who names which object: `usersOf('Secret', 'zamperla', 'db')`. */
export class References {
  private readonly users = new Map<string, Set<Manifest>>();

  constructor(set: ManifestSet, pods: readonly PodOwner[]) {
    for (const pod of pods) this.addPod(pod);
    for (const manifest of set) this.addOther(manifest);
  }

  /** The objects that name this one, in order of their files. */
  usersOf(kind: ReferencedKind, namespace: string, name: string): Manifest[] {
    return [...(this.users.get(`${kind}/${namespace}/${name}`) ?? [])];
  }

  private add(kind: ReferencedKind, namespace: string, name: unknown, user: Manifest): void {
    if (typeof name !== 'string' || name === '') return;
    const key = `${kind}/${namespace}/${name}`;
    const known = this.users.get(key);
    if (known === undefined) this.users.set(key, new Set([user]));
    else known.add(user);
  }

  private addPod({ manifest, namespace, spec, containers }: PodOwner): void {
    const add = (kind: ReferencedKind, name: unknown): void => this.add(kind, namespace, name, manifest);
    add('ServiceAccount', spec.serviceAccountName);
    this.add('PriorityClass', '', spec.priorityClassName, manifest);
    for (const secret of mapsIn(spec.imagePullSecrets)) add('Secret', secret.name);
    for (const volume of mapsIn(spec.volumes)) {
      add('Secret', mapIn(volume.secret).secretName);
      add('ConfigMap', mapIn(volume.configMap).name);
      add('PersistentVolumeClaim', mapIn(volume.persistentVolumeClaim).claimName);
      for (const source of mapsIn(mapIn(volume.projected).sources)) {
        add('Secret', mapIn(source.secret).name);
        add('ConfigMap', mapIn(source.configMap).name);
      }
    }
    for (const container of containers) {
      for (const source of mapsIn(container.envFrom)) {
        add('Secret', mapIn(source.secretRef).name);
        add('ConfigMap', mapIn(source.configMapRef).name);
      }
      for (const { valueFrom } of mapsIn(container.env)) {
        add('Secret', mapIn(mapIn(valueFrom).secretKeyRef).name);
        add('ConfigMap', mapIn(mapIn(valueFrom).configMapKeyRef).name);
      }
    }
  }

  private addOther(manifest: Manifest): void {
    const { object } = manifest;
    const namespace = object.metadata.namespace ?? '';
    const spec = mapIn(object.spec);
    switch (groupKind(object)) {
      case 'networking.k8s.io/Ingress':
        for (const tls of mapsIn(spec.tls)) this.add('Secret', namespace, tls.secretName, manifest);
        for (const service of backendsOf(spec)) this.add('Service', namespace, service, manifest);
        break;
      case 'apps/StatefulSet':
        this.add('Service', namespace, spec.serviceName, manifest);
        break;
      case 'keda.sh/TriggerAuthentication':
        for (const reference of mapsIn(spec.secretTargetRef)) this.add('Secret', namespace, reference.name, manifest);
        break;
      case 'rbac.authorization.k8s.io/RoleBinding':
      case 'rbac.authorization.k8s.io/ClusterRoleBinding':
        break; // a binding to a missing account harms nobody
      default:
    }
  }
}

function backendsOf(spec: Plain): string[] {
  const paths = mapsIn(spec.rules).flatMap((rule) => mapsIn(mapIn(rule.http).paths));
  return [spec.defaultBackend, ...paths.map((path) => path.backend)].map((backend) =>
    textIn(mapIn(mapIn(backend).service).name),
  );
}

/** Finds who calls a Service by its name: in plain env values, arguments and ConfigMaps of the set. */
export function callersOf(set: ManifestSet, pods: readonly PodOwner[], namespace: string, name: string): Manifest[] {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const isHost = new RegExp(`(^|//|@|[\\s"'=,])${escaped}(\\.${namespace}(\\.svc[a-z.]*)?)?([:/\\s"',]|$)`);
  const qualified = new RegExp(`(^|//|@|[\\s"'=,.])${escaped}\\.${namespace}(\\.svc|[:/\\s"',]|$)`);
  const found: Manifest[] = [];
  for (const pod of pods) {
    const pattern = pod.namespace === namespace ? isHost : qualified;
    const texts = pod.containers.flatMap((container) => [
      ...mapsIn(container.env).map((env) => textIn(env.value)),
      ...[container.command, container.args].flatMap((list) => (Array.isArray(list) ? list.map(textIn) : [])),
    ]);
    if (texts.some((text) => pattern.test(text))) found.push(pod.manifest);
  }
  for (const manifest of set) {
    if (groupKind(manifest.object) !== '/ConfigMap') continue;
    const pattern = manifest.object.metadata.namespace === namespace ? isHost : qualified;
    if (Object.values(mapIn(manifest.object.data)).some((text) => pattern.test(textIn(text)))) found.push(manifest);
  }
  return found;
}
