import { ApiObject } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { type Application, GuestWorkload, type IPostgres, ManifestFile } from 'cdk8s-tiers';

/** Workloads that cdk8s-plus, a file (as `helm template` writes it) and a plain object bring, all three clients of one database. */
export function adopt(app: Application, database: IPostgres, file: string): void {
  const reports = new Deployment(app, 'reports', { select: false, metadata: { name: 'reports' } });
  reports.addContainer({ image: 'registry.example.com/shop/reports:1.0', portNumber: 8080 });
  const search = new ManifestFile(app, 'search', { file });
  const tidy = new ApiObject(app, 'tidy', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tidy' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'tidy', image: 'registry.example.com/shop/tidy:1.0' }],
            },
          },
        },
      },
    },
  });
  for (const [tier, workload] of Object.entries({ reports, search, tidy })) {
    new GuestWorkload(app, `${tier}-tier`, { workload, tier }).connectTo(database, { env: 'DATABASE' });
  }
}
