import { z } from 'zod';
import { cidr, dnsLabel, hostname, hostPattern, port } from './address';
import { kubernetesVersion } from './kubernetes-version';
import { cpuQuantity, memoryQuantity } from './quantity';
import { serverUrl } from './repository';

const nodePool = z.strictObject({
  name: dnsLabel().describe('Name of the pool, shown in the capacity plan.'),
  count: z.int().min(1).describe('Number of nodes.'),
  cpu: cpuQuantity().describe('CPU that pods can have on each node (allocatable).'),
  memory: memoryQuantity().describe('Memory that pods can have on each node (allocatable).'),
});

/** What is true of the cluster that no manifest can find out by itself. @param plugins names of network plugins */
export const cluster = (plugins: readonly string[]) =>
  z
    .strictObject({
      kubernetesVersion: kubernetesVersion().describe("Kubernetes minor version, in quotes: '1.36'."),
      flavour: z
        .enum(['kubernetes', 'openshift', 'microshift'])
        .default('kubernetes')
        .describe('Kind of cluster, where distributions differ.'),
      apiServer: serverUrl()
        .default('https://kubernetes.default.svc')
        .describe('API server that Argo CD deploys to; the default is the cluster in which Argo CD runs.'),
      domain: hostname().default('cluster.local').describe('DNS domain of the cluster.'),
      dns: z
        .enum(['kube-dns', 'node-local-dns', 'openshift', 'microshift'])
        .optional()
        .describe(
          'Where pods ask for names, for network policies. Default: openshift or microshift on that flavour, else kube-dns.',
        ),
      apiServerCidrs: z
        .array(cidr())
        .min(1)
        .describe("Networks of the API server's real addresses: policies see those, not the address of its Service."),
      apiServerPort: port().default(6443).describe("Port of the API server's real addresses."),
      nodeCidrs: z.array(cidr()).min(1).describe('Networks of the nodes: kubelets and pods on the host network.'),
      networkPlugin: z
        .enum(plugins)
        .optional()
        .describe(
          'Network plugin, if it can do more than NetworkPolicies: let pods out to hosts by name. Default: none is known.',
        ),
      outside: z
        .record(hostPattern(), z.array(cidr()).min(1))
        .optional()
        .describe(
          'Networks of hosts outside the cluster, by name: for policies, where the network plugin knows no names.',
        ),
      nodes: z.array(nodePool).min(1).describe('Pools of nodes, for the capacity plan.'),
    })
    .refine(({ nodes }) => !Array.isArray(nodes) || new Set(nodes.map((pool) => pool?.name)).size === nodes.length, {
      path: ['nodes'],
      error: 'two pools of one name, give each pool a name of its own',
    })
    .transform(({ dns, ...rest }) => ({
      ...rest,
      dns: dns ?? (rest.flavour === 'kubernetes' ? ('kube-dns' as const) : rest.flavour),
    }));
