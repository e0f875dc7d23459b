import { type Application, Cpu, Size, StatefulService } from 'cdk8s-tiers';

/** Three web servers, each with a volume of its own, as the documentation of Kubernetes shows them. */
export function adoptWeb(app: Application): StatefulService {
  return new StatefulService(app, 'nginx', {
    image: 'registry.k8s.io/nginx-slim:0.24',
    workloadName: 'web',
    selectorLabels: { app: 'nginx' },
    serviceName: 'web',
    nodesServiceName: 'nginx',
    ports: [{ name: 'web', port: 80 }],
    replicas: 3,
    storage: { path: '/usr/share/nginx/html', size: Size.gibibytes(1), templateName: 'www' },
    scratch: ['/var/cache/nginx', '/var/run'],
    resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
  });
}
