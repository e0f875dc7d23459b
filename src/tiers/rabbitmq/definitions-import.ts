import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IEndpoint } from '../../endpoints';
import { type ConfigFiles, Cpu, Volume } from '../../kubernetes';
import { createJob } from '../job';
import type { PodSettings } from '../pod-settings';
import { Tier } from '../tier';
import { ports, userFor } from './configuration';
import { definitionsUser } from './users';

/** The running broker, and what it is to be told. */
export interface DefinitionsImportProps
  extends Pick<PodSettings, 'imagePullSecrets' | 'nodeSelector' | 'tolerations' | 'priority'> {
  readonly broker: Pick<IEndpoint, 'name' | 'target' | 'component'> & { readonly host: string };
  /** The broker's own image: it has the shell that its init container needs, too. */
  readonly image: string;
  /** The definitions, with the scripts that fill and import them. */
  readonly definitions: ConfigFiles;
  /** Source of the volume with a password file for each user. */
  readonly passwords: () => Record<string, unknown>;
}

/**
 * The Job that brings a running broker its definitions at each rollout, after the broker and before its clients: queues, exchanges,
 * policies, users with their rights and their passwords as the Secrets have them then. A restart for that would end every running job.
 */
export class DefinitionsImport extends Tier {
  /** @internal */
  constructor(scope: Construct, id: string, props: DefinitionsImportProps) {
    const { broker, image, definitions, passwords, ...settings } = props;
    const resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
    super(scope, id, { ...settings, resources }, { defaultUser: userFor(image) });
    this.addContainer({
      name: this.tier,
      image,
      command: ['bash', '/etc/rabbitmq-definitions/import-definitions.sh'],
      resources,
      env: { BROKER_HOST: broker.host, BROKER_PORT: String(ports.management), IMPORT_USER: definitionsUser },
      mounts: [
        { volume: Volume.config('template', definitions), path: '/etc/rabbitmq-definitions', readOnly: true },
        { volume: Volume.of('users', passwords), path: '/run/secrets/rabbitmq-users', readOnly: true },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
      ],
    });
    this.topology.allow({
      from: this.pods,
      to: broker.target,
      ports: [{ port: ports.management }],
      purpose: `definitions of ${broker.name}`,
      origin: 'derived',
    });
    if (broker.component) this.topology.order(this.component, broker.component);
    createJob(this, {
      name: this.workloadName,
      tier: this.tier,
      runs: 'rollout',
      template: () => this.template({ restartPolicy: 'Never', activeDeadline: Duration.minutes(15) }),
    });
  }
}
