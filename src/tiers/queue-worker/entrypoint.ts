import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import { ConfigFiles } from '../../kubernetes';
import { ComponentConstruct } from '../../system';

const consumeScript = readAsset('queue-worker/consume.py');

/** The program that takes one message and settles it: one ConfigMap for all workers of an Application. */
export class WorkerEntrypoint extends ComponentConstruct {
  /** The one of an Application; made when it is first asked for. */
  static for(application: Construct): WorkerEntrypoint {
    const known = application.node.children.find((child) => child instanceof WorkerEntrypoint);
    return known ?? new WorkerEntrypoint(application, 'queue-worker-entrypoint');
  }

  /** Folder in which the containers see it. */
  static readonly path = '/opt/queue-worker';

  readonly files: ConfigFiles;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.files = new ConfigFiles(this, 'entrypoint', {
      name: `${this.application.name}-entrypoint`,
      files: { 'consume.py': consumeScript },
    });
  }
}
