import type { Postgres, WebService } from 'cdk8s-tiers';

export function connectByPrefix(web: WebService, database: Postgres, api: WebService): void {
  web.connectTo(database, { env: 'DATABASE' });
  web.connectTo(api);
}
