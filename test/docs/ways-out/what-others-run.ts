import { type Application, HttpEndpoint, Postgres, UserCredential, type WebService } from 'cdk8s-tiers';

/** A database and a web API outside the cluster, and a Service of another team in it. */
export function connectToOthers(app: Application, web: WebService): void {
  const warehouse = Postgres.fromAddress(app, 'warehouse', {
    host: 'warehouse.example.com',
    networks: ['198.51.100.0/24'],
    database: 'sales',
    credentials: UserCredential.fromSecretName(app, 'warehouse-login', 'warehouse-login'),
  });
  const payments = HttpEndpoint.fromUrl(app, 'payments', {
    url: 'https://payments.example.com/v1',
    networks: ['203.0.113.0/24'],
  });
  const accounts = HttpEndpoint.fromService(app, 'accounts', {
    name: 'accounts',
    namespace: 'identity',
    podPort: 8080,
    podLabels: { app: 'accounts' },
  });
  for (const endpoint of [warehouse, payments, accounts]) web.connectTo(endpoint);
}
