import type { KubernetesObject } from '../../../../src/kubernetes';
import type { ApiClient } from './api-client';

type Fields = Record<string, unknown>;

interface Rule {
  /** The collection of all namespaces. */
  readonly path: string;
  /** What the controller would write into the status once all pods run; undefined if it is there already. */
  readonly status: (object: KubernetesObject) => Fields | undefined;
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
const partsOf = ({ spec, status }: KubernetesObject) => ({
  spec: (spec ?? {}) as Fields,
  status: (status ?? {}) as Fields,
});

/** A status that is written anew for each generation. */
const perGeneration =
  (write: (replicas: number) => Fields) =>
  (object: KubernetesObject): Fields | undefined => {
    const { spec, status } = partsOf(object);
    const { generation } = object.metadata as { generation?: number };
    if (status.observedGeneration === generation) return undefined;
    return { observedGeneration: generation, ...write(spec.replicas === undefined ? 1 : Number(spec.replicas)) };
  };

/** A Job whose pods came to their end. The server asks for both conditions and both times (batch/v1, validation). */
function completedJob(object: KubernetesObject): Fields | undefined {
  const { spec, status } = partsOf(object);
  if (spec.suspend === true || status.completionTime !== undefined) return undefined;
  const conditions = ['SuccessCriteriaMet', 'Complete'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: now(),
  }));
  return { startTime: now(), completionTime: now(), succeeded: 1, conditions };
}

const workloads: readonly Rule[] = [
  {
    path: '/apis/apps/v1/deployments',
    status: perGeneration((pods) => ({
      replicas: pods,
      updatedReplicas: pods,
      readyReplicas: pods,
      availableReplicas: pods,
    })),
  },
  {
    path: '/apis/apps/v1/statefulsets',
    status: perGeneration((pods) => ({
      replicas: pods,
      readyReplicas: pods,
      updatedReplicas: pods,
      availableReplicas: pods,
    })),
  },
  {
    path: '/apis/apps/v1/daemonsets',
    status: perGeneration(() => ({
      ...{ currentNumberScheduled: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 1 },
      ...{ numberReady: 1, numberAvailable: 1, numberMisscheduled: 0 },
    })),
  },
  { path: '/apis/batch/v1/jobs', status: completedJob },
  {
    path: '/api/v1/persistentvolumeclaims',
    status: (object) => (partsOf(object).status.phase === 'Bound' ? undefined : { phase: 'Bound' }),
  },
];

interface Definition {
  readonly group: string;
  readonly names: { readonly plural: string };
  readonly versions: readonly {
    readonly name: string;
    readonly storage: boolean;
    readonly subresources?: { readonly status?: unknown };
  }[];
}

/**
 * Stands in for kube-controller-manager and the operators, without a pod ever running: it writes the status that would be there
 * once all is well, makes the account `default` of each namespace, and lets objects go that wait for the garbage collector.
 */
export class Controllers {
  private stopped = false;
  private failure: Error | undefined;
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly api: ApiClient,
    private readonly rules: readonly Rule[],
  ) {}

  /** Starts with what the cluster defines now. @param except collections that nobody looks after, `/apis/batch/v1/jobs` */
  static async start(
    api: ApiClient,
    { except = [] }: { readonly except?: readonly string[] } = {},
  ): Promise<Controllers> {
    const definitions = await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const rules = [...workloads, ...definitions.flatMap(operatorRules)].filter(({ path }) => !except.includes(path));
    const controllers = new Controllers(api, rules);
    await controllers.round();
    controllers.running = controllers.run();
    return controllers;
  }

  /** @throws Error that stopped them before */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    if (this.failure) throw this.failure;
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopped) {
        await this.round();
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    } catch (error) {
      this.failure = error as Error;
    }
  }

  private async round(): Promise<void> {
    await Promise.all([this.makeAccounts(), ...this.rules.map((rule) => this.settle(rule))]);
  }

  private async settle({ path, status }: Rule): Promise<void> {
    for (const object of await this.api.list(path)) {
      const { name, namespace, deletionTimestamp, finalizers } = object.metadata as Fields &
        KubernetesObject['metadata'];
      const collection = namespace === undefined ? path : path.replace(/([^/]+)$/, `namespaces/${namespace}/$1`);
      const type = 'application/merge-patch+json';
      if (deletionTimestamp !== undefined && (finalizers as string[] | undefined)?.length) {
        await this.send(`${collection}/${name}`, { body: { metadata: { finalizers: null } }, type });
        continue;
      }
      const written = status(object);
      if (written !== undefined) await this.send(`${collection}/${name}/status`, { body: { status: written }, type });
    }
  }

  private async makeAccounts(): Promise<void> {
    const accounts = await this.api.list('/api/v1/serviceaccounts');
    const having = new Set(
      accounts.filter(({ metadata }) => metadata.name === 'default').map(({ metadata }) => metadata.namespace),
    );
    for (const { metadata } of await this.api.list('/api/v1/namespaces')) {
      if (having.has(metadata.name)) continue;
      const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
      await this.api.send('POST', `/api/v1/namespaces/${metadata.name}/serviceaccounts`, { body });
    }
  }

  /** What is gone or changed meanwhile is looked at again in the next round. */
  private async send(path: string, options: { readonly body: Fields; readonly type: string }): Promise<void> {
    const { code, body } = await this.api.send('PATCH', path, options);
    if (code >= 300 && code !== 404 && code !== 409) throw new Error(`PATCH ${path}: ${code} ${JSON.stringify(body)}`);
  }
}

/** Custom kinds with a status: the condition that their definition says the kind is ready by. */
function operatorRules({ metadata, spec }: KubernetesObject): Rule[] {
  const { group, names, versions } = spec as Definition;
  const stored = versions.find(({ storage }) => storage);
  const type = metadata.annotations?.['tiers.cdk8s.io/ready-condition'];
  if (type === undefined || stored?.subresources?.status === undefined) return [];
  return [
    {
      path: `/apis/${group}/${stored.name}/${names.plural}`,
      status: (object) => {
        const { conditions = [] } = partsOf(object).status as { conditions?: readonly Fields[] };
        if (conditions.some((condition) => condition.type === type)) return undefined;
        return { conditions: [{ type, status: 'True', reason: 'Tests', message: 'all is well' }] };
      },
    },
  ];
}
