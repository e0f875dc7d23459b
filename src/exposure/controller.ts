import { z } from 'zod';
import { dnsLabel } from '../environment';
import { namespaceNameLabel } from '../manifests/network';
import type { ForeignPeer } from '../topology';

const labels = () => z.record(z.string().min(1), z.string());

/** Where the pods of a controller are found, for network policies. */
export interface ControllerPods {
  readonly controllerNamespace?: string | undefined;
  readonly controllerNamespaceLabels?: Readonly<Record<string, string>> | undefined;
  readonly controllerPodLabels?: Readonly<Record<string, string>> | undefined;
}

/** Where the pods of a product are, if nobody says otherwise. */
export interface UsualPods {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * Settings that say where the pods of a controller are found.
 *
 * @param what the pods, for the documentation
 * @param usual where they are if a file does not say it
 * @param otherwise what else may say it, for the documentation
 */
export function controllerSettings(what: string, usual: UsualPods, otherwise = '') {
  return {
    controllerNamespace: dnsLabel()
      .optional()
      .describe(`Namespace of ${what}. Default: ${otherwise}${usual.namespace}.`),
    controllerNamespaceLabels: labels()
      .optional()
      .describe(
        'Labels that select that namespace in network policies. Default: kubernetes.io/metadata.name with its name.',
      ),
    controllerPodLabels: labels()
      .optional()
      .describe(
        `Labels that select the controller's pods in network policies; {} for all pods of the namespace. Default: ${otherwise}${JSON.stringify(usual.podLabels)}.`,
      ),
  };
}

/** Namespace of the controller's pods; undefined where only labels say which it is. */
export function controllerNamespace(chosen: ControllerPods, usual: UsualPods): string | undefined {
  return chosen.controllerNamespace ?? (chosen.controllerNamespaceLabels ? undefined : usual.namespace);
}

/** The controller's pods as one end of a connection. */
export function controllerPeer(chosen: ControllerPods, usual: UsualPods): ForeignPeer {
  const { controllerNamespace = usual.namespace, controllerNamespaceLabels } = chosen;
  const { controllerPodLabels = usual.podLabels } = chosen;
  return {
    kind: 'foreign',
    namespaceLabels: controllerNamespaceLabels ?? { [namespaceNameLabel]: controllerNamespace },
    ...(Object.keys(controllerPodLabels).length > 0 && { podLabels: controllerPodLabels }),
  };
}

/** Annotations that every object of an exposure gets. */
export function annotationSettings(what: string) {
  return labels().optional().describe(`Annotations of every ${what}. Default: none.`);
}
