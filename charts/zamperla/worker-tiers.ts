import { Application, Credential, outside, priorities, propsOf, QueueWorker, type QueueWorkerProps } from 'cdk8s-tiers';
import type { PipelineStage } from 'cdk8s-tiers/observability';
import type { Construct } from 'constructs';
import type { AppTiers } from './app-tiers';
import type { DataTiers } from './data-tiers';
import type { WorkerSettings, ZamperlaSettings } from './settings';

/** The pipeline: download, post-process, report. A message is a job. */
export class WorkerTiers extends Application {
  /** Each queue with its worker, in the order of the work. */
  readonly stages: readonly PipelineStage[];

  constructor(scope: Construct, id: string, settings: ZamperlaSettings, data: DataTiers, app: AppTiers) {
    super(scope, id, { namespace: settings.namespace });
    const gatewayKey = new Credential(this, 'gateway-key', {
      name: 'sftp-gateway-key',
      keys: { 'privateKey.pem': outside("private key that the parks' gateways accept, PEM") },
    });
    const certificate = new Credential(this, 'report-certificate', {
      name: 'report-certificate',
      keys: { 'report.pem': outside('certificate and key that reports are signed with, PEM') },
    });

    const worker = (
      name: string,
      own: WorkerSettings,
      props: Pick<QueueWorkerProps, 'consumes' | 'publishes' | 'priority' | 'secretFiles'>,
    ): QueueWorker => {
      const created = new QueueWorker(this, name, {
        ...props,
        workloadName: `${name}-scaledjob`,
        image: own.image,
        ...propsOf(this, own, settings.pods),
        attemptDeadline: own.attemptDeadline,
        scaling: { ...settings.scaling, minWorkers: own.minWorkers, maxWorkers: own.maxWorkers },
      });
      created.connectTo(data.database, { env: 'DATABASE', rights: 'write', connections: own.connections });
      app.files.mountIn(created);
      return created;
    };

    const downloader = worker('data-sftp-downloader', settings.workers.sftpDownloader, {
      consumes: data.downloads,
      publishes: [data.postprocessing],
      priority: priorities.high,
      secretFiles: { '/app/privateKey.pem': gatewayKey.key('privateKey.pem') },
    });
    downloader.connectToAddresses(settings.parks.gateways, 22, "SFTP to the parks' gateways");

    const postprocessor = worker('data-postprocessor', settings.workers.postprocessor, {
      consumes: data.postprocessing,
      publishes: [data.reports],
      priority: priorities.mid,
    });
    const reporter = worker('data-reporter', settings.workers.reporter, {
      consumes: data.reports,
      priority: priorities.low,
      secretFiles: { '/app/report.pem': certificate.key('report.pem') },
    });
    this.stages = [
      { queue: data.downloads, worker: downloader },
      { queue: data.postprocessing, worker: postprocessor },
      { queue: data.reports, worker: reporter },
    ];
  }
}
