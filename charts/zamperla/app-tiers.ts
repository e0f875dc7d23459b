import { Application, propsOf, WebService } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { DataTiers } from './data-tiers';
import type { ZamperlaSettings } from './settings';
import { SharedFiles } from './shared-files';

/** What people and other tiers talk to: UI, BackEnd and Data. */
export class AppTiers extends Application {
  readonly data: WebService;
  readonly files: SharedFiles;

  constructor(scope: Construct, id: string, settings: ZamperlaSettings, data: DataTiers) {
    super(scope, id, { namespace: settings.namespace });
    const { images, pods } = settings;
    this.files = new SharedFiles(this, settings);

    // Two schedulers on one job store would start every job twice.
    this.data = new WebService(this, 'data', {
      image: images.data,
      port: 8081,
      serviceName: 'data-service',
      singleton: true,
      ...propsOf(this, settings.data, pods),
    });
    this.files.mountIn(this.data);
    this.data.connectTo(data.database, {
      env: 'DATABASE',
      rights: 'write',
      connections: settings.data.connections,
    });
    this.data.publishTo(data.downloads);

    const backend = new WebService(this, 'backend', {
      image: images.backend,
      port: 5000,
      serviceName: 'backend-service',
      replicas: settings.backend.replicas,
      ...propsOf(this, settings.backend, pods),
    });
    backend.connectTo(data.database, {
      env: 'DATABASE',
      rights: 'write',
      connections: settings.backend.connections,
    });
    backend.connectTo(this.data, { env: 'DATA' });

    const ui = new WebService(this, 'ui', {
      image: images.ui,
      port: 5000,
      serviceName: 'ui-service',
      servicePort: 80,
      replicas: settings.ui.replicas,
      ...propsOf(this, settings.ui, pods),
      exposure: {
        nodePort: settings.nodePort,
        host: settings.host,
        access: settings.ui.access,
        annotations: settings.ui.annotations,
      },
    });
    ui.connectTo(backend, { env: 'BACKEND' });
  }
}
