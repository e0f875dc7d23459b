import {
  Application,
  ConfigFiles,
  FileRetention,
  placementOf,
  priorities,
  type RetainedFiles,
  SharedClaim,
  secretKeyOf,
  type Tier,
} from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { ZamperlaSettings } from './settings';

/** Folders and configuration that Data and the three jobs share, at the paths their images expect. */
export class SharedFiles {
  private readonly showConfig: (tier: Tier) => void;
  private readonly claims: readonly SharedFolder[];

  constructor(scope: Construct, settings: ZamperlaSettings) {
    this.showConfig = configOf(scope, settings.config);
    const { files } = settings;
    const claim = (name: string, path: string, content: Content): SharedFolder => ({
      path,
      olderThan: files.retention[content],
      claim: new SharedClaim(scope, `data-${name}-volume`, {
        size: files[content],
        claimName: `data-${name}-volume-claim`,
        folder: `data-${name}-volume`,
      }),
    });
    this.claims = [
      claim('logs', '/app/logs', 'logs'),
      claim('z-acq', '/app/z_acq', 'acquired'),
      claim('zamperla-data', '/app/zamperla_data', 'processed'),
      claim('storage', '/app/Storage', 'storage'),
    ];
    this.removeOld(scope, settings);
  }

  /** Shows all of them to a tier. */
  mountIn(tier: Tier): void {
    this.showConfig(tier);
    for (const { claim, path } of this.claims) tier.mountShared(claim, path);
  }

  private removeOld(scope: Construct, { files: { retention }, images, pods }: ZamperlaSettings): void {
    const files = this.claims.flatMap(({ claim, olderThan }): RetainedFiles[] =>
      olderThan === 'never' ? [] : [{ claim, olderThan }],
    );
    if (files.length === 0) return;
    const { schedule, dryRun } = retention;
    new FileRetention(scope, 'file-retention', {
      ...placementOf(scope, pods),
      files,
      schedule,
      dryRun,
      image: images.postgres,
      priority: priorities.low,
    });
  }
}

/** What lies in a claim, by its key in the settings. */
type Content = 'logs' | 'acquired' | 'processed' | 'storage';

/** A claim, where the images see it, and how long its files stay. */
interface SharedFolder {
  readonly claim: SharedClaim;
  readonly path: string;
  readonly olderThan: ZamperlaSettings['files']['retention'][Content];
}

/** Where the images look for the application's own configuration. */
const configPath = '/app/config.cfg';

function configOf(scope: Construct, config: ZamperlaSettings['config']): (tier: Tier) => void {
  if (config === undefined) return () => {};
  if (typeof config !== 'string') {
    return (tier) => tier.mountSecrets({ [configPath]: secretKeyOf(Application.containing(tier), config) });
  }
  const files = new ConfigFiles(scope, 'data-config', {
    name: 'data-config',
    labels: { tier: 'data' },
    files: { 'config.cfg': config },
  });
  return (tier) => tier.mountConfig(files, { [configPath]: 'config.cfg' });
}
