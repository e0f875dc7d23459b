import { type Application, type IUserCredential, Migration, Postgres, type WebService } from 'cdk8s-tiers';

/** What a migration of this project leaves in a database that others run. */
export function connectToMigrated(app: Application, web: WebService, credentials: IUserCredential): void {
  const place = { host: 'db.example.com', networks: ['198.51.100.0/24'] };
  const warehouse = Postgres.fromAddress(app, 'warehouse', { ...place, database: 'sales', credentials });
  const files = { '0001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);' };
  const change = new Migration(app, 'change', { database: warehouse, image: 'postgres:18.6', files });
  web.connectTo(change.migrated, { env: { DATABASE_URL: 'url' } });
}
