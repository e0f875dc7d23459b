import type { Manifest, ManifestSet } from '../../../manifests';
import { mapIn, textIn } from '../semantic';
import { Broker } from './broker';
import { Network } from './network';
import { groupKind, type PodOwner, podOwnerOf } from './pods';
import { callersOf, type ReferencedKind, References } from './references';

/** One side of a comparison, with what rules ask about it; each answer is worked out once, when first asked. */
export class World {
  private knownPods: readonly PodOwner[] | undefined;
  private knownNamespaces: Map<string, PodOwner[]> | undefined;
  private knownReferences: References | undefined;
  private knownBroker: Broker | undefined;
  private knownSecrets: Set<string> | undefined;
  private knownNetwork: Network | undefined;
  private readonly byGroupKind = new Map<string, Manifest[]>();

  constructor(readonly set: ManifestSet) {
    for (const manifest of set) {
      const key = groupKind(manifest.object);
      const known = this.byGroupKind.get(key);
      if (known === undefined) this.byGroupKind.set(key, [manifest]);
      else known.push(manifest);
    }
  }

  /** Objects of a group and kind: `of('apps/StatefulSet')`, `of('/Service')`. */
  of(kind: string): readonly Manifest[] {
    return this.byGroupKind.get(kind) ?? [];
  }

  get pods(): readonly PodOwner[] {
    this.knownPods ??= this.set.manifests.flatMap((manifest) => podOwnerOf(manifest) ?? []);
    return this.knownPods;
  }

  /** Pods by their namespace. */
  podsIn(namespace: string): readonly PodOwner[] {
    return this.namespaces.get(namespace) ?? [];
  }

  /** Every namespace that has pods, with its pods. */
  get namespaces(): ReadonlyMap<string, readonly PodOwner[]> {
    if (this.knownNamespaces === undefined) {
      this.knownNamespaces = new Map();
      for (const pod of this.pods) {
        const known = this.knownNamespaces.get(pod.namespace);
        if (known === undefined) this.knownNamespaces.set(pod.namespace, [pod]);
        else known.push(pod);
      }
    }
    return this.knownNamespaces;
  }

  get references(): References {
    this.knownReferences ??= new References(this.set, this.pods);
    return this.knownReferences;
  }

  get broker(): Broker {
    this.knownBroker ??= new Broker(this.set);
    return this.knownBroker;
  }

  get network(): Network {
    this.knownNetwork ??= new Network(this.set);
    return this.knownNetwork;
  }

  /** The objects that name another one of their namespace (or a cluster-scoped one with `namespace` empty). */
  usersOf(kind: ReferencedKind, namespace: string, name: string): Manifest[] {
    const users = this.references.usersOf(kind, namespace, name);
    if (kind !== 'Service') return users;
    return [...new Set([...users, ...callersOf(this.set, this.pods, namespace, name)])];
  }

  /** The pods that name an object. */
  podsUsing(kind: ReferencedKind, namespace: string, name: string): PodOwner[] {
    return this.references.usersOf(kind, namespace, name).flatMap((user) => podOwnerOf(user) ?? []);
  }

  /** Whether something in the set makes this Secret: the object itself or one that an operator turns into it. */
  makesSecret(namespace: string, name: string): boolean {
    this.knownSecrets ??= new Set(
      SECRET_MAKERS.flatMap((kind) => this.of(kind)).map(
        (maker) => `${maker.object.metadata.namespace ?? ''}/${secretMadeBy(maker)}`,
      ),
    );
    return this.knownSecrets.has(`${namespace}/${name}`);
  }
}

/** Kinds from which a Secret comes. */
export const SECRET_MAKERS = [
  '/Secret',
  'bitnami.com/SealedSecret',
  'external-secrets.io/ExternalSecret',
  'cert-manager.io/Certificate',
];

/** Name of the Secret that an object is or becomes. */
export function secretMadeBy({ object }: Manifest): string {
  const spec = mapIn(object.spec);
  if (object.kind === 'ExternalSecret') return textIn(mapIn(spec.target).name) || object.metadata.name;
  if (object.kind === 'Certificate') return textIn(spec.secretName);
  return object.metadata.name;
}
