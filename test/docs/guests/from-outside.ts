import * as kplus from 'cdk8s-plus-28';
import { type Application, EnvironmentRoot, type GuestWorkload } from 'cdk8s-tiers';
import { foreignPods } from 'cdk8s-tiers/kit';

/** An Ingress of cdk8s-plus to a guest: who comes through it is let in by a flow. */
export function openReports(app: Application, reports: GuestWorkload, service: kplus.Service): void {
  const backend = kplus.IngressBackend.fromService(service);
  new kplus.Ingress(app, 'reports-ingress', {
    metadata: { name: 'reports' },
    className: 'nginx',
    rules: [{ host: 'reports.shop.example.com', backend }],
  });
  EnvironmentRoot.of(app).topology.allow({
    from: foreignPods('ingress-nginx', { 'app.kubernetes.io/name': 'ingress-nginx' }),
    to: reports.target,
    ports: [{ port: 8080 }],
    purpose: 'Ingress reports',
    origin: 'declared',
  });
}
