import type { Postgres, WebService } from 'cdk8s-tiers';

export function addDatabases(database: Postgres, orders: WebService, report: WebService): void {
  const audit = database.addDatabase('audit', {
    migrations: { '0001_trail.sql': 'CREATE TABLE trail (id bigint PRIMARY KEY, what text NOT NULL);' },
  });
  orders.connectTo(database, { rights: 'write' });
  orders.connectTo(audit, { rights: 'write' });
  report.connectTo(audit, { rights: 'read' });
}
