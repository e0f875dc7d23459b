import type { External, NodePool } from '../environment';
import type { Requirement } from '../requirements';
import type { SecretSource, SecretSupply } from './secret-supply';
/** What an output folder holds, and which files its project owns: `index.json`. */
export interface OutputIndex {
  readonly version: 1;
  /** @default - written by an older version */
  readonly environments?: readonly IndexedEnvironment[];
  /** @default - written by an older version */
  readonly applications?: readonly IndexedApplication[];
  readonly files: readonly IndexedFile[];
  readonly secrets: readonly IndexedSecret[];
  /** @default - nothing is known of */
  readonly requirements?: readonly IndexedRequirement[];
}

/** An environment, as far as the checks need it. */
export interface IndexedEnvironment {
  readonly name: string;
  /** Whether it is a developer's machine, where ports without TLS are fine. @default - written by an older version */
  readonly local?: boolean;
  /** How web tiers are reached from outside, as older versions wrote it: only a developer's machine had `NodePort`. */
  readonly exposure?: string;
  /** Kubernetes minor version of the cluster: `1.36`. @default - written by an older version */
  readonly kubernetesVersion?: string;
  /** Pools of nodes: how many, and what pods can have on each, as quantities. @default - written by an older version */
  readonly nodes?: readonly NodePool[];
  /** What exists in its cluster without being in the output. @default - nothing is known of */
  readonly external?: External;
}

/** An Application and its place in the rollout. */
export interface IndexedApplication {
  readonly environment: string;
  readonly name: string;
  readonly wave: number;
  /** The system whose `--system` writes it. @default - written by an older version */
  readonly system?: string;
  /** API groups that it brings: it installs their operator. @default - none */
  readonly provides?: readonly string[];
  /** Pods of the chart that it installs, which are not in the output. @default - it installs no chart */
  readonly chartPods?: ChartPods;
}

/** How many pods a chart makes, and what each requests, as quantities. */
export interface ChartPods {
  readonly namespace: string;
  readonly count: number;
  readonly cpu: string;
  readonly memory: string;
}

/** What has to be there without being in the output. */
export interface IndexedRequirement extends Requirement {
  readonly environment: string;
  /** Construct paths of what needs it. */
  readonly neededBy: readonly string[];
}

/** An object and its file. */
export interface IndexedFile {
  /** Path in the folder, with `/`. */
  readonly path: string;
  readonly environment: string;
  /** Folder; empty for bootstrap.yaml. */
  readonly application: string;
  /** The system whose `--system` writes it; empty for the environment's own. */
  readonly system: string;
  /** Empty for core kinds. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Wave inside its Application. */
  readonly wave: number;
  readonly constructPath: string;
}

/** A Secret that has to be in the cluster; never a value that is secret. */
export interface IndexedSecret {
  readonly environment: string;
  /** The system whose `--system` writes it. @default - written by an older version */
  readonly system?: string;
  readonly namespace: string;
  readonly name: string;
  /** Name of the environment's provider, for people. */
  readonly provider: string;
  /** Who brings it. @default - written by an older version, see `supplyOf` */
  readonly supply?: SecretSupply;
  /** The object that a controller makes it of. @default - none, or written by an older version, see `sourceOf` */
  readonly source?: SecretSource;
  /** Type of the Secret. @default Opaque */
  readonly type?: string;
  readonly keys: readonly {
    readonly key: string;
    readonly origin: 'generated' | 'outside' | 'fixed';
    /** Of `fixed` keys. */
    readonly value?: string;
    /** Of `generated` keys: number of characters. */
    readonly length?: number;
    /** Of `outside` keys: what it is. */
    readonly description?: string;
  }[];
  /** Construct paths of the objects that read it. */
  readonly usedBy: readonly string[];
}
