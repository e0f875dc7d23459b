import type { Construct } from 'constructs';
import { type Application, ComponentConstruct, type EnvironmentNamespace } from '../system';
import type { PodPeer } from '../topology';

const known = new WeakMap<EnvironmentNamespace, Map<string, OtherPods>>();

/** Pods that no tier stands for, because a controller starts them: they get a policy of their own, once in a namespace. */
export class OtherPods extends ComponentConstruct {
  /** The ones of an Application's namespace; made when they are first asked for. */
  static in(application: Application, name: string, podLabels: PodPeer['podLabels']): OtherPods {
    const { namespaceObjects } = application;
    const byName = known.get(namespaceObjects) ?? new Map<string, OtherPods>();
    known.set(namespaceObjects, byName);
    const pods = byName.get(name) ?? new OtherPods(application, name, podLabels);
    byName.set(name, pods);
    return pods;
  }

  private constructor(scope: Construct, id: string, podLabels: PodPeer['podLabels']) {
    super(scope, id, { podLabels: () => ({ ...podLabels }) });
  }

  /** The pods, as policies select them. */
  get pods(): PodPeer {
    return this.component.pods!;
  }
}
