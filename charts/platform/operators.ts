import {
  charts,
  type Environment,
  HelmOperator,
  type HelmOperatorProps,
  keepAlways,
  priorities,
  type System,
} from 'cdk8s-tiers';

type OperatorName = keyof Environment['operators'];
type OperatorSettings = Environment['operators'][OperatorName];
type OperatorParts = Pick<HelmOperatorProps, 'values' | 'provides' | 'kinds'> & { readonly podCount: number };

const priorityClassName = priorities.alwaysUp.name;
const accessKinds = {
  cluster: ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding'],
  namespaced: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/RoleBinding', '/ServiceAccount'],
};
const definitions = 'apiextensions.k8s.io/CustomResourceDefinition';
const validation = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration';
const workloads = ['apps/Deployment', '/Service'];

/** The operators that the environment asks for, each an Application with a pinned chart. */
export function addOperators(platform: System, environment: Environment): void {
  const add = (id: string, operator: OperatorName, parts: (settings: OperatorSettings) => OperatorParts) => {
    const settings = environment.operators[operator];
    if (!settings.install) return;
    const { podCount, ...rest } = parts(settings);
    new HelmOperator(platform, id, {
      chart: charts[operator],
      namespace: settings.namespace,
      priority: priorities.alwaysUp,
      pods: { pods: podCount, ...settings.resources },
      ...rest,
    });
  };
  add('cert-manager', 'certManager', certManager);
  add('external-secrets', 'externalSecrets', externalSecrets);
  add('keda', 'keda', keda);
  add('sealed-secrets', 'sealedSecrets', sealedSecrets);
}

/** Request and limit of each pod. */
function resources({ resources: { cpu, memory } }: OperatorSettings) {
  return { requests: { cpu, memory }, limits: { memory } };
}

// Without their definitions all ScaledJobs go, and their Jobs with them.
function keda(settings: OperatorSettings): OperatorParts {
  const each = resources(settings);
  return {
    podCount: 3,
    values: {
      crds: { install: true, additionalAnnotations: { ...keepAlways } },
      operator: { name: 'keda-operator' },
      priorityClassName,
      prometheus: { operator: { enabled: true } },
      resources: { operator: each, metricServer: each, webhooks: each },
    },
    provides: ['keda.sh', 'eventing.keda.sh'],
    kinds: {
      cluster: [...accessKinds.cluster, definitions, validation, 'apiregistration.k8s.io/APIService'],
      namespaced: [...accessKinds.namespaced, ...workloads],
      // A binding that lets its metrics server read how the API server authenticates.
      namespaces: ['kube-system'],
    },
  };
}

function externalSecrets(settings: OperatorSettings): OperatorParts {
  const each = { priorityClassName, resources: resources(settings) };
  return {
    podCount: 3,
    values: {
      installCRDs: true,
      crds: { annotations: { ...keepAlways } },
      ...each,
      webhook: each,
      certController: each,
    },
    provides: ['external-secrets.io', 'generators.external-secrets.io'],
    kinds: {
      cluster: [...accessKinds.cluster, definitions, validation],
      namespaced: [...accessKinds.namespaced, ...workloads, '/Secret'],
    },
  };
}

function sealedSecrets(settings: OperatorSettings): OperatorParts {
  return {
    podCount: 1,
    values: { fullnameOverride: 'sealed-secrets-controller', priorityClassName, resources: resources(settings) },
    provides: ['bitnami.com'],
    kinds: {
      cluster: [...accessKinds.cluster, definitions],
      namespaced: [...accessKinds.namespaced, ...workloads],
    },
  };
}

function certManager(settings: OperatorSettings): OperatorParts {
  const each = { resources: resources(settings) };
  return {
    podCount: 3,
    values: {
      // The chart keeps its definitions itself (`helm.sh/resource-policy`), which Argo CD heeds.
      crds: { enabled: true, keep: true },
      global: {
        priorityClassName,
        // Its own namespace instead of kube-system.
        leaderElection: { namespace: settings.namespace },
      },
      ...each,
      webhook: each,
      cainjector: each,
      // A hook Job that only looks whether the rest works.
      startupapicheck: { enabled: false },
    },
    provides: ['cert-manager.io', 'acme.cert-manager.io'],
    kinds: {
      cluster: [
        ...accessKinds.cluster,
        definitions,
        validation,
        'admissionregistration.k8s.io/MutatingWebhookConfiguration',
      ],
      namespaced: [...accessKinds.namespaced, ...workloads],
    },
  };
}
