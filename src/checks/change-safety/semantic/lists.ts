import type { ListForm } from '../../../kubernetes/kind-registry';

/** Fields that together name an element of a list; after `=` the value Kubernetes assumes where it is absent. */
type ElementKey = readonly string[];

/**
 * What names an element where the schema of the kind does not say, by the field that holds the list: lists that Kubernetes takes as
 * a whole, and those of embedded configuration (RabbitMQ definitions, Prometheus, Alertmanager). The first that all elements have
 * and that is unique is used.
 */
const ELEMENT_KEYS: Readonly<Record<string, readonly ElementKey[]>> = {
  volumeClaimTemplates: [['metadata.name']],
  ports: [
    ['containerPort', 'protocol=TCP'],
    ['port', 'protocol=TCP'],
  ],
  items: [['key'], ['path']],
  sysctls: [['name']],
  rules: [['host='], ['alert'], ['record']],
  paths: [['path', 'pathType=']],
  tls: [['secretName']],
  secretTargetRef: [['parameter']],
  versions: [['name']],
  subjects: [['kind', 'namespace=', 'name']],
  destinations: [['server=', 'name=', 'namespace']],
  data: [['secretKey']],
  matchExpressions: [['key', 'operator']],
  podMetricsEndpoints: [['port']],
  endpoints: [['port']],
  groups: [['name']],
  scrape_configs: [['job_name']],
  receivers: [['name']],
  datasources: [['name']],
  providers: [['name']],
  users: [['name']],
  vhosts: [['name']],
  queues: [['vhost=/', 'name']],
  exchanges: [['vhost=/', 'name']],
  policies: [['vhost=/', 'name']],
  permissions: [['vhost=/', 'user']],
  topic_permissions: [['vhost=/', 'user', 'exchange=']],
  parameters: [['vhost=/', 'component', 'name'], ['name']],
  global_parameters: [['name']],
};

/** Lists whose order means nothing and whose elements have no name. */
const SETS = new Set([
  'ingress',
  'egress',
  'from',
  'to',
  'tolerations',
  'policyTypes',
  'accessModes',
  'finalizers',
  'verbs',
  'resources',
  'apiGroups',
  'resourceNames',
  'nonResourceURLs',
  'rules',
  'bindings',
  'add',
  'drop',
  'hosts',
  'values',
  'namespaces',
  'sourceRepos',
  'sourceNamespaces',
  'clusterResourceWhitelist',
  'clusterResourceBlacklist',
  'namespaceResourceWhitelist',
  'namespaceResourceBlacklist',
  'ignoreDifferences',
  'jsonPointers',
  'jqPathExpressions',
  'syncOptions',
  'mountOptions',
  'loadBalancerSourceRanges',
  'externalIPs',
  'supplementalGroups',
  'shortNames',
  'categories',
  'tags',
  'pendingPodConditions',
  'ownerReferences',
  'topologies',
  'allowedTopologies',
  'sources',
  'readinessGates',
  'except',
  'onExitCodes',
  'podFailurePolicyRules',
]);

/** How the elements of two lists are matched. */
export type ListIdentity =
  | { readonly by: 'key'; readonly keyOf: (element: unknown) => string }
  | { readonly by: 'set' | 'order' };

/** Chooses how to match two lists of a field. @param form what the schema of the kind says of the list, where it does */
export function listIdentity(
  field: string,
  from: readonly unknown[],
  to: readonly unknown[],
  form?: ListForm,
): ListIdentity {
  const own = form?.keys?.map((name) => (name === 'protocol' ? 'protocol=TCP' : name));
  for (const key of [...(own ? [own] : []), ...(ELEMENT_KEYS[field] ?? [])]) {
    const keyOf = (element: unknown): string => elementKey(element, key) ?? '';
    if (isUnique(from, key) && isUnique(to, key)) return { by: 'key', keyOf };
  }
  return form?.set || SETS.has(field) ? { by: 'set' } : { by: 'order' };
}

function isUnique(list: readonly unknown[], key: ElementKey): boolean {
  const seen = new Set<string>();
  for (const element of list) {
    const name = elementKey(element, key);
    if (name === undefined || seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}

function elementKey(element: unknown, key: ElementKey): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const parts: string[] = [];
  let given = 0;
  for (const field of key) {
    const [path = '', fallback] = field.split('=');
    const value = path === 'metadata.name' ? nameOf(element) : (element as Record<string, unknown>)[path];
    if (value === undefined || value === null) {
      if (fallback === undefined) return undefined;
      if (fallback !== '') parts.push(fallback);
    } else if (typeof value === 'object') return undefined;
    else {
      given++;
      parts.push(String(value));
    }
  }
  return given === 0 ? undefined : parts.join('/');
}

function nameOf(element: object): unknown {
  return (element as { metadata?: { name?: unknown } }).metadata?.name;
}
