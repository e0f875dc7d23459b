import type { Tier } from 'cdk8s-tiers';
import { Application, ConfigFiles, SharedClaim, secretKeyOf } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { ZamperlaSettings } from './settings';

/** Folders and configuration that Data and the three jobs share, at the paths their images expect. */
export class SharedFiles {
  private readonly showConfig: (tier: Tier) => void;
  private readonly claims: readonly { readonly claim: SharedClaim; readonly path: string }[];

  constructor(scope: Construct, settings: ZamperlaSettings) {
    this.showConfig = configOf(scope, settings.config);
    const claim = (name: string, path: string, size: ZamperlaSettings['files']['logs']) => ({
      path,
      claim: new SharedClaim(scope, `data-${name}-volume`, {
        size,
        claimName: `data-${name}-volume-claim`,
        folder: `data-${name}-volume`,
      }),
    });
    this.claims = [
      claim('logs', '/app/logs', settings.files.logs),
      claim('z-acq', '/app/z_acq', settings.files.acquired),
      claim('zamperla-data', '/app/zamperla_data', settings.files.processed),
      claim('storage', '/app/Storage', settings.files.storage),
    ];
  }

  /** Shows all of them to a tier. */
  mountIn(tier: Tier): void {
    this.showConfig(tier);
    for (const { claim, path } of this.claims) tier.mountShared(claim, path);
  }
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
