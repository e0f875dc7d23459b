import { Application, Postgres, RabbitMq, type RabbitMqQueue } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { ZamperlaSettings } from './settings';
import { resourcesOf } from './sizes';
import { initSql, migrations } from './sql';

/** What holds data: the database with its schema, and the broker with its queues. */
export class DataTiers extends Application {
  readonly database: Postgres;
  readonly downloads: RabbitMqQueue;
  readonly postprocessing: RabbitMqQueue;
  readonly reports: RabbitMqQueue;

  constructor(scope: Construct, id: string, settings: ZamperlaSettings) {
    super(scope, id, { namespace: settings.namespace });
    const { images, workers } = settings;
    this.database = new Postgres(this, 'db', {
      serviceName: 'db-service',
      database: 'backend',
      owner: 'zamperla',
      image: images.postgres,
      storage: settings.database.storage,
      resources: resourcesOf(settings.database),
      initConfigName: 'db-initdb-config',
      claimName: 'pg-volume-claim',
      staticVolumeName: 'pg-volume',
      folder: 'db-volume',
      initSql,
      migrations,
    });
    const broker = new RabbitMq(this, 'rabbitmq', {
      serviceName: 'rabbitmq-service',
      image: images.rabbitmq,
      storage: settings.broker.storage,
      resources: resourcesOf(settings.broker),
      claimName: 'rabbitmq-volume-claim',
      folder: 'rabbitmq-volume',
    });
    this.downloads = broker.addQueue('sftp-download', { consumerTimeout: workers.sftpDownloader.consumerTimeout });
    this.postprocessing = broker.addQueue('post-process', { consumerTimeout: workers.postprocessor.consumerTimeout });
    this.reports = broker.addQueue('report', { consumerTimeout: workers.reporter.consumerTimeout });
  }
}
