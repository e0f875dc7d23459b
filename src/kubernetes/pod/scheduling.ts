// Lists are as Kubernetes' own types have them: what is given here goes into a pod's spec as it stands.

/** Taints that don't keep a pod away from their nodes. Source: Kubernetes API, Toleration. */
export interface Toleration {
  /** Key of the taint. @default - any, with `Exists` */
  readonly key?: string;
  /** `Equal`, `Exists`, or what newer versions know. @default Equal */
  readonly operator?: string;
  /** Value of the taint, with `Equal`. @default - none */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. @default - all of them */
  readonly effect?: string;
  /** Seconds until the pod has to go all the same, with `NoExecute`. @default - never */
  readonly tolerationSeconds?: number;
}

/** A condition on a label. Source: Kubernetes API, NodeSelectorRequirement and LabelSelectorRequirement. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`; of nodes also `Gt` and `Lt`. */
  readonly operator: string;
  /** Values to compare with. @default - none, with `Exists` and `DoesNotExist` */
  readonly values?: string[];
}

/** Objects by their labels. Source: Kubernetes API, LabelSelector. */
export interface LabelSelector {
  /** Labels that they have. @default - any */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Conditions on their labels, all of which hold. @default - none */
  readonly matchExpressions?: LabelRequirement[];
}

/** Nodes that fit. Source: Kubernetes API, NodeSelectorTerm. */
export interface NodeTerm {
  /** Conditions on labels of the node, all of which hold. @default - none */
  readonly matchExpressions?: LabelRequirement[];
  /** Conditions on fields of the node: `metadata.name`. @default - none */
  readonly matchFields?: LabelRequirement[];
}

/** Neighbours, and what counts as the same place. Source: Kubernetes API, PodAffinityTerm. */
export interface PodTerm {
  /** Label of nodes: what has one value of it is one place, `kubernetes.io/hostname`, `topology.kubernetes.io/zone`. */
  readonly topologyKey: string;
  /** The neighbours. @default - no pod */
  readonly labelSelector?: LabelSelector;
  /** Keys whose values have to be those of the pod. @default - none */
  readonly matchLabelKeys?: string[];
  /** Keys whose values have to differ from those of the pod. @default - none */
  readonly mismatchLabelKeys?: string[];
  /** Namespaces of the neighbours. @default - the pod's own */
  readonly namespaces?: string[];
  /** Namespaces of the neighbours by their labels, beside those that are named. @default - none */
  readonly namespaceSelector?: LabelSelector;
}

/** Nodes by weight. Source: Kubernetes API, PreferredSchedulingTerm. */
export interface WeightedNodes {
  /** From 1 to 100. */
  readonly weight: number;
  readonly preference: NodeTerm;
}

/** Neighbours by weight. Source: Kubernetes API, WeightedPodAffinityTerm. */
export interface WeightedPods {
  /** From 1 to 100. */
  readonly weight: number;
  readonly podAffinityTerm: PodTerm;
}

/** Nodes that pods must have, or would rather have. Source: Kubernetes API, NodeAffinity. */
export interface NodeAffinity {
  /** Nodes of which one has to fit. @default - any */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: NodeTerm[] };
  /** Nodes that are better than others. @default - none */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: WeightedNodes[];
}

/** Neighbours that pods must have, or would rather have; of anti-affinity, must not. Source: Kubernetes API, PodAffinity. */
export interface PodAffinity {
  /** Neighbours, all of whom have to be there. @default - none */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: PodTerm[];
  /** Neighbours that make a place better. @default - none */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: WeightedPods[];
}

/** Nodes and neighbours of a pod, in the words of Kubernetes. Source: Kubernetes API, Affinity. */
export interface Affinity {
  /** @default - any node */
  readonly nodeAffinity?: NodeAffinity;
  /** @default - any neighbours */
  readonly podAffinity?: PodAffinity;
  /** Neighbours to keep away from. @default - none */
  readonly podAntiAffinity?: PodAffinity;
}
