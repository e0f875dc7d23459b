/** What differs: one node with folders and node ports, or a cluster with classes, an Ingress and generated passwords. */
export interface Environment {
  readonly name: string;
  readonly version: string;
  readonly replicas: number;
  readonly node?: { readonly name: string; readonly cidr: string; readonly root: string };
  readonly cluster?: {
    readonly domain: string;
    readonly ingressClass: string;
    readonly issuer: string;
    readonly storageClass: string;
  };
}

export const environments: readonly Environment[] = [
  {
    name: 'local',
    version: '1.0.0',
    replicas: 1,
    node: { name: 'minikube', cidr: '192.168.49.0/24', root: '/data' },
  },
  {
    name: 'production',
    version: '1.0.0',
    replicas: 2,
    cluster: {
      domain: 'voting.example.com',
      ingressClass: 'nginx',
      issuer: 'letsencrypt',
      storageClass: 'standard',
    },
  },
];
