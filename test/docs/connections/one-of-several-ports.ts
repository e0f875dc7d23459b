import { type Application, type TierProps, WebService } from 'cdk8s-tiers';

export function connectToPort(app: Application, web: WebService, { resources }: TierProps): void {
  const rates = new WebService(app, 'rates', {
    image: 'registry.example.com/shop/rates:1.0.0',
    ports: [
      { name: 'http', port: 8080 },
      { name: 'grpc', port: 50051, protocol: 'grpc' },
    ],
    resources,
  });
  web.connectTo(rates.endpoint('grpc'), { env: 'RATES' });
}
