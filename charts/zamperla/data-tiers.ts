import { Application, Postgres, propsOf, RabbitMq, type RabbitMqQueue } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { ZamperlaSettings } from './settings';
import { initSql, migrations } from './sql';

/** What holds data: the database with its schema, and the broker with its queues. */
export class DataTiers extends Application {
  readonly database: Postgres;
  readonly downloads: RabbitMqQueue;
  readonly postprocessing: RabbitMqQueue;
  readonly reports: RabbitMqQueue;

  constructor(scope: Construct, id: string, settings: ZamperlaSettings) {
    super(scope, id, { namespace: settings.namespace });
    const { images, pods, workers } = settings;
    this.database = new Postgres(this, 'db', {
      serviceName: 'db-service',
      database: 'backend',
      owner: 'zamperla',
      image: images.postgres,
      storage: settings.database.storage,
      ...propsOf(this, settings.database, pods),
      initConfigName: 'db-initdb-config',
      claimName: 'pg-volume-claim',
      staticVolumeName: 'pg-volume',
      folder: 'db-volume',
      initSql,
      migrations,
      settings: { max_connections: String(settings.database.maxConnections) },
    });
    const broker = new RabbitMq(this, 'rabbitmq', {
      serviceName: 'rabbitmq-service',
      image: images.rabbitmq,
      storage: settings.broker.storage,
      ...propsOf(this, settings.broker, pods),
      claimName: 'rabbitmq-volume-claim',
      folder: 'rabbitmq-volume',
    });
    this.downloads = broker.addQueue('sftp-download', { consumerTimeout: workers.sftpDownloader.consumerTimeout });
    this.postprocessing = broker.addQueue('post-process', { consumerTimeout: workers.postprocessor.consumerTimeout });
    this.reports = broker.addQueue('report', { consumerTimeout: workers.reporter.consumerTimeout });
  }
}
