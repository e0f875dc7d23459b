import type { Postgres, WebService } from 'cdk8s-tiers';

export function connectByName(web: WebService, database: Postgres, api: WebService): void {
  web.connectTo(database, {
    env: {
      DATABASE_URL: '{url}?sslmode=disable',
      JDBC_URL: 'jdbc:postgresql://{address}/{database}',
      DB_LOGIN: 'user',
    },
  });
  web.connectTo(api, { env: false });
}
