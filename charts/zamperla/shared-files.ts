import type { Tier } from 'cdk8s-tiers';
import { ConfigFiles, SharedClaim } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import type { ZamperlaSettings } from './settings';

/** Folders and configuration that Data and the three jobs share, at the paths their images expect. */
export class SharedFiles {
  private readonly config: ConfigFiles;
  private readonly claims: readonly { readonly claim: SharedClaim; readonly path: string }[];

  constructor(scope: Construct, settings: ZamperlaSettings) {
    this.config = new ConfigFiles(scope, 'data-config', {
      name: 'data-config',
      labels: { tier: 'data' },
      files: { 'config.cfg': configuration },
    });
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
    tier.mountConfig(this.config, { '/app/config.cfg': 'config.cfg' });
    for (const { claim, path } of this.claims) tier.mountShared(claim, path);
  }
}

// Where things lie, never how to log in: credentials come as variables from Secrets.
const configuration = `[paths]
logs = /app/logs
acquired = /app/z_acq
processed = /app/zamperla_data
storage = /app/Storage

[logging]
; one file per operation, so that concurrent jobs never write to the same one
file_per_operation = true
stream = stdout
`;
