import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Application, GuestWorkload, type IDestination, type IPostgres, type WebService } from 'cdk8s-tiers';

/** Reports by cdk8s-plus: they read the database, publish what is done, and a tier asks them. */
export function addReports(app: Application, database: IPostgres, done: IDestination, web: WebService) {
  const deployment = new kplus.Deployment(app, 'reports', {
    metadata: { name: 'reports' },
    select: false,
    replicas: 1,
    automountServiceAccountToken: false,
    securityContext: { user: 10001, group: 10001 },
  });
  const container = deployment.addContainer({
    image: 'registry.example.com/shop/reports:1.0.0',
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    portNumber: 8080,
    envVariables: { PAGE_SIZE: kplus.EnvValue.fromValue('50') },
    readiness: kplus.Probe.fromHttpGet('/ready', { periodSeconds: Duration.seconds(10) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(128) },
    },
    securityContext: {
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    },
  });
  container.mount('/tmp', kplus.Volume.fromEmptyDir(app, 'reports-tmp', 'tmp'));

  const reports = new GuestWorkload(app, 'reports-pods', { workload: deployment, tier: 'reports' });
  reports.connectTo(database, { env: { DATABASE_URL: 'url' } });
  reports.publishTo(done);

  const service = deployment.exposeViaService({ name: 'reports', ports: [{ port: 80, targetPort: 8080 }] });
  web.connectTo(reports.endpoint({ serviceName: 'reports', port: 8080, servicePort: 80 }));
  return { reports, service };
}
