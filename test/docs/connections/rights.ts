import type { Postgres, WebService } from 'cdk8s-tiers';

export function connectWithRights(web: WebService, database: Postgres): void {
  web.connectTo(database, { rights: 'read', env: { DATABASE_URL: 'url' } });
}
